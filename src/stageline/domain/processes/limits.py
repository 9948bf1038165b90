"""What a limit for the days in a stage could be, going by what was won (PS-228)."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

# Fewer say nothing of the next one.
ENOUGH_WON = 20

# A short cycle's deals lie close together, a long one's far apart; between the two the factor grows evenly.
SHORT_DAYS, LONG_DAYS = 30, 90
AT_SHORT, AT_LONG = Fraction(3, 2), Fraction(2)


def median(values: Sequence[int]) -> Fraction:
    """The middle one, or the middle between the two in the middle; there must be one."""
    ordered, half = sorted(values), len(values) // 2
    return Fraction(ordered[half] + ordered[~half], 2)


def suggested_limit(median_days: Fraction, cycle_days: Fraction) -> int:
    """From 1.5 times the median of short cycles to twice that of long ones; a person decides whether it holds."""
    share = min(max((cycle_days - SHORT_DAYS) / (LONG_DAYS - SHORT_DAYS), Fraction(0)), Fraction(1))
    return max(1, ceil(median_days * (AT_SHORT + share * (AT_LONG - AT_SHORT))))
