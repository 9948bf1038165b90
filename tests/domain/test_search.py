"""The words that a text is found by, and those that a query asks for."""

import pytest

from stageline.domain.search import LONGEST_WORD, MOST_WORDS, after_all_with, words_asked, words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fleet portal", {"fleet", "portal"}),
        ("Müller & Söhne", {"müller", "muller", "mueller", "söhne", "sohne", "soehne"}),
        ("ÅNGSTRÖM", {"ångström", "angstrom", "ångstroem"}),
        ("Straße", {"strasse"}),
        ("Zoe\u0308", {"zoë", "zoe"}),
        ("R&D, phase-2", {"r", "d", "phase", "2"}),
        ("🚀 Launch", {"🚀", "launch"}),
        ("👩\u200d🚀", {"👩", "🚀"}),
        ("\uff26ull width \ufb01le", {"full", "width", "file"}),
        ("東京電力", {"東京電力"}),
        ("  - … ", set()),
    ],
)
def test_a_word_is_kept_in_the_ways_that_people_type_it(text: str, words: set[str]) -> None:
    assert words_in(text) == words


def test_a_query_is_taken_as_it_was_typed() -> None:
    assert words_asked("müller FLEET müller") == ("müller", "fleet")
    assert words_asked(" \0 ") == ()


def test_long_words_and_long_queries_are_cut() -> None:
    assert words_in("a" * 500) == {"a" * LONGEST_WORD}
    assert words_asked("a" * 500) == ("a" * LONGEST_WORD,)
    assert len(words_asked(" ".join(map(str, range(50))))) == MOST_WORDS


def test_every_word_with_a_beginning_lies_before_its_end() -> None:
    end = after_all_with("fleet")
    assert all("fleet" <= word < end for word in ("fleet", "fleetwood", "fleet\U0001f680"))
    assert end < "flew"
