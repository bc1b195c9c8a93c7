"""Under which headings do the data elements of Parts 43 and 45 stand in a file, and which must be there?

Numbers are those of the technical specification of Parts 43 and 45, version 3.2; a repository's own elements have none.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from streams.readers.columns import Element, Format, Layout

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

_NEEDED: Final = ("action", "event", "event_at", "executed_at", "notional_1", "currency_1", "cleared")

TRADE_FILES: Final = Format(
    ELEMENTS,
    {
        "part43": Layout(
            "part43",
            "dissemination_identifier",
            ("dissemination_identifier", "original_identifier", *_NEEDED),
        ),
        "part45": Layout("part45", "counterparty_1", ("counterparty_1", "counterparty_2", *_NEEDED)),
    },
)
IDENTIFIERS: Final[Mapping[str, Sequence[str]]] = {
    "part43": ("original_identifier", "dissemination_identifier"),
    "part45": ("uti", "usi"),
}
"""By layout: the elements that name the swap, the first that a row fills in."""
