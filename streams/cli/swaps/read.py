"""countinghouse swaps read: trade files of swap data repositories to events."""

import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import orjson
import typer

from streams.cli.answer import Json
from streams.cli.swaps.read_report import words
from streams.kernel.errors import UserError
from streams.kernel.refusal import Refusal
from streams.kernel.source import STANDARD_INPUT, Source
from streams.readers.swaps.checking import checked
from streams.readers.swaps.files import TradeFile, text_lines
from streams.readers.swaps.given import Given, read_given
from streams.readers.swaps.reading import Outcome, Reading
from streams.readers.swaps.tally import Tally

SOMETHING_SET_ASIDE = 3


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
    given = Given() if parties is None else read_given(str(parties), _bytes_of(parties))
    with ExitStack() as opened:
        keep = opened.enter_context(_kept(set_aside))
        trade_files = [
            TradeFile(name, opened.enter_context(_lines(name)), layout and layout.value) for name in files
        ]
        layouts = {one.layout.name: one.layout for one in trade_files}
        if len(layouts) != 1:
            raise UserError(f"The files are of different layouts: {' and '.join(layouts)}. Nothing was read.")
        (kind,) = layouts.values()
        tally = Tally(kind.name)
        reading = Reading(kind, given, _zone(zone))
        for row in (row for one in trade_files for row in one.rows()):
            outcome = checked(reading.take(row))
            tally.count(outcome)
            keep(outcome)
            for event in outcome.events:
                sys.stdout.buffer.write(orjson.dumps(event) + b"\n")
    report = msgspec.json.encode(tally).decode() if as_json else "\n".join(words(tally))
    typer.echo(report, err=True)
    if tally.set_aside:
        raise typer.Exit(SOMETHING_SET_ASIDE)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UserError(f'There is no time zone "{name}". Nothing was read.') from None


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise UserError(f"{file} cannot be read: {problem.strerror}. Nothing was read.") from None


@contextmanager
def _lines(name: str) -> Iterator[Iterator[str]]:
    """The lines of a file, of the only file in a .zip, or of standard input."""
    with ExitStack() as opened:
        try:
            if name != STANDARD_INPUT and Path(name).suffix == ".zip":
                archive = opened.enter_context(zipfile.ZipFile(name))
                stream = cast(BinaryIO, opened.enter_context(archive.open(_only_member(name, archive))))
            else:
                stream = opened.enter_context(Source.named(name).open())
        except (OSError, zipfile.BadZipFile) as problem:
            why = problem.strerror if isinstance(problem, OSError) and problem.strerror else problem
            raise UserError(f"{name} cannot be read: {why}. Nothing was read.") from None
        yield iter(text_lines(stream))


def _only_member(name: str, archive: zipfile.ZipFile) -> str:
    members = [one for one in archive.namelist() if not one.endswith("/")]
    if len(members) != 1:
        raise UserError(f"{name} holds {len(members)} files; unpack it and name them. Nothing was read.")
    return members[0]


@contextmanager
def _kept(file: Path | None) -> Iterator[Callable[[Outcome], None]]:
    """Write each row that is set aside to the file at once, if there is one."""
    if file is None:
        yield lambda outcome: None
        return
    try:
        opened = file.open("wb")
    except OSError as problem:
        raise UserError(f"{file} cannot be written: {problem.strerror}. Nothing was read.") from None
    with opened:

        def keep(outcome: Outcome) -> None:
            for refusal in _refusals(outcome):
                opened.write(orjson.dumps(refusal.as_json()) + b"\n")

        yield keep


def _refusals(outcome: Outcome) -> Iterator[Refusal]:
    """One for each thing that a row lacks, with what the row says."""
    row = outcome.row
    text = orjson.dumps({name: value for name, value in row.values.items() if value})
    for one in outcome.lacks:
        yield Refusal(row.source, row.line, None, one.reason.name, str(one), text)
