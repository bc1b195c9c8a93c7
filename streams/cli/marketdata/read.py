"""countinghouse marketdata read: usage and entitlement reports of distributors to events."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from schemas.marketdata import EVENT_STRUCTS
from schemas.reading import Reader
from streams.cli.answer import Json
from streams.cli.reading import bytes_of, table_files, tell, turn_into_events, words, zone_of
from streams.domains.marketdata.law import LAW
from streams.kernel.errors import UserError
from streams.readers.marketdata.columns import REPORTS, renamed
from streams.readers.marketdata.given import Given, read_given
from streams.readers.marketdata.instants import text
from streams.readers.marketdata.lacks import PassedBy, Remark
from streams.readers.marketdata.reading import Reading
from streams.readers.outcome import checked

_READER: Final = Reader(EVENT_STRUCTS)
_USER: Final = str(REPORTS.elements["user"])


class LayoutName(StrEnum):
    """The layouts that are read."""

    USAGE = "usage"
    ENTITLEMENTS = "entitlements"


def read(
    files: Annotated[
        list[str],
        typer.Argument(help="Reports of one layout: CSV, also as .zip or .gz; - for standard input."),
    ],
    recorded_at: Annotated[
        str,
        typer.Option(metavar="INSTANT", help="When the reports came in, such as 2015-05-05T09:00:00Z."),
    ],
    layout: Annotated[
        LayoutName | None, typer.Option(help="What the files are; known by their columns if left out.")
    ] = None,
    given_file: Annotated[
        Path | None,
        typer.Option(
            "--given", metavar="FILE", help="TOML with what reports do not tell: evidence, codes, headings."
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            help="Time zone of months, days and local times; the law's billing time zone if left out."
        ),
    ] = None,
    delimiter: Annotated[str, typer.Option(help="What stands between the values of a line.")] = ",",
    set_aside: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write every row set aside with its reasons, JSON Lines."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Turn usage or entitlement reports into events, on standard output; what became of the rows on standard error.

    What a row lacks is never invented: the row is set aside and told, until the given file or another report tells it.
    A report that is read again gives the same events under the same ids, so that nothing counts twice.

    Exit codes: 3 when rows were set aside and the rest became events.

    Example: countinghouse marketdata read april.csv --recorded-at 2015-05-05T09:00:00Z --given d1.toml > april.jsonl
    """
    if len(delimiter) != 1:
        raise UserError(f'A delimiter is one character, not "{delimiter}". Nothing was read.')
    came_in_at = _instant(recorded_at)
    given = Given() if given_file is None else read_given(str(given_file), bytes_of(given_file))
    format_ = renamed(given.headings)
    positions = {format_.elements[name].heading: place for name, place in given.positions.items()} or None
    with table_files(files, format_, layout and layout.value, delimiter, positions) as (kind, reports):
        where = zone_of(zone or _billing_time_zone())
        reading = Reading(kind, given, where, came_in_at)
        rows = (row for one in reports for row in one.rows())
        outcomes = (checked(reading.take(row), _READER.read, _USER) for row in rows)
        tally = turn_into_events(kind.name, outcomes, set_aside)
    tell(tally, words(tally, PassedBy, Remark), as_json=as_json)


def _billing_time_zone() -> str:
    return str(LAW.amount("marketdata.billing_time_zone", datetime.now(UTC).date()))


def _instant(told: str) -> str:
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise UserError(
            f'--recorded-at is "{told}", which is no instant with its offset, such as 2015-05-05T09:00:00Z. '
            "Nothing was read."
        )
    return text(found.astimezone(UTC))
