"""countinghouse comms search: which recordings and messages are there?"""

import sys
import uuid
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
import typer

from schemas.comms import RegisterSearched
from schemas.reading import Unreadable
from streams.cli.answer import Json
from streams.cli.comms.registers import NOT_AUTHORISED, Register, names_of, now, opened
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, check_one
from streams.cli.screen import page
from streams.domains.comms.stages.reader import READER
from streams.kernel.errors import UserError
from streams.runtime.settings import read_settings
from streams.vault.pseudonyms import (
    CLIENT,
    EMPLOYEE,
    NUMBER,
    KeyFile,
    LiveKeys,
    alternatives,
    pseudonyms,
)

if TYPE_CHECKING:
    from streams.desks.comms.searching import Answer

_KINDS: Final = {
    "actor": EMPLOYEE,
    "from_number": NUMBER,
    "to_number": NUMBER,
    "client": CLIENT,
    "employee": EMPLOYEE,
}


class Purpose(StrEnum):
    """Why somebody searches."""

    MONITORING = "MONITORING"
    COMPLAINT = "COMPLAINT"
    CLIENT_REQUEST = "CLIENT_REQUEST"
    AUTHORITY_REQUEST = "AUTHORITY_REQUEST"
    TRADE_RECONSTRUCTION = "TRADE_RECONSTRUCTION"
    MAINTENANCE = "MAINTENANCE"
    UNSTATED = "UNSTATED"


class Medium(StrEnum):
    """Over what was talked or written."""

    TELEPHONE = "TELEPHONE"
    VIDEO = "VIDEO"
    APP_VOICE = "APP_VOICE"
    CHAT = "CHAT"
    MEETING = "MEETING"
    EMAIL = "EMAIL"
    SMS = "SMS"
    FAX = "FAX"
    LETTER = "LETTER"
    VOICEMAIL = "VOICEMAIL"


Actor = Annotated[str, typer.Option(help="Who searches: the pseudonym, or the name with --keys.")]
Why = Annotated[Purpose, typer.Option("--purpose", help="Why; it is logged.")]
Keys = Annotated[
    Path | None,
    typer.Option(
        "--keys",
        metavar="FILE",
        help="The firm's keys: numbers and names are given in clear, and go no further.",
    ),
]


def search(
    actor: Actor,
    purpose: Why,
    from_number: Annotated[str | None, typer.Option(help="The number that called.")] = None,
    to_number: Annotated[str | None, typer.Option(help="The number that was called.")] = None,
    client: Annotated[str | None, typer.Option(help="A client, of other media than calls.")] = None,
    employee: Annotated[str | None, typer.Option(help="An employee who took part.")] = None,
    during_from: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="Going on at or after: 2024-05-28T09:20:00Z.")
    ] = None,
    during_until: Annotated[str | None, typer.Option(metavar="INSTANT", help="Begun before.")] = None,
    firm: Annotated[str | None, typer.Option(help="Of this firm alone.")] = None,
    medium: Annotated[
        list[Medium] | None, typer.Option(help="Show these media alone; may be given several times.")
    ] = None,
    orders: Annotated[
        bool, typer.Option("--orders", help="Show what has to do with an order alone.")
    ] = False,
    keys: Keys = None,
    register: Register = None,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    in_csv: Annotated[bool, typer.Option("--csv", help="Answer in CSV.")] = False,
    as_json: Json = False,
) -> None:
    """Find recordings and stored messages by number, client, employee and time; all that is given must fit.

    The search is written to the log before it is answered, whoever searches; without the log there is no answer.

    Exit codes: 4 when Kafka or the database is not there, 5 when the actor may not search.

    Example: countinghouse comms search --actor EMP_COMPLIANCE --purpose COMPLAINT --to-number NUM_CLIENT_1
    """
    # The database takes its time to import; no other command waits for it.
    from streams.cli.comms.logging_searches import log_of
    from streams.desks.comms.searching import narrowed
    from streams.desks.comms.searching import search as searched

    check_one(ledger, kafka)
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    named = {
        "actor": actor,
        "from_number": from_number,
        "to_number": to_number,
        "client": client,
        "employee": employee,
    }
    plain = {"firm": firm, "during_from_at": during_from, "during_until": during_until}
    searches = _events(purpose, named, plain, keys_of(keys or settings.comms_keys))
    with opened(register, ledger, settings) as database:
        found = searched(database, searches, log_of(ledger, names_of(settings), settings, wait))
        found = narrowed(database, found, [one.value for one in medium or ()], orders_alone=orders)
    _tell(found, in_csv, as_json)
    if not found.authorised:
        raise typer.Exit(NOT_AUTHORISED)


def keys_of(file: Path | None) -> LiveKeys | None:
    """The keys in a file, if one is named."""
    return None if file is None else KeyFile(file)


def _events(
    purpose: Purpose,
    named: dict[str, str | None],
    plain: dict[str, str | None],
    keys: LiveKeys | None,
) -> list[RegisterSearched]:
    """The events of a search: one, or one for each combination of pseudonyms where the firm has several keys."""
    moment = now()
    question = {"purpose": purpose.value, "at": moment, "searched_at": moment}
    question |= {name: value for name, value in plain.items() if value is not None}
    under = {
        name: pseudonyms(_KINDS[name], value, plain["firm"], keys)
        for name, value in named.items()
        if value is not None
    }
    identifier = f"search-{uuid.uuid4()}"
    return [
        _event({"type": "register_searched", "id": f"{identifier}-{number}", **one})
        for number, one in enumerate(alternatives(question, under), 1)
    ]


def _event(body: dict[str, str]) -> RegisterSearched:
    event = READER.read(msgspec.json.encode(body))
    if isinstance(event, Unreadable):
        raise UserError(f"This cannot be searched for: {event.detail}. Nothing was logged.")
    assert isinstance(event, RegisterSearched), "the type was given"
    return event


def _tell(found: "Answer", in_csv: bool, as_json: bool) -> None:
    from streams.cli.comms.tables import answer_tables, as_csv

    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
    elif in_csv:
        sys.stdout.write(as_csv(_csv_rows(found)))
    else:
        out = page()
        for one in answer_tables(found):
            out.print(one)


def _csv_rows(found: "Answer") -> Sequence[dict[str, object]]:
    return [
        {
            "record": record,
            "communication": row["communication"],
            "firm": row["firm"],
            "medium": row["medium"],
            "started_at": row["started_at"],
            "ended_at": row["ended_at"] or "",
            "from_number": row.get("from_number") or "",
            "to_number": row.get("to_number") or "",
            "clients": " ".join(row.get("clients") or ()),
            "employees": " ".join(row["employees"]),
        }
        for record, row in found.rows.items()
    ]
