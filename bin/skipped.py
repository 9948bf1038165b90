"""Says what a run of the tests skipped, and why (the last words of bin/test)."""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET


def main(results: Path) -> None:
    reasons = skipped(results)
    if not reasons:
        print("Nothing was skipped.")
        return
    print("Skipped on this machine:")
    for reason, count in reasons.most_common():
        print(f"  {count:5}  {reason}")


def skipped(results: Path) -> Counter[str]:
    """How many tests were skipped, by the reason they gave."""
    tests = ET.parse(results).iter("skipped")  # noqa: S314  pytest wrote the file a moment ago
    return Counter(test.get("message") or "without a reason" for test in tests)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
