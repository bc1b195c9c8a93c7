"""countinghouse swaps position: how near is each group to the threshold?"""

import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from streams.cli.answer import Json
from streams.cli.chart import check_file
from streams.cli.files import write
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, opened
from streams.cli.screen import page
from streams.cli.spreadsheet import write_rows
from streams.cli.swaps.chart import chart as drawn
from streams.cli.swaps.position_tables import tables
from streams.desks.swaps.answer import answer
from streams.desks.swaps.known import known
from streams.desks.swaps.position import Position, course, expected
from streams.desks.swaps.position import position as position_of
from streams.desks.swaps.totals import Totals
from streams.domains.swaps.domain import SWAPS
from streams.kernel.errors import UserError


class Csv(StrEnum):
    """What can be told as CSV."""

    GROUPS = "groups"
    LEAVING = "leaving"


def position(
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day of the position; by default the last day closed."),
    ] = None,
    known_on: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Only what was known on this day; by default all that is recorded."
        ),
    ] = None,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    group: Annotated[str | None, typer.Option(help="Tell of this group alone, and draw it.")] = None,
    chart: Annotated[
        Path | None,
        typer.Option(metavar="FILE.svg", help="Draw the 12-month total of the highest group, or of --group."),
    ] = None,
    as_csv: Annotated[Csv | None, typer.Option("--csv", help="Answer in CSV.")] = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Show each group's 12-month total, its headroom, what leaves soon, and when the threshold was or will be crossed.

    Exit codes: 2 when the log says nothing of that day.

    Example: countinghouse swaps position --ledger year.ledger --on 2023-10-31 --known-on 2023-11-06 --chart group.svg
    """
    for told in (on, known_on):
        _check_date(told)
    with opened(SWAPS, ledger, kafka, topic_prefix, wait) as (reader, names, _):
        what = known(reader, names, known_on)
        day = on or what.last_day
        if day is None:
            raise UserError(f"{reader.path} holds no close by then; name a day with --on.")
        found = answer(reader, names, what, day)
    totals = Totals(found, what.facts)
    told_position = _only(position_of(found, totals, what.at), group)
    if chart is not None:
        _draw(chart, told_position, totals)
    _tell(told_position, as_csv, as_json)


def _check_date(text: str | None) -> None:
    try:
        if text is not None and date.fromisoformat(text).isoformat() != text:
            raise ValueError
    except ValueError:
        raise UserError(f'"{text}" is no date of the form 2023-10-31. Nothing was read.') from None


def _only(told: Position, group: str | None) -> Position:
    """The position, or what it says of one group."""
    if group is None:
        return told
    groups = [one for one in told.groups if one.group == group]
    if not groups:
        there = ", ".join(one.group for one in told.groups[:10]) or "none"
        raise UserError(f"No group {group} has a total on {told.on}. The highest have: {there}.")
    gone = [one for one in told.leaving if group in one.groups]
    return msgspec.structs.replace(told, groups=groups, leaving=gone)


def _draw(file: Path, told: Position, totals: Totals) -> None:
    check_file(file)
    if not told.groups:
        raise UserError(f"No group has a total on {told.on}. Nothing was drawn.")
    highest = told.groups[0]
    past = course(totals, told.on, highest.group)
    ahead = expected(totals, told.on, highest.group)
    write(file, drawn(told, highest, past, ahead))


def _tell(told: Position, as_csv: Csv | None, as_json: bool) -> None:
    if as_json:
        typer.echo(msgspec.json.encode(told).decode())
    elif as_csv is Csv.GROUPS:
        _write_csv(told.groups, leave_out="members")
    elif as_csv is Csv.LEAVING:
        _write_csv(told.leaving)
    else:
        out = page()
        for one in tables(told):
            out.print(one)


def _write_csv(rows: Sequence[msgspec.Struct], leave_out: str = "") -> None:
    shown = [
        {name: value for name, value in msgspec.structs.asdict(row).items() if name != leave_out}
        for row in rows
    ]
    if shown:
        write_rows(sys.stdout, list(shown[0]), (row.values() for row in shown))
