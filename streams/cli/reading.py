"""How do commands that read files of the field open them, and keep and tell what could not be read?"""

import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import orjson
import typer

from streams.cli.screen import visible
from streams.kernel.errors import UserError
from streams.kernel.refusal import Refusal
from streams.kernel.source import STANDARD_INPUT, Source
from streams.readers.columns import Format, Layout
from streams.readers.files import Positions, TableFile, text_lines
from streams.readers.outcome import Outcome
from streams.readers.tally import Tally

SOMETHING_SET_ASIDE: Final = 3
"""The exit code when rows were set aside and the rest became events."""


@contextmanager
def table_files(
    names: Sequence[str],
    format_: Format,
    layout: str | None,
    delimiter: str = ",",
    positions: Positions | None = None,
    headings: Sequence[str] | None = None,
) -> Iterator[tuple[Layout, list[TableFile]]]:
    """Open files of one layout.

    Raises:
        UserError: one cannot be read, or they are of different layouts.
    """
    with ExitStack() as opened:
        files = [
            TableFile(
                name, opened.enter_context(lines_of(name)), format_, layout, delimiter, positions, headings
            )
            for name in names
        ]
        layouts = {one.layout.name: one.layout for one in files}
        if len(layouts) != 1:
            raise UserError(f"The files are of different layouts: {' and '.join(layouts)}. Nothing was read.")
        (kind,) = layouts.values()
        yield kind, files


def turn_into_events(layout: str, outcomes: Iterable[Outcome], set_aside: Path | None) -> Tally:
    """Write the events of all rows to standard output, and what is set aside to a file if one is named."""
    tally = Tally(layout)
    with _kept(set_aside) as keep:
        for outcome in outcomes:
            tally.count(outcome)
            keep(outcome)
            for event in outcome.events:
                sys.stdout.buffer.write(orjson.dumps(event) + b"\n")
    return tally


def tell(tally: Tally, told: Iterable[str], *, as_json: bool) -> None:
    """Report on standard error, and end with the exit code that says whether rows were set aside.

    Args:
        told: the same for a person.
    """
    typer.echo(msgspec.json.encode(tally).decode() if as_json else visible("\n".join(told)), err=True)
    if tally.set_aside:
        raise typer.Exit(SOMETHING_SET_ASIDE)


def words(
    tally: Tally, passed_by: type[StrEnum], remarks: type[StrEnum], footnotes: Sequence[str] = ()
) -> Iterator[str]:
    """A report for a person.

    Args:
        passed_by: the reasons for which rows are passed by.
        remarks: what may hold for events.
        footnotes: sentences on the events.
    """
    events = tally.events.total()
    yield f"Read {_counted(tally.rows, 'row')} of {tally.layout}."
    yield f"{_counted(events, 'event')} from {_counted(tally.rows_with_events, 'row')}{':' if events else '.'}"
    for type_, count in sorted(tally.events.items()):
        yield f"  {count:>9,} {type_}"
    for name, count in tally.remarks.items():
        yield f"Of these, {count:,} {remarks[name].value}."
    if events:
        yield from footnotes
    if tally.passed_by:
        yield f"Passed by, as nothing of it counts: {_counted(tally.passed_by.total(), 'row')}."
        for name, count in sorted(tally.passed_by.items()):
            yield f"  {count:>9,} {name}: {passed_by[name].value}"
    if tally.set_aside:
        yield f"Set aside, as something is lacking: {_counted(tally.set_aside, 'row')}."
        for name, lacking in sorted(tally.lacking.items()):
            yield f"  {lacking.rows:>9,} {name}: {lacking.meaning}"
            yield from (f"            {example}" for example in lacking.examples)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def zone_of(name: str) -> ZoneInfo:
    """The time zone of a name.

    Raises:
        UserError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UserError(f'There is no time zone "{name}". Nothing was read.') from None


def bytes_of(file: Path) -> bytes:
    """What is in a file.

    Raises:
        UserError: it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as problem:
        raise UserError(f"{file} cannot be read: {problem.strerror}. Nothing was read.") from None


@contextmanager
def lines_of(name: str) -> Iterator[Iterator[str]]:
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
