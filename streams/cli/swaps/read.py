"""countinghouse swaps read: trade files of swap data repositories to events."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from schemas.reading import Reader
from schemas.swaps import EVENT_STRUCTS
from streams.cli.answer import Json
from streams.cli.reading import bytes_of, table_files, tell, turn_into_events, words, zone_of
from streams.readers.outcome import checked
from streams.readers.swaps.elements import ELEMENTS, TRADE_FILES
from streams.readers.swaps.given import Given, read_given
from streams.readers.swaps.lacks import PassedBy
from streams.readers.swaps.reading import Reading
from streams.readers.swaps.remarks import Remark

READER: Final = Reader(EVENT_STRUCTS)
_ACTION: Final = str(ELEMENTS["action"])
_ROUNDED_FOR_THE_PUBLIC: Final = (
    "Repositories round what they show to the public; your own reports are exact."
)


class LayoutName(StrEnum):
    """The layouts that are read."""

    PART43 = "part43"
    PART45 = "part45"


def read(
    files: Annotated[
        list[str],
        typer.Argument(
            help="Trade files of one layout, oldest first: CSV, also as .zip or .gz; - for standard input."
        ),
    ],
    layout: Annotated[
        LayoutName | None, typer.Option(help="What the files are; known by their columns if left out.")
    ] = None,
    parties: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="TOML with what the files do not tell: parties, dealing, facilities."
        ),
    ] = None,
    zone: Annotated[
        str, typer.Option(help="Time zone in which the day of a trade is told, such as America/New_York.")
    ] = "UTC",
    set_aside: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write every row set aside with its reasons, JSON Lines."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Turn trade files of swap data repositories into events, on standard output; the report goes to standard error.

    What a row lacks is never invented: the row is set aside and told, until the parties file or another file gives it.

    Exit codes: 3 when rows were set aside and the rest became events.

    Example: countinghouse swaps read CFTC_CUMULATIVE_RATES.csv --parties parties.toml > trades.jsonl
    """
    given = Given() if parties is None else read_given(str(parties), bytes_of(parties))
    with table_files(files, TRADE_FILES, layout and layout.value) as (kind, trade_files):
        reading = Reading(kind, given, zone_of(zone))
        rows = (row for one in trade_files for row in one.rows())
        outcomes = (checked(reading.take(row), READER.read, _ACTION) for row in rows)
        tally = turn_into_events(kind.name, outcomes, set_aside)
    footnotes = [_ROUNDED_FOR_THE_PUBLIC] if kind.name == LayoutName.PART43 else []
    tell(tally, words(tally, PassedBy, Remark, footnotes), as_json=as_json)
