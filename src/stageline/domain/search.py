"""What a text is found by: its words, each in the ways that people type it."""

import unicodedata
from collections.abc import Iterator

LONGEST_WORD = 60
MOST_WORDS = 8
# German spells out what its keyboard lacks; case-folding has made ß into ss already.
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def words_in(text: str) -> frozenset[str]:
    """Each word without difference of case, with its accents and without them: Müller is müller, muller, mueller."""
    return frozenset(spelling for word in _words(text) for spelling in _spellings(word))


def words_asked(text: str) -> tuple[str, ...]:
    """The words of a query as they were typed, each once, the first eight; what is found has a word that begins so."""
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in _words(text)))[:MOST_WORDS]


def after_all_with(beginning: str) -> str:
    """What every word with that beginning comes before, in the order of code points."""
    return beginning + "\U0010ffff"


def _words(text: str) -> Iterator[str]:
    """Runs of letters and figures; a sign that is no punctuation, such as an emoji, is a word of its own."""
    word = ""
    for sign in unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()):
        kind = unicodedata.category(sign)
        if kind[0] in "LN" or (kind[0] == "M" and word):
            word += sign
            continue
        if word:
            yield word
        word = ""
        if kind == "So":
            yield sign
    if word:
        yield word


def _spellings(word: str) -> Iterator[str]:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", word) if unicodedata.category(sign) != "Mn")
    for spelling in (word, unicodedata.normalize("NFC", bare), word.translate(_SPELT_OUT)):
        if spelling:
            yield spelling[:LONGEST_WORD]
