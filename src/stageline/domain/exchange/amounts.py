"""Amounts and numbers as they stand in files: `1,234.50`, `1.234,50`, `$21 000`."""

import re
from decimal import ROUND_HALF_EVEN, Decimal

from stageline.domain.money import MAX_MINOR, minor_digits

_BLANKS = re.compile(r"[\s'\u2019]")
_SIGNS = re.compile(r"^[$€£¥]|[$€£¥]$")
_GROUPED = {
    ".": re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?"),
    ",": re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)?(?:,[0-9]+)?"),
}
LONGEST = 40


class BrokenNumber(ValueError):
    """The text is no number in the form that the mapping names."""


def read_number(text: str, decimal_mark: str) -> Decimal:
    """The other mark may group thousands, as may blanks and apostrophes."""
    bare = _SIGNS.sub("", _BLANKS.sub("", text))
    if len(bare) > LONGEST or not _GROUPED[decimal_mark].fullmatch(bare) or not any(map(str.isdigit, bare)):
        raise BrokenNumber
    other = "," if decimal_mark == "." else "."
    return Decimal(bare.replace(other, "").replace(decimal_mark, "."))


def read_amount(text: str, currency: str, decimal_mark: str) -> int:
    """In minor units. Decimals beyond the currency's are rounded half to even: systems write 7262.5419999999995."""
    exact = read_number(text, decimal_mark) * 10 ** minor_digits(currency)
    minor = int(exact.to_integral_value(ROUND_HALF_EVEN))
    if not 0 <= minor <= MAX_MINOR:
        raise BrokenNumber
    return minor
