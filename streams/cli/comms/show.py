"""countinghouse comms show: what is known of one record?"""

import uuid
from typing import Annotated

import msgspec
import typer

from streams.cli.answer import Json
from streams.cli.comms.registers import NOT_AUTHORISED, Register, names_of, now, opened
from streams.cli.comms.search import Actor, Keys, Why, keys_of
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, check_one
from streams.cli.screen import page
from streams.runtime.settings import read_settings
from streams.vault.pseudonyms import EMPLOYEE, pseudonyms


def show(
    record: Annotated[str, typer.Argument(help="The record, as `search` names it.")],
    actor: Actor,
    purpose: Why,
    keys: Keys = None,
    register: Register = None,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Show how a record is found, how long it is kept, what is wrong with it and who opened it.

    The look is logged as a search for its communication, before it is answered.

    Exit codes: 4 when Kafka or the database is not there, 5 when the actor may not see the record.

    Example: countinghouse comms show R40 --actor EMP_COMPLIANCE --purpose COMPLAINT
    """
    # The database takes its time to import; no other command waits for it.
    from streams.cli.comms.logging_searches import log_of
    from streams.cli.comms.tables import record_tables
    from streams.desks.comms.record import Look, known_of

    check_one(ledger, kafka)
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    # A person has one pseudonym at a time, under the newest key.
    person = pseudonyms(EMPLOYEE, actor, None, keys_of(keys or settings.comms_keys))[0]
    look = Look(f"search-{uuid.uuid4()}", person, purpose.value, now())
    with opened(register, ledger, settings) as database:
        known = known_of(database, record, look, log_of(ledger, names_of(settings), settings, wait))
    if as_json:
        typer.echo(msgspec.json.encode(known).decode())
    else:
        out = page()
        for one in record_tables(known):
            out.print(one)
    if not known.authorised:
        raise typer.Exit(NOT_AUTHORISED)
