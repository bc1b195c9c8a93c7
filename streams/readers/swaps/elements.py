"""Under which headings do the data elements of Parts 43 and 45 stand in a file, and which must be there?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from streams.kernel.errors import UserError

_NO_LETTER_OR_DIGIT: Final = re.compile(r"[^a-z0-9]+")


class Element(NamedTuple):
    """A data element that is read.

    Attributes:
        number: in the technical specification of Parts 43 and 45, version 3.2; empty for a repository's own.
        heading: of its column, as the repositories write it; capitals and punctuation do not matter.
        others: further headings that mean the same.
    """

    number: str
    heading: str
    others: Sequence[str] = ()

    def __str__(self) -> str:
        return f'"{self.heading}" (#{self.number})' if self.number else f'"{self.heading}"'


ELEMENTS: Final[Mapping[str, Element]] = {
    "dissemination_identifier": Element("D1", "Dissemination Identifier", ("Dissemination ID",)),
    "original_identifier": Element("D2", "Original Dissemination Identifier", ("Original Dissemination ID",)),
    "disseminated_at": Element("D3", "Dissemination timestamp"),
    "fisn": Element("D4", "UPI FISN", ("Unique Product Identifier FISN", "Product name")),
    "underlier": Element("D5", "UPI Underlier Name", ("Unique Product Identifier underlier name",)),
    "cleared": Element("1", "Cleared"),
    "clearing_house": Element("2", "Central counterparty"),
    "counterparty_1": Element(
        "13",
        "Counterparty 1 (reporting counterparty)",
        ("Counterparty 1", "Reporting counterparty", "Reporting counterparty ID"),
    ),
    "counterparty_2": Element("14", "Counterparty 2", ("Other counterparty", "Other counterparty ID")),
    "action": Element("26", "Action type"),
    "event": Element("27", "Event type"),
    "is_amendment": Element("28", "Amendment indicator"),
    "event_at": Element("30", "Event timestamp"),
    "notional_1": Element("31", "Notional amount-Leg 1", ("Notional amount",)),
    "notional_2": Element("31", "Notional amount-Leg 2"),
    "currency_1": Element("32", "Notional currency-Leg 1", ("Notional currency",)),
    "currency_2": Element("32", "Notional currency-Leg 2"),
    "schedule_1": Element("33", "Notional amount in effect on associated effective date-Leg 1"),
    "schedule_2": Element("33", "Notional amount in effect on associated effective date-Leg 2"),
    "product": Element("87", "Unique product identifier", ("UPI", "Unique product identifier (UPI)")),
    "allocation": Element("91", "Allocation indicator"),
    "executed_at": Element("96", "Execution timestamp"),
    "reported_at": Element("97", "Reporting timestamp"),
    "platform": Element("98", "Platform identifier"),
    "prior_usi": Element(
        "100",
        "Prior USI",
        ("Prior USI (for one-to-one and one-to-many relations between transactions)",),
    ),
    "prior_uti": Element(
        "101",
        "Prior UTI",
        ("Prior UTI (for one-to-one and one-to-many relations between transactions)",),
    ),
    "usi": Element("102", "Unique swap identifier (USI)", ("USI", "Unique swap identifier")),
    "uti": Element("103", "Unique transaction identifier (UTI)", ("UTI", "Unique transaction identifier")),
    "jurisdiction": Element("104", "Jurisdiction"),
    "asset_class": Element("", "Asset class"),
    "delivery": Element("", "Delivery type"),
}
"""The elements that are read, by the name under which this room knows them."""


class Layout(NamedTuple):
    """A kind of file.

    Attributes:
        known_by: an element that no other layout has.
        needed: elements without whose columns nothing can be read.
        identifier: elements that name the swap, the first that a row fills in.
    """

    name: str
    known_by: str
    needed: Sequence[str]
    identifier: Sequence[str]


_NEEDED: Final = ("action", "event", "event_at", "executed_at", "notional_1", "currency_1", "cleared")

LAYOUTS: Final[Mapping[str, Layout]] = {
    layout.name: layout
    for layout in (
        Layout(
            "part43",
            "dissemination_identifier",
            ("dissemination_identifier", "original_identifier", *_NEEDED),
            ("original_identifier", "dissemination_identifier"),
        ),
        Layout("part45", "counterparty_1", ("counterparty_1", "counterparty_2", *_NEEDED), ("uti", "usi")),
    )
}


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

    def __init__(self, source: str, headings: Sequence[str], layout: str | None = None) -> None:
        """Look through a heading line.

        Args:
            layout: of the file; None to know it by its columns.

        Raises:
            UserError: the layout is unknown, or a column is missing without which no row can be read.
        """
        places = {_plain(heading): place for place, heading in reversed(list(enumerate(headings)))}
        self._source = source
        self._places = {
            name: place
            for name, element in ELEMENTS.items()
            for place in [_place(element, places)]
            if place is not None
        }
        self.layout = LAYOUTS[layout] if layout else self._known_layout()
        missing = [str(ELEMENTS[name]) for name in self.layout.needed if name not in self._places]
        if missing:
            raise UserError(
                f"{source} has no column {', '.join(missing)}, which {self.layout.name} needs. Nothing was read of it."
            )
        read = set(self._places.values())
        self.unread = [heading for place, heading in enumerate(headings) if place not in read]

    def _known_layout(self) -> Layout:
        found = [layout for layout in LAYOUTS.values() if layout.known_by in self._places]
        if len(found) != 1:
            marks = " or ".join(f"{ELEMENTS[one.known_by]} for {one.name}" for one in LAYOUTS.values())
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
