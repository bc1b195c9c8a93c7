"""Where is the archive of a cluster's topics kept, and is it up to date?"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from aiokafka.errors import KafkaError

from streams.cli.progress import progress
from streams.kernel.errors import UserError
from streams.kernel.folding import Position
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.ledger.schema import Kind
from streams.ledger.writing import LedgerWriter
from streams.runtime import archiving, restoring, settling, topics
from streams.runtime.archiving import ArchivedPart
from streams.runtime.cluster import cluster_id, partitions_found
from streams.runtime.deployment import Deployment, deploy
from streams.runtime.reading import TopicReader
from streams.runtime.restoring import RestoredPart
from streams.runtime.settings import Settings

_UNAVAILABLE = 4
_INTERRUPTED = 130

R = TypeVar("R")


def up_to_date(domain: Domain, names: TopicNames, settings: Settings, wait: float) -> Path:
    """Bring this machine's archive of a domain's topics up to date, and say where it is.

    There is one for each cluster, prefix and domain, in the data directory.

    Raises:
        UserError: no broker answers, a topic is missing, or the archive holds another log.
    """
    cluster = asyncio.run(cluster_id(settings.kafka, wait))
    known_by = hashlib.sha256(f"{cluster}/{names.prefix}/{names.domain}".encode()).hexdigest()[:16]
    path = settings.data_dir / "archives" / f"{names.domain}-{known_by}.ledger"
    path.parent.mkdir(parents=True, exist_ok=True)
    archive_to(path, domain, names, settings, wait)
    return path


def archive_to(
    path: Path, domain: Domain, names: TopicNames, settings: Settings, wait: float
) -> list[ArchivedPart]:
    """Copy what a ledger does not hold yet of a domain's topics."""

    async def copy(reader: TopicReader, deployment: Deployment) -> list[ArchivedPart]:
        with (
            LedgerWriter.begin_or_open(path, lambda: time.time_ns() // 1_000_000) as ledger,
            progress("copied") as bar,
        ):
            return await archiving.archive(
                reader, deployment, ledger, patience_seconds=wait, on_bounds=bar.of
            )

    return on_kafka(domain, names, settings, wait, copy)


def positions_of(
    domain: Domain, names: TopicNames, settings: Settings, wait: float
) -> dict[str, dict[int, Position | None]]:
    """How far each stage has folded each partition of its source, by the stage's name."""

    async def ask(reader: TopicReader, deployment: Deployment) -> dict[str, dict[int, Position | None]]:
        return await settling.positions_of(reader, deployment, domain.stages)

    return on_kafka(domain, names, settings, wait, ask)


def on_kafka(
    domain: Domain,
    names: TopicNames,
    settings: Settings,
    wait: float,
    work: Callable[[TopicReader, Deployment], Awaitable[R]],
) -> R:
    """Do something with a reader of a cluster.

    Raises:
        UserError: no broker answers, or a topic is missing.
    """

    async def run() -> R:
        found = await partitions_found(settings.kafka, wait)
        deployment = deploy(domain, names, {}, found)
        async with TopicReader(settings.kafka) as reader:
            return await work(reader, deployment)

    with _told(settings):
        return asyncio.run(run())


def restore_from(
    path: Path, domain: Domain, names: TopicNames, settings: Settings, wait: float, *, only_input: bool
) -> list[RestoredPart]:
    """Create the topics that are missing, as an archive has them, and write it into them."""

    async def run(ledger: LedgerReader, held: TopicNames) -> list[RestoredPart]:
        partitions = ledger.topic(held.events).partitions
        deployment = Deployment(domain, names, domain.law, partitions)
        await topics.apply(settings.kafka, deployment.topics)
        deploy(domain, names, {}, await partitions_found(settings.kafka, wait))
        places = (held.events,) if only_input else tuple(ledger.topics)
        total = sum(
            ledger.span(name, one).records for name in places for one in range(ledger.topic(name).partitions)
        )
        with progress("restored", total) as on_progress:
            return await restoring.restore(
                settings.kafka, deployment, ledger, held, only_input=only_input, on_progress=on_progress
            )

    with LedgerReader.open(path) as ledger, _told(settings):
        return asyncio.run(run(ledger, _names_held(ledger, domain)))


def _names_held(ledger: LedgerReader, domain: Domain) -> TopicNames:
    """The names that a domain's topics have in an archive, which may come from topics with another prefix."""
    plain = TopicNames(domain.name)
    for topic in ledger.topics.values():
        if topic.kind is Kind.INPUT and topic.domain == domain.name:
            return TopicNames(domain.name, prefix=topic.name.removesuffix(plain.events))
    raise UserError(f"{ledger.path} holds no topics of {domain.name}. Nothing was written.")


@contextmanager
def _told(settings: Settings) -> Iterator[None]:
    """Say in a sentence that Kafka failed, or that somebody ended the work."""
    try:
        yield
    except KeyboardInterrupt:
        raise UserError(
            "Interrupted. What was done stands; an archive goes on from there when the command is repeated.",
            _INTERRUPTED,
        ) from None
    except (KafkaError, TimeoutError) as fault:
        raise UserError(
            f"Kafka at {settings.kafka} did not do its part: {type(fault).__name__} {fault}. It is safe to repeat the "
            "command.",
            _UNAVAILABLE,
        ) from fault
