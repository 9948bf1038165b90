"""Sales teams as a file of people tells them."""

from stageline.domain.exchange.teams import TeamSaid, called_by, teams_of


def test_the_people_of_a_manager_are_a_team_called_after_them() -> None:
    assert teams_of({"Ann": {"name": "Ann", "manager": "Mo"}, "Bob": {"name": "Bob"}}) == {"Ann": TeamSaid("Mo", "Mo")}


def test_a_team_has_its_own_name_and_may_have_no_manager() -> None:
    people = {"Ann": {"name": "Ann", "team": "East", "manager": "Mo"}, "Bob": {"name": "Bob", "team": "West"}}

    assert teams_of(people) == {"Ann": TeamSaid("East", "Mo"), "Bob": TeamSaid("West", None)}


def test_a_team_with_several_managers_becomes_one_for_each() -> None:
    people = {
        "Ann": {"name": "Ann", "team": "East", "manager": "Mo"},
        "Bob": {"name": "Bob", "team": "East", "manager": "Zoe"},
        "Cid": {"name": "Cid", "team": "East"},
    }

    assert [team.name for team in teams_of(people).values()] == ["East (Mo)", "East (Zoe)", "East"]


def test_people_are_called_by_their_key_where_they_have_one() -> None:
    rows = [{"name": "Ann", "external_id": "005"}, {"name": "Bob"}, {"external_id": "006"}]

    assert list(called_by(rows)) == ["005", "Bob"]
