"""Under which headings do the columns of usage and entitlement reports stand, and which must be there?

No standard fixes the headings: each exchange agrees them with its distributors. The first heading is ours, the others
are those in use; any further one is named in the given file.
"""

from collections.abc import Mapping
from typing import Final

from streams.readers.columns import Element, Format, Layout

_ELEMENTS: Final[Mapping[str, Element]] = {
    "month": Element("", "Report month", ("Reporting month", "Reporting period", "Usage month", "Period")),
    "distributor": Element(
        "", "Distributor", ("Distributor ID", "Vendor", "Vendor code", "Vendor account number")
    ),
    "firm": Element(
        "",
        "Recipient firm",
        (
            "Subscriber",
            "Subscriber account",
            "Subscriber account number",
            "Account number",
            "Customer account",
        ),
    ),
    "user": Element("", "User ID", ("User", "Access ID", "Logon ID", "Unit of count ID", "Device ID")),
    "product": Element("", "Product code", ("Product", "Service code", "Feed")),
    "quantity": Element("", "Quantity", ("Units", "Number of units", "Units of count", "Count")),
    "status": Element("", "Subscriber type", ("Professional status", "User type", "Pro/Non-Pro", "Status")),
    "channel": Element("", "Channel", ("Delivery channel", "Display channel")),
    "purpose": Element("", "Purpose", ("Purpose of use",)),
    "activity": Element("", "Activity code", ("Activity", "Action", "Action code", "Transaction code")),
    "active_on": Element("", "Activity date", ("Effective date", "Install date", "Date of change")),
    "first_access": Element("", "First access", ("First accessed at", "First use", "First log-on")),
    "last_access": Element("", "Last access", ("Last accessed at", "Last use", "Last log-on")),
}
_NEEDED: Final = ("firm", "user", "product")

REPORTS: Final = Format(
    _ELEMENTS,
    {
        "usage": Layout("usage", "first_access", (*_NEEDED, "first_access")),
        "entitlements": Layout("entitlements", "quantity", ("month", *_NEEDED, "quantity")),
    },
)


def renamed(headings: Mapping[str, str]) -> Format:
    """The same reports under headings of somebody's own.

    Args:
        headings: by element.
    """
    elements = {
        name: element._replace(others=(*element.others, headings[name])) if name in headings else element
        for name, element in _ELEMENTS.items()
    }
    return Format(elements, REPORTS.layouts)
