"""Under which headings do the columns of a file stand, which must be there, and what is a row of it?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from streams.kernel.errors import UserError

_NO_LETTER_OR_DIGIT: Final = re.compile(r"[^a-z0-9]+")


class Element(NamedTuple):
    """A data element that is read.

    Attributes:
        number: in the publication that names it; empty where it has none.
        heading: of its column, as it is usually written; capitals and punctuation do not matter.
        others: further headings that mean the same.
    """

    number: str
    heading: str
    others: Sequence[str] = ()

    def __str__(self) -> str:
        return f'"{self.heading}" (#{self.number})' if self.number else f'"{self.heading}"'


class Layout(NamedTuple):
    """A kind of file.

    Attributes:
        known_by: an element that no other layout has.
        needed: elements without whose columns nothing can be read.
    """

    name: str
    known_by: str
    needed: Sequence[str]


class Format(NamedTuple):
    """The kinds of files that one reader reads.

    Attributes:
        elements: that are read, by the names under which the reader knows them.
        layouts: by their names.
    """

    elements: Mapping[str, Element]
    layouts: Mapping[str, Layout]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    Attributes:
        source: the name of the file.
        line: where the row ends, counted from 1, the heading line included.
        values: what stands in it, by the name of the element; blanks around a value are taken off.
    """

    source: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, element: str) -> str:
        return self.values.get(element, "")

    def first_of(self, *elements: str) -> str:
        """The first of some elements that the row fills in; empty where it fills in none."""
        return next((self[one] for one in elements if self[one]), "")


class Headings:
    """Which column holds which element.

    Attributes:
        layout: of the file.
        unread: the headings of columns that are not read, in their order.
    """

    def __init__(
        self, source: str, headings: Sequence[str], format_: Format, layout: str | None = None
    ) -> None:
        """Look through a heading line.

        Args:
            format_: what the columns of such files are called, and which kinds of files there are.
            layout: of the file; None to know it by its columns.

        Raises:
            UserError: the layout is unknown, or a column is missing without which no row can be read.
        """
        places = {_plain(heading): place for place, heading in reversed(list(enumerate(headings)))}
        self._source = source
        self._format = format_
        self._places = {
            name: place
            for name, element in format_.elements.items()
            for place in [_place(element, places)]
            if place is not None
        }
        self.layout = format_.layouts[layout] if layout else self._known_layout()
        missing = [str(format_.elements[name]) for name in self.layout.needed if name not in self._places]
        if missing:
            raise UserError(
                f"{source} has no column {', '.join(missing)}, which {self.layout.name} needs. Nothing was read of it."
            )
        read = set(self._places.values())
        self.unread = [heading for place, heading in enumerate(headings) if place not in read]

    def _known_layout(self) -> Layout:
        found = [layout for layout in self._format.layouts.values() if layout.known_by in self._places]
        if len(found) != 1:
            marks = " or ".join(
                f"{self._format.elements[one.known_by]} for {one.name}"
                for one in self._format.layouts.values()
            )
            both = "both" if found else "neither"
            raise UserError(
                f"{self._source} has {both} of the columns that tell its layout: {marks}. Name it with --layout. "
                "Nothing was read of it."
            )
        return found[0]

    def row(self, line: int, cells: Sequence[str]) -> Row:
        """The row that some cells make up; cells that are not there are empty."""
        values = {name: cells[place].strip() for name, place in self._places.items() if place < len(cells)}
        return Row(self._source, line, values)


def _place(element: Element, places: Mapping[str, int]) -> int | None:
    for heading in (element.heading, *element.others):
        place = places.get(_plain(heading))
        if place is not None:
            return place
    return None


def _plain(heading: str) -> str:
    return _NO_LETTER_OR_DIGIT.sub(" ", heading.casefold()).strip()
