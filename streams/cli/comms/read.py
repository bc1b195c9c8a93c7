"""countinghouse comms read: call-detail records and vCon documents to events."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer

from streams.cli.answer import Json
from streams.cli.reading import (
    bytes_of,
    lines_of,
    table_files,
    tell,
    turn_into_events,
    words,
    zone_of,
)
from streams.domains.comms.stages.reader import READER
from streams.kernel.errors import UserError
from streams.readers.columns import Row
from streams.readers.comms.calls import CALL_DETAILS, HEADINGS, CallReading
from streams.readers.comms.given import read_given
from streams.readers.comms.lacks import PassedBy, Reason, Remark, lack
from streams.readers.comms.talk import Writer
from streams.readers.comms.vcon import ConversationReading, documents
from streams.readers.outcome import Outcome, checked
from streams.readers.tally import Tally
from streams.vault.identities import IdentityMap
from streams.vault.pseudonyms import KeyFile

_EVENT: Final = "the event"


class LayoutName(StrEnum):
    """The layouts that are read."""

    ASTERISK = "asterisk"
    FREESWITCH = "freeswitch"
    CUCM = "cucm"
    VCON = "vcon"


def read(
    files: Annotated[
        list[str],
        typer.Argument(help="Files of one layout, oldest first, also as .zip or .gz; - for standard input."),
    ],
    layout: Annotated[LayoutName, typer.Option(help="What the files are.")],
    given_file: Annotated[
        Path,
        typer.Option("--given", metavar="FILE", help="TOML with the firm, its telephones and its clients."),
    ],
    keys: Annotated[
        Path, typer.Option(metavar="FILE", help="The firm's keys, readable by their owner alone.")
    ],
    zone: Annotated[str, typer.Option(help="Time zone in which the files tell instants.")] = "Europe/Oslo",
    identities: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep in this identity map whose numbers they are."),
    ] = None,
    set_aside: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write everything set aside with its reasons, JSON Lines."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Turn call-detail records or vCon documents into events, on standard output; the report goes to standard error.

    Numbers become pseudonyms under the firm's newest key. No number, name or address is written, told or kept.

    Exit codes: 3 when something was set aside and the rest became events.

    Example: countinghouse comms read Master.csv --layout asterisk --given fjord.toml --keys keys.toml > calls.jsonl
    """
    given = read_given(str(given_file), bytes_of(given_file))
    live = KeyFile(keys).live(given.firm)
    if not live:
        raise UserError(f"{keys} has no key of the firm {given.firm}. Nothing was read.")
    where = zone_of(zone)
    with nullcontext() if identities is None else IdentityMap(identities) as people:
        tally = _events(files, layout, Writer(given, live[0], people), where, set_aside)
    tell(tally, words(tally, PassedBy, Remark), as_json=as_json)


def _events(
    files: Sequence[str], layout: LayoutName, writer: Writer, zone: ZoneInfo, set_aside: Path | None
) -> Tally:
    """Write the events of the files."""
    if layout is LayoutName.VCON:
        conversations = ConversationReading(writer, zone)
        outcomes = (outcome for name in files for outcome in _conversations(conversations, name))
        return turn_into_events(layout.value, (_checked(one) for one in outcomes), set_aside)
    headings = HEADINGS.get(layout.value)
    with table_files(files, CALL_DETAILS, layout.value, headings=headings) as (kind, tables):
        calls = CallReading(kind, writer, zone)
        rows = (row for one in tables for row in one.rows())
        return turn_into_events(kind.name, (_checked(calls.take(row)) for row in rows), set_aside)


def _checked(outcome: Outcome) -> Outcome:
    return checked(outcome, READER.read, _EVENT)


def _conversations(reading: ConversationReading, name: str) -> Iterator[Outcome]:
    with lines_of(name) as lines:
        text = "".join(lines).encode()
    try:
        found: Sequence[bytes] = documents(text)
    except ValueError:
        fault = lack(Reason.UNREADABLE, "vcon", "the file is no JSON")
        yield Outcome(Row(name, 1, {}), lacks=tuple(fault.lacks))
        return
    for number, document in enumerate(found, 1):
        yield from reading.take(name, number, document)
