"""How do the bytes of a table become rows?"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from streams.kernel.errors import UserError
from streams.readers.columns import Format, Headings, Layout, Row

Positions = Mapping[str, tuple[int, int]]
"""By heading: the first and the last character of a column, counted from 1."""


class _FixedColumns:
    """The values of lines whose columns have so many characters each."""

    def __init__(self, lines: Iterable[str], positions: Iterable[tuple[int, int]]) -> None:
        self._lines = iter(lines)
        self._slices = [slice(first - 1, last) for first, last in positions]
        self.line_num = 0

    def __next__(self) -> list[str]:
        line = next(self._lines).rstrip("\r\n")
        self.line_num += 1
        return [line[place].strip() for place in self._slices]


class TableFile:
    """The rows of one file, each read when it is asked for.

    Attributes:
        headings: which column holds which element.
    """

    def __init__(
        self,
        name: str,
        lines: Iterable[str],
        format_: Format,
        layout: str | None = None,
        delimiter: str = ",",
        positions: Positions | None = None,
        headings: Sequence[str] | None = None,
    ) -> None:
        """Read the heading line, or take the headings that are known.

        Args:
            name: of the file, for messages and rows.
            lines: of text with their ends, as a quoted value may hold one.
            format_: what the columns of such files are called.
            layout: of the file; None to know it by its columns.
            delimiter: between the values of a line.
            positions: of the columns, where every column has so many characters and there is no heading line.
            headings: of a file that has no heading line; one that says the same is passed by.

        Raises:
            UserError: there is none, or it lacks a column without which no row can be read.
        """
        self._name = name
        self._reader = (
            csv.reader(lines, strict=True, delimiter=delimiter)
            if positions is None
            else _FixedColumns(lines, positions.values())
        )
        with_values = (cells for cells in self._told() if any(cells))
        known = list(positions or headings or ()) or None
        found = next(with_values, None) if known is None else known
        if found is None:
            raise UserError(f"{name} is empty. Nothing was read of it.")
        self.headings = Headings(name, found, format_, layout)
        self._cells = (cells for cells in with_values if cells != known)

    @property
    def layout(self) -> Layout:
        """The kind of file that it is."""
        return self.headings.layout

    def rows(self) -> Iterator[Row]:
        """All rows in their order; empty lines mean nothing.

        Raises:
            UserError: the file is no table of text from some line on.
        """
        for cells in self._cells:
            yield self.headings.row(self._reader.line_num, cells)

    def _told(self) -> Iterator[list[str]]:
        while True:
            line = self._reader.line_num + 1
            try:
                yield next(self._reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeDecodeError) as fault:
                raise UserError(
                    f"{self._name}:{line}: from here on the file is no CSV: {fault}. What stands before it was read."
                ) from None


def text_lines(stream: BinaryIO) -> Iterable[str]:
    """The lines of a file in UTF-8, with their ends; a byte order mark means nothing."""
    return io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
