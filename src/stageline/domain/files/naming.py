"""What a file is called: its name as it came, without anything that could mislead a person or a program."""

import re
import unicodedata

from stageline.domain.errors import InvalidInput, Missing

LONGEST_NAME = 200
LONGEST_LABEL = 100
_FOLDERS = re.compile(r"[/\\]")
# What no system allows in a name, besides the marks that part folders.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
# Control and format characters: among them line breaks, and the marks that turn "exe.pdf" around. A joiner within an
# emoji or an Indic word is one as well, and changes nothing that matters here.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class UnreadableName(InvalidInput):
    """The name of this file cannot be read. Rename the file and try again."""

    code = "file_unnamed"


def cleaned_name(said: str) -> str:
    """The last part of a path, at most 200 characters, with its ending; refused when nothing is left of it."""
    last = _FOLDERS.split(said)[-1]
    name = _FORBIDDEN.sub("_", _seen(last)).strip(" .")
    if not name.strip("_ ."):
        raise UnreadableName([Missing(name="file", remedy="Rename the file and try again.")])
    stem, dot, ending = name.rpartition(".")
    if len(name) <= LONGEST_NAME or not dot or len(ending) > 20:
        return name[:LONGEST_NAME].rstrip(" .")
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip(' .')}.{ending}"


def cleaned_label(said: str | None) -> str | None:
    return _seen(said or "")[:LONGEST_LABEL].strip() or None


def folded(label: str) -> str:
    """In the form in which labels are compared."""
    return unicodedata.normalize("NFKC", label).casefold().strip()


def _seen(text: str) -> str:
    spaced = re.sub(r"[\r\n\t]+", " ", unicodedata.normalize("NFC", text))
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in _UNSEEN).split())
