"""The `stageline` command, and `python -m stageline`."""

import sys

from stageline.cli import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
