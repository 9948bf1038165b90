"""Files of comma-separated values, written so that no spreadsheet takes a text for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from litestar import Response

CSV = "text/csv"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name: str, head: Sequence[str], lines: Iterable[Sequence[object]]) -> Response[bytes]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in line] for line in lines)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.getvalue().encode("utf-8-sig"), media_type=f"{CSV}; charset=utf-8", headers=headers)


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
