"""Files come over once, slice by slice, and people's later changes survive."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select, update

from stageline.commands.exchange import running
from stageline.commands.exchange.preparing import MayNotImport, ProcessUnfit
from stageline.commands.opportunities.editing import edit_opportunity
from stageline.domain.events import By, Channel
from stageline.domain.exchange.mapping import InvalidMapping
from stageline.domain.ids import OpportunityId
from stageline.domain.opportunities.editing import WantedEdit
from stageline.domain.people.user import SYSTEM
from stageline.storage.tables import (
    accounts,
    actions,
    activities,
    batches,
    contacts,
    custom_fields,
    events,
    imported,
    metadata,
    opportunities,
    processes,
    sales_teams,
    stage_history,
    stages,
    users,
)
from stageline.storage.unit_of_work import Storage
from tests.agendas import booked_at_once
from tests.builders import NOON, a_rep
from tests.exchange import Imports, csv, taken
from tests.mappings import a_mapping

COLUMNS = {"name": "Name", "owner": "Owner", "amount": "Value", "close_on": "Close"}
DEALS = csv(
    "Id,Name,Stage,Owner,Value,Close",
    "1,Roof,Offer,Ann,1500,2017-06-30",
    "2,Wall,Won,Bob,99.50,2017-03-01",
    "3,Door,Lost,Ann,,2017-03-02",
)


@pytest.fixture
def imports(storage: Storage, tmp_path: Path) -> Imports:
    return Imports(storage, tmp_path)


def count(storage: Storage, table: Any, *conditions: Any) -> int:
    with storage.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def everything(storage: Storage) -> dict[str, int]:
    return {table.name: count(storage, table) for table in metadata.sorted_tables}


def test_rows_become_opportunities_with_what_the_file_says(imports: Imports) -> None:
    outcome = imports(a_mapping(columns=COLUMNS), {"deals.csv": DEALS})

    assert taken(outcome) == {"new": 3}
    assert [(*row[:4], str(row[4]), str(row[5])) for row in
            imports.records("amount_minor", "currency", "expected_close_on", "actual_close_on")] == [
        ("Roof", "Offer", 150_000, "EUR", "2017-06-30", "None"),
        ("Wall", "Won", 9_950, "EUR", "None", "2017-03-01"),
        ("Door", "Lost", None, "EUR", "None", "2017-03-02"),
    ]  # fmt: skip


def test_the_process_is_made_of_the_mapping_s_stages_and_published(imports: Imports) -> None:
    imports(a_mapping(), {"deals.csv": csv("Id,Stage", "1,New")})

    with imports.storage.reading() as connection:
        process = connection.execute(select(processes)).one()
    assert (process.name, process.state, process.is_default) == ("Deals", "published", True)


def test_owners_whom_nobody_knows_come_as_people_who_cannot_sign_in(imports: Imports) -> None:
    imports(a_mapping(columns=COLUMNS), {"deals.csv": DEALS})

    with imports.storage.reading() as connection:
        found = connection.execute(select(users).where(users.c.id > 0).order_by(users.c.name)).all()
    assert [(user.name, user.state, user.can_own, user.password_hash) for user in found] == [
        ("Ann", "unclaimed", True, None),
        ("Bob", "unclaimed", True, None),
    ]


def test_the_same_file_again_changes_nothing(imports: Imports) -> None:
    imports(a_mapping(columns=COLUMNS), {"deals.csv": DEALS})
    before = everything(imports.storage)

    again = imports(a_mapping(columns=COLUMNS), {"deals.csv": DEALS})

    assert taken(again) == {"unchanged": 3}
    assert again.batch_id is None
    assert everything(imports.storage) == before


def test_a_changed_row_changes_its_record(imports: Imports) -> None:
    imports(a_mapping(columns=COLUMNS), {"deals.csv": DEALS})
    changed = DEALS.replace("1,Roof,Offer,Ann,1500,2017-06-30", "1,Roof,Won,Bob,1600,2017-06-28")

    outcome = imports(a_mapping(columns=COLUMNS), {"deals.csv": changed})

    assert taken(outcome) == {"updated": 1, "unchanged": 2}
    assert imports.records("amount_minor", "version")[0] == ("Roof", "Won", 160_000, 3)
    assert imports.history()[:2] == [("Offer", "create"), ("Won", "close")]
    assert taken(imports(a_mapping(columns=COLUMNS), {"deals.csv": changed})) == {"unchanged": 3}


def test_what_people_changed_since_stays_theirs(imports: Imports) -> None:
    imports(a_mapping(columns=COLUMNS), {"deals.csv": DEALS})
    edit = WantedEdit(opportunity_id=OpportunityId(1), fields={"name": "Our roof"})
    with imports.storage.writing() as work:
        edit_opportunity(work, edit, by=By(SYSTEM, Channel.RECORD), at=NOON)

    same = imports(a_mapping(columns=COLUMNS), {"deals.csv": DEALS})
    outcome = imports(a_mapping(columns=COLUMNS), {"deals.csv": DEALS.replace("1500", "1600")})

    assert taken(same) == {"unchanged": 3}
    assert taken(outcome) == {"unchanged": 2, "conflicts": 1}
    assert imports.left == [("deals.csv", 2, "somebody has changed the record since it was imported")]
    assert imports.records("amount_minor")[0] == ("Our roof", "Offer", 150_000)


def test_another_past_than_the_one_imported_is_a_conflict(imports: Imports) -> None:
    past = csv("Id,To,When", "1,New,2017-03-01", "1,Offer,2017-03-02")
    mapping = a_mapping(history={})
    imports(mapping, {"deals.csv": csv("Id,Stage", "1,Offer"), "past.csv": past})

    won = {"deals.csv": csv("Id,Stage", "1,Won"), "past.csv": past + "1,Won,2017-03-03\n"}
    longer = imports(mapping, won)
    other = imports(mapping, won | {"past.csv": won["past.csv"].replace("03-01", "02-01")})

    assert (taken(longer), taken(other)) == ({"updated": 1}, {"conflicts": 1})
    assert imports.left == [("deals.csv", 2, "the file tells another past than the one imported before")]
    assert imports.history() == [("New", "create"), ("Offer", "advance"), ("Won", "close")]


def test_only_rows_that_cannot_be_read_or_placed_are_left_out(imports: Imports) -> None:
    deals = csv(
        "Id,Stage,Currency,Close,Value",
        "1,New,,,",
        ",New,,,",
        "3,Nowhere,,,",
        "4,New,XXY,,",
        "5,New,,soon,",
        "6,New,,,much",
        "7,,,,",
        "8,New",
        '9,"New"x,,,',
        "1,Offer,,,",
        "1,New,,,",
        "",
        "10,Won,USD,2017-03-01,5",
    )
    columns = {"currency": "Currency", "close_on": "Close", "amount": "Value"}

    outcome = imports(a_mapping(columns=columns), {"deals.csv": deals})

    assert taken(outcome) == {"new": 2, "repeated": 1, "rejected": 9}
    assert {row: reason.partition(":")[0] for _, row, reason in imports.left} == {
        3: "external_id",
        4: "stage",
        5: "currency",
        6: "close_on",
        7: "amount",
        8: "stage",
        9: "it has 2 cells under 5 headings",
        10: "it is no CSV",
        11: "external_id",
    }


def test_a_history_that_cannot_be_read_keeps_its_opportunity_out(imports: Imports) -> None:
    history = csv("Id,To,When", "1,New,2017-03-01", "1,Offer,soon", "2,New,2017-03-01", "9,New,2017-03-01", ",New,x")

    outcome = imports(a_mapping(history={}), {"deals.csv": csv("Id,Stage", "1,Offer", "2,New"), "past.csv": history})

    assert taken(outcome) == {"new": 1, "rejected": 3}
    assert imports.left == [
        ("past.csv", 6, "external_id: there is none"),
        ("deals.csv", 2, "stage history, row 3: at: 'soon' is no date of the form iso"),
        ("past.csv", 5, "external_id: no file has an opportunity with this key"),
    ]


def test_a_rehearsal_says_what_would_happen_and_writes_nothing(imports: Imports) -> None:
    mapping = a_mapping(columns=COLUMNS, custom={"colour": {"column": "Name"}})
    before = everything(imports.storage)

    first = imports(mapping, {"deals.csv": DEALS}, is_rehearsal=True)

    assert taken(first) == {"new": 3}
    assert everything(imports.storage) == before
    imports(mapping, {"deals.csv": DEALS})
    more = DEALS.replace("1500", "1600") + "4,Sill,Offer,Cid,5,\n"
    before = everything(imports.storage)
    assert taken(imports(mapping, {"deals.csv": more}, is_rehearsal=True)) == {"new": 1, "updated": 1, "unchanged": 2}
    assert everything(imports.storage) == before


def test_a_killed_import_goes_on_when_it_is_run_again(imports: Imports) -> None:
    deals = csv("Id,Stage,Owner", *(f"{n},New,Ann" for n in range(1, 1202)))

    def is_killed(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imports(a_mapping(columns={"owner": "Owner"}), {"deals.csv": deals}, on_progress=is_killed)
    assert count(imports.storage, opportunities) == running.SLICE

    outcome = imports(a_mapping(columns={"owner": "Owner"}), {"deals.csv": deals})

    assert taken(outcome) == {"new": 701, "unchanged": 500}
    assert count(imports.storage, opportunities) == 1201
    assert count(imports.storage, users, users.c.name == "Ann") == 1


def test_an_import_is_a_batch_that_says_how_far_it_came(imports: Imports) -> None:
    outcome = imports(a_mapping(), {"deals.csv": csv("Id,Stage", "1,New", "2,Won")})

    with imports.storage.reading() as connection:
        batch = connection.execute(select(batches)).one()
    assert (batch.id, batch.kind, batch.state, batch.done) == (outcome.batch_id, "import", "done", 2)
    assert count(imports.storage, stage_history, stage_history.c.batch_id == batch.id) == 2
    assert count(imports.storage, imported, imported.c.batch_id == batch.id) == 3


def test_wins_count_for_goals_only_where_it_was_said(imports: Imports) -> None:
    imports(a_mapping(), {"deals.csv": csv("Id,Stage", "1,Won")})
    imports(a_mapping(system="other"), {"deals.csv": csv("Id,Stage", "1,Won")}, counts_for_targets=True)

    assert count(imports.storage, stage_history, stage_history.c.counts_for_targets) == 1
    assert count(imports.storage, stage_history, stage_history.c.starts_campaigns) == 0


def test_accounts_contacts_and_sources_are_taken_up_once(imports: Imports) -> None:
    columns = {"account": "Firm", "contact": "Person", "source": "From"}
    deals = csv(
        "Id,Stage,Firm,Person,From",
        "1,New,Acme,Ann Lee,Inbound",
        "2,New,Acme,Ann Lee,Trade Fair",
        "3,New,Globex,Ann Lee,trade fair",
        "4,New,,Ann Lee,",
    )

    imports(a_mapping(columns=columns), {"deals.csv": deals})

    assert count(imports.storage, accounts) == 2
    assert count(imports.storage, contacts) == 3
    assert [row[2] for row in imports.records("source")] == ["inbound", "trade_fair", "trade_fair", None]
    assert [row[0] for row in imports.records()] == ["Acme", "Acme", "Globex", "Ann Lee"]


def test_who_is_here_already_is_not_made_again(imports: Imports) -> None:
    deals = {"deals.csv": csv("Id,Stage,Owner,Firm", "1,New,Ann,Acme")}
    columns = {"owner": "Owner", "account": "Firm"}
    imports(a_mapping(columns=columns), deals)

    imports(a_mapping(columns=columns, system="other"), deals)

    assert count(imports.storage, users, users.c.id > 0) == 1
    assert count(imports.storage, accounts) == 1


def test_of_two_with_one_name_nobody_can_tell_which_is_meant(imports: Imports) -> None:
    deals = {"deals.csv": csv("Id,Stage,Owner", "1,New,Ann", "2,New,Bob")}
    imports(a_mapping(columns={"owner": "Owner"}), deals)
    with imports.storage.writing() as work:
        work.connection.execute(update(users).where(users.c.name == "Bob").values(name="Ann"))

    imports(a_mapping(columns={"owner": "Owner"}, system="other"), deals)

    assert count(imports.storage, users, users.c.name == "Ann") == 3


def test_what_names_no_owner_belongs_to_whom_the_mapping_names(imports: Imports) -> None:
    deals = {"deals.csv": csv("Id,Stage", "1,New")}

    imports(a_mapping(default_owner="House"), deals)
    imports(a_mapping(system="other"), deals)

    assert count(imports.storage, users, users.c.name.in_(["House", "Unassigned"])) == 2


def test_people_come_with_their_teams_and_managers(imports: Imports) -> None:
    people = {"kind": "people", "columns": {"name": "Rep", "manager": "Boss", "team": "Region", "email": "Mail"}}
    team = csv("Rep,Boss,Region,Mail", "Ann,Mo,East,ann@old.example", "Bob,Zoe,East,", "Mo,Zoe,,")
    files = {"deals.csv": csv("Id,Stage,Owner", "1,New,ann@old.example"), "team.csv": team}

    outcome = imports(a_mapping(columns={"owner": "Owner"}, more_files=[people]), files)

    assert taken(outcome) == {"new": 1, "people": 3}
    with imports.storage.reading() as connection:
        rows = connection.execute(select(sales_teams.c.name).order_by(sales_teams.c.name)).scalars().all()
        roles = {row.name: row.roles for row in connection.execute(select(users))}
    assert rows == ["East (Mo)", "East (Zoe)", "Zoe"]
    assert (roles["Mo"], roles["Zoe"]) == (["rep", "manager"], ["manager"])
    assert count(imports.storage, users, users.c.can_own) == 3
    assert taken(imports(a_mapping(columns={"owner": "Owner"}, more_files=[people]), files)) == {"unchanged": 1}


def test_nobody_becomes_their_own_manager(imports: Imports) -> None:
    people = {"kind": "people", "columns": {"name": "Rep", "manager": "Boss"}}
    files = {"deals.csv": csv("Id,Stage", "1,New"), "team.csv": csv("Rep,Boss", "Ann,Bob", "Bob,Ann", ",Ann")}

    outcome = imports(a_mapping(more_files=[people]), files)

    assert taken(outcome) == {"new": 1, "people": 2, "rejected": 2}
    assert [(row, reason.partition(":")[0]) for _, row, reason in imports.left] == [(4, "name"), (3, "manager")]


def test_accounts_have_a_file_of_their_own(imports: Imports) -> None:
    firms = {"kind": "accounts", "columns": {"name": "Firm", "external_id": "No", "website": "Web"}}
    files = {"deals.csv": csv("Id,Stage,For", "1,New,a1"), "firms.csv": csv("No,Firm,Web", "a1,Acme,acme.example")}
    mapping = a_mapping(columns={"account": "For"}, more_files=[firms])

    outcome = imports(mapping, files)

    assert taken(outcome) == {"new": 1, "accounts": 1}
    with imports.storage.reading() as connection:
        found = connection.execute(
            select(accounts.c.name, accounts.c.website).join(opportunities, opportunities.c.account_id == accounts.c.id)
        ).all()
    assert [tuple(row) for row in found] == [("Acme", "acme.example")]


def test_reasons_of_our_lists_are_taken_and_other_words_kept(imports: Imports) -> None:
    columns = {"close_reason": "Why", "competitor": "To"}
    deals = csv("Id,Stage,Why,To", "1,Lost,PRICE,Them", "2,Lost,bad weather,", "3,New,price,", "4,Won,,")

    imports(a_mapping(columns=columns), {"deals.csv": deals})

    assert [row[2:] for row in imports.records("close_reason", "close_note", "competitor")] == [
        ("price", None, "Them"), (None, "bad weather", None), (None, None, None), (None, None, None)
    ]  # fmt: skip


def test_a_probability_of_its_own_is_kept_while_it_is_open(imports: Imports) -> None:
    deals = csv("Id,Stage,Chance", "1,Offer,70", "2,Won,70", "3,Offer,")

    imports(a_mapping(columns={"probability": "Chance"}), {"deals.csv": deals})

    assert [row[2:] for row in imports.records("probability", "is_probability_overridden")] == [
        (70, True), (100, False), (50, False)
    ]  # fmt: skip


def test_custom_fields_are_made_where_they_are_missing(imports: Imports) -> None:
    mapping = a_mapping(custom={"seats": {"column": "Seats", "label": "Seats sold", "type": "number"}})

    imports(mapping, {"deals.csv": csv("Id,Stage,Seats", "1,New,12")})

    assert imports.records("custom") == [("1", "New", {"seats": 12})]
    assert count(imports.storage, custom_fields, custom_fields.c.label == "Seats sold") == 1
    with pytest.raises(InvalidMapping):
        imports(a_mapping(custom={"seats": {"column": "Seats"}}), {"deals.csv": csv("Id,Stage,Seats", "1,New,12")})


def test_a_process_that_is_there_takes_them_by_its_own_names(imports: Imports) -> None:
    imports(a_mapping(), {"deals.csv": csv("Id,Stage", "1,New")})
    mapping = a_mapping(process={"name": "deals"}, stages=[], system="other")

    imports(mapping, {"deals.csv": csv("Id,Stage", "1,offer", "2,Won")})

    assert [row[1] for row in imports.records()] == ["New", "Offer", "Won"]


@pytest.mark.rule("PS-31")
def test_what_is_imported_makes_no_actions_and_books_nothing(imports: Imports) -> None:
    imports(a_mapping(), {"deals.csv": csv("Id,Stage", "1,New")})
    asks = [msgspec.to_builtins(booked_at_once())]
    with imports.storage.writing() as work:
        work.connection.execute(update(stages).values(actions=asks))
        work.connection.execute(update(processes).values(revision=processes.c.revision + 1))

    imports(a_mapping(process=None, system="other"), {"deals.csv": csv("Id,Stage", "1,Offer", "2,New")})

    assert (count(imports.storage, actions), count(imports.storage, activities)) == (0, 0)


def test_without_a_process_named_the_default_one_takes_them(imports: Imports) -> None:
    imports(a_mapping(), {"deals.csv": csv("Id,Stage", "1,New")})

    outcome = imports(a_mapping(process=None, system="other"), {"deals.csv": csv("Id,Stage", "1,Offer")})

    assert taken(outcome) == {"new": 1}


@pytest.mark.parametrize(
    "said",
    [
        {"process": {"name": "Nobody's"}},
        {"process": {"name": "Deals", "is_new": True}, "stages": [{"value": "Elsewhere", "type": "open"}]},
        {"process": {"name": "Deals"}, "stages": [{"value": "New", "type": "won"}]},
    ],
    ids=["no such process", "no such stage", "another type"],
)
def test_a_process_that_does_not_fit_is_refused_as_a_whole(imports: Imports, said: dict[str, Any]) -> None:
    imports(a_mapping(), {"deals.csv": csv("Id,Stage", "1,New")})
    before = everything(imports.storage)

    with pytest.raises(ProcessUnfit):
        imports(a_mapping(**said, system="other"), {"deals.csv": csv("Id,Stage", "1,New")})

    assert everything(imports.storage) == before


def test_only_operations_import(imports: Imports) -> None:
    before = everything(imports.storage)

    with pytest.raises(MayNotImport):
        imports(a_mapping(), {"deals.csv": csv("Id,Stage", "1,New")}, actor=a_rep())

    assert everything(imports.storage) == before


def test_an_opportunities_file_is_needed(imports: Imports) -> None:
    with pytest.raises(InvalidMapping):
        imports(a_mapping(history={}), {"past.csv": csv("Id,To,When", "1,New,2017-03-01")})


def test_the_journal_says_that_they_came(imports: Imports) -> None:
    imports(a_mapping(columns=COLUMNS), {"deals.csv": DEALS})

    assert count(imports.storage, events, events.c.kind == "opportunity.created") == 3
    assert count(imports.storage, events, events.c.kind == "user.added") == 2
    assert count(imports.storage, events, events.c.channel != "import") == 0
