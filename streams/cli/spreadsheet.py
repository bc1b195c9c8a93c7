"""How are rows written for a spreadsheet?"""

import csv
from collections.abc import Iterable, Sequence
from typing import Final, TextIO

_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_rows(out: TextIO, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Write CSV row by row: columns first, lists with blanks between, nothing for None.

    A text that a spreadsheet would take for a formula has an apostrophe before it: names come from outside.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(_cell(value) for value in row)


def _cell(value: object) -> object:
    text = " ".join(map(str, value)) if isinstance(value, list | tuple) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_BEGINS_A_FORMULA) else text
