"""countinghouse comms register: bring the register up to date, keep it so, or make it anew."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from streams.cli.answer import Json, answer
from streams.cli.comms.registers import Register, names_of, register_url
from streams.cli.comms.registers import feed as feed_ledger
from streams.cli.progress import progress
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, check_one
from streams.desks.comms.local_time import both
from streams.domains.comms.domain import COMMS
from streams.runtime.settings import Settings, read_settings

if TYPE_CHECKING:
    from streams.register.database import Database
    from streams.register.from_kafka import KafkaFeed
    from streams.runtime.deployment import Deployment
    from streams.runtime.reading import TopicReader

R = TypeVar("R")

NOT_COMPLETE = 1
_PAUSE_SECONDS = 1.0

app = typer.Typer(
    help="The read model behind search, show, overdue and coverage: the views, in a database.",
    no_args_is_help=True,
)


@app.command()
def feed(
    register: Register = None,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Bring the register up to the newest tick that is there in full.

    Interrupted or killed at any moment, it goes on where it stopped; no row is lost or doubled.

    Exit codes: 1 when the newest tick was not complete in time, and the register answers as of the one before.

    Example: countinghouse comms register feed --kafka 127.0.0.1:9092
    """
    _feed(register, ledger, kafka, topic_prefix, wait, as_json, again=False)


@app.command()
def rebuild(
    register: Register = None,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Make the register anew from the beginning of the views; until that is done the old one answers.

    Exit codes: 1 when the newest tick was not complete in time; "feed" goes on from there.

    Example: countinghouse comms register rebuild --kafka 127.0.0.1:9092
    """
    _feed(register, ledger, kafka, topic_prefix, wait, as_json, again=True)


@app.command()
def follow(
    register: Register = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing of the ticks.")] = False,
) -> None:
    """Keep the register up to date with a cluster until told to stop, tick by tick.

    Exit codes: 0 after SIGTERM or Ctrl-C, 4 when Kafka or the database is not there. Start it again: it goes on.

    Example: countinghouse comms register follow --kafka 127.0.0.1:9092
    """
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    from streams.register.database import Database

    with Database.open(register_url(register, None, settings)) as database:
        _follow(settings, wait, database, (lambda words: None) if quiet else typer.echo)


def _feed(
    register: str | None,
    ledger: Path | None,
    kafka: str | None,
    topic_prefix: str | None,
    wait: float,
    as_json: bool,
    *,
    again: bool,
) -> None:
    check_one(ledger, kafka)
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    from streams.register.database import Database

    with Database.open(register_url(register, ledger, settings)) as database:
        is_complete = True
        if ledger is not None:
            feed_ledger(database, ledger, again=again)
        else:
            is_complete = _once(settings, wait, database, again=again)
        moment = _moment(database)
        words = f"{database.place} is complete as of the tick of {both(moment)}."
        answer(
            words,
            {"register": database.place, "as_of_at": moment, "is_newest": is_complete},
            as_json=as_json,
        )
    if not is_complete:
        typer.echo(
            f"A newer tick was not complete within {wait:.0f} s: not every stage has folded it. What was read is kept; "
            "feed it again.",
            err=True,
        )
        raise typer.Exit(NOT_COMPLETE)


def _once(settings: Settings, wait: float, database: "Database", *, again: bool) -> bool:
    """Feed until the newest tick is complete; whether it was in time."""

    async def work(kafka_feed: "KafkaFeed") -> bool:
        with progress("read") as bar:
            return await kafka_feed.catch_up(wait, bar)

    return _with_feed(settings, wait, database, again, work)


def _follow(settings: Settings, wait: float, database: "Database", say: Callable[[str], None]) -> None:
    """Feed until told to stop, and say which ticks are complete."""

    async def work(kafka_feed: "KafkaFeed") -> None:
        stopped = asyncio.Event()
        for which in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(which, stopped.set)
        told = ""
        while not stopped.is_set():
            if await kafka_feed.round() and told != (moment := _moment(database)):
                say(f"Complete as of the tick of {both(moment)}.")
                told = moment
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), _PAUSE_SECONDS)

    _with_feed(settings, wait, database, False, work)


def _with_feed(
    settings: Settings,
    wait: float,
    database: "Database",
    again: bool,
    work: Callable[["KafkaFeed"], Awaitable[R]],
) -> R:
    # Only a cluster asks for the client, which takes its time to import.
    from streams.cli.archived import on_kafka
    from streams.register.from_kafka import KafkaFeed

    async def with_feed(reader: "TopicReader", deployment: "Deployment") -> R:
        names = deployment.names
        partitions = deployment.partitions_of_topic[names.views]
        async with KafkaFeed.open(
            database, names, settings.kafka, reader, partitions, again=again
        ) as kafka_feed:
            return await work(kafka_feed)

    return on_kafka(COMMS, names_of(settings), settings, wait, with_feed)


def _moment(database: "Database") -> str:
    from streams.register.reading import as_of_at

    with database.reading() as connection:
        return as_of_at(connection)
