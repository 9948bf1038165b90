"""Changes that are made together: all of them or none, however they are sent."""

import pytest
from sqlalchemy import Connection, bindparam, insert, text, update
from sqlalchemy.exc import IntegrityError

from stageline.storage.executing import LostUpdate, fetched, together
from stageline.storage.prepared import Prepared
from stageline.storage.tables import accounts, contacts
from stageline.storage.unit_of_work import Storage
from tests.builders import NOON

ADD_ACCOUNT = Prepared(insert(accounts), ["id", "name", "details", "created_at", "version"])
ADD_CONTACT = Prepared(insert(contacts), ["id", "name", "account_id", "created_at", "version"])
RENAME = Prepared(update(contacts).where(contacts.c.id == bindparam("changed_id")), ["name"])


def an_account(number: int) -> dict[str, object]:
    return {"id": number, "name": f"Tailwind {number}", "details": {}, "created_at": NOON, "version": 1}


def a_contact(number: int, *, at: int | None = None) -> dict[str, object]:
    return {"id": number, "name": f"Ann {number}", "account_id": at, "created_at": NOON, "version": 1}


def names(connection: Connection) -> list[tuple[object, ...]]:
    rows = fetched(connection, "SELECT a.name, c.name FROM contacts c LEFT JOIN accounts a ON a.id = c.account_id")
    return sorted(rows, key=str)


@pytest.mark.parametrize("how_many", [1, 3])
def test_what_refers_to_each_other_is_added_together(storage: Storage, how_many: int) -> None:
    numbers = range(1, how_many + 1)
    with storage.writing() as work, together(work.connection):
        ADD_ACCOUNT.run(work.connection, [an_account(number) for number in numbers])
        ADD_CONTACT.run(work.connection, [a_contact(number, at=number) for number in numbers])

    with storage.reading() as connection:
        assert names(connection) == [(f"Tailwind {number}", f"Ann {number}") for number in numbers]


def test_a_change_sees_what_was_made_before_it_of_the_same_table(storage: Storage) -> None:
    with storage.writing() as work, together(work.connection):
        ADD_CONTACT.run(work.connection, [a_contact(1)])
        RENAME.run(work.connection, [{"changed_id": 1, "name": "100 % Ann"}], finds_all=True)

    with storage.reading() as connection:
        assert names(connection) == [(None, "100 % Ann")]


@pytest.mark.parametrize("lost", [[7], [1, 7]])
def test_a_record_that_is_not_there_any_more_undoes_all(storage: Storage, lost: list[int]) -> None:
    with storage.writing() as work:
        ADD_CONTACT.run(work.connection, [a_contact(1)])

    def rename(storage: Storage) -> None:
        with storage.writing() as work, together(work.connection):
            RENAME.run(work.connection, [{"changed_id": number, "name": "Bea"} for number in lost], finds_all=True)
            ADD_ACCOUNT.run(work.connection, [an_account(1)])

    with pytest.raises(LostUpdate):
        rename(storage)
    with storage.reading() as connection:
        assert names(connection) == [(None, "Ann 1")]
        assert connection.scalar(text("SELECT count(*) FROM accounts")) == 0


@pytest.mark.parametrize("numbers", [[2], [2, 3]])
def test_what_the_database_refuses_is_told_as_ever_and_undoes_all(storage: Storage, numbers: list[int]) -> None:
    def add(storage: Storage) -> None:
        with storage.writing() as work, together(work.connection):
            ADD_ACCOUNT.run(work.connection, [an_account(1)])
            ADD_CONTACT.run(work.connection, [a_contact(number, at=77) for number in numbers])

    with pytest.raises(IntegrityError):
        add(storage)
    with storage.reading() as connection:
        assert names(connection) == []
        assert connection.scalar(text("SELECT count(*) FROM accounts")) == 0


def test_what_breaks_off_in_between_leaves_nothing_to_the_next(storage: Storage) -> None:
    def break_off(storage: Storage) -> None:
        with storage.writing() as work, together(work.connection):
            ADD_ACCOUNT.run(work.connection, [an_account(1)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off(storage)
    with storage.writing() as work:
        ADD_CONTACT.run(work.connection, [a_contact(1)])
    with storage.reading() as connection:
        assert names(connection) == [(None, "Ann 1")]
