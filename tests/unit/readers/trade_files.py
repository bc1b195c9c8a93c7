"""Trade files as the repositories write them, made for tests: the headings of a real file, rows of our own."""

import csv
import io
from collections.abc import Mapping

from schemas.reading import Reader
from schemas.swaps import EVENT_STRUCTS
from streams.readers.files import TableFile
from streams.readers.outcome import Outcome, checked
from streams.readers.swaps.elements import TRADE_FILES
from streams.readers.swaps.given import Given, read_given
from streams.readers.swaps.reading import Reading

PART43_HEADINGS = [
    "Dissemination Identifier",
    "Original Dissemination Identifier",
    "Action type",
    "Event type",
    "Event timestamp",
    "Amendment indicator",
    "Asset Class",
    "Product name",
    "Cleared",
    "Mandatory clearing indicator",
    "Execution Timestamp",
    "Effective Date",
    "Expiration Date",
    "Maturity date of the underlier",
    "Non-standardized term indicator",
    "Platform identifier",
    "Prime brokerage transaction indicator",
    "Block trade election indicator",
    "Large notional off-facility swap election indicator",
    "Notional amount-Leg 1",
    "Notional amount-Leg 2",
    "Notional currency-Leg 1",
    "Notional currency-Leg 2",
    "Notional quantity-Leg 1",
    "Notional amount in effect on associated effective date-Leg 1",
    "Fixed rate-Leg 1",
    "Option Premium Amount",
    "Package indicator",
    "Unique Product Identifier",
    "UPI FISN",
    "UPI Underlier Name",
]

PART45_HEADINGS = [
    "Cleared",
    "Central counterparty",
    "Clearing member",
    "Counterparty 1 (reporting counterparty)",
    "Counterparty 2",
    "Counterparty 2 identifier source",
    "Action type",
    "Event type",
    "Amendment indicator",
    "Event identifier",
    "Event timestamp",
    "Notional amount-Leg 1",
    "Notional amount-Leg 2",
    "Notional currency-Leg 1",
    "Notional currency-Leg 2",
    "Unique product identifier (UPI)",
    "Allocation indicator",
    "Effective date",
    "Expiration date",
    "Execution timestamp",
    "Reporting timestamp",
    "Platform identifier",
    "Prior USI (for one-to-one and one-to-many relations between transactions)",
    "Prior UTI (for one-to-one and one-to-many relations between transactions)",
    "Unique swap identifier (USI)",
    "Unique transaction identifier (UTI)",
    "Jurisdiction",
    "Asset class",
    "UPI FISN",
]

PUBLIC_ROW = {
    "Dissemination Identifier": "5564974020000000101",
    "Action type": "NEWT",
    "Event type": "TRAD",
    "Event timestamp": "2024-03-05T15:04:05Z",
    "Asset Class": "IR",
    "Cleared": "N",
    "Execution Timestamp": "2024-03-05T15:04:05Z",
    "Platform identifier": "BILT",
    "Notional amount-Leg 1": "50,000,000",
    "Notional currency-Leg 1": "USD",
    "UPI FISN": "NA/Swap OIS USD",
    "UPI Underlier Name": "USD-SOFR-COMPOUND",
}
OWN_ROW = {
    "Cleared": "N",
    "Counterparty 1 (reporting counterparty)": "LEI-OF-THE-BANK",
    "Counterparty 2": "LEI-OF-THE-FUND",
    "Action type": "NEWT",
    "Event type": "TRAD",
    "Event timestamp": "2024-03-05T15:04:05Z",
    "Notional amount-Leg 1": "10000000",
    "Notional currency-Leg 1": "EUR",
    "Execution timestamp": "2024-03-05T15:04:05Z",
    "Reporting timestamp": "2024-03-05T15:20:00Z",
    "Platform identifier": "XXXX",
    "Unique transaction identifier (UTI)": "BANK0001",
    "Jurisdiction": "CFTC",
    "Asset class": "IR",
    "UPI FISN": "NA/Swap Fxd Flt EUR",
}

OWN_PARTIES = """
[entities]
LEI-OF-THE-BANK = "BANK"
LEI-OF-THE-FUND = "FUND"
LEI-OF-THE-HEIR = "HEIR"

[dealing]
BANK = true
FUND = false
HEIR = true
"""
PUBLIC_PARTIES = """
[[swap]]
identifier = "5564974020000000101"
parties = [{entity = "BANK", dealing = true}, {entity = "FUND", dealing = false}]
"""

Row = Mapping[str, str]


def public(*rows: Row) -> str:
    """A Part 43 file; each row is the usual public one but for what it says."""
    return _file(PART43_HEADINGS, [{**PUBLIC_ROW, **row} for row in rows])


def own(*rows: Row) -> str:
    """A Part 45 file; each row is the usual own one but for what it says."""
    return _file(PART45_HEADINGS, [{**OWN_ROW, **row} for row in rows])


def outcomes(text: str, parties: str = "") -> list[Outcome]:
    """What becomes of every row of a file."""
    given = read_given("parties.toml", parties.encode()) if parties else Given()
    file = TableFile("trades.csv", io.StringIO(text, newline=""), TRADE_FILES)
    reading = Reading(file.layout, given)
    return [checked(reading.take(row), Reader(EVENT_STRUCTS).read, "action") for row in file.rows()]


def events(text: str, parties: str) -> list[dict[str, object]]:
    """All events of a file of which no row is set aside."""
    found = outcomes(text, parties)
    assert [one.lacks for one in found if one.lacks] == []
    return [event for one in found for event in one.events]


def reasons(text: str, parties: str = "") -> list[list[str]]:
    """Why each row is set aside."""
    return [[lack.reason.name for lack in one.lacks] for one in outcomes(text, parties)]


def _file(headings: list[str], rows: list[dict[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headings, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
