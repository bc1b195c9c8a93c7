"""Where is the archive of a cluster's topics kept, and is it up to date?"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from aiokafka.errors import KafkaError

from streams.cli.recorded import progress
from streams.kernel.errors import UserError
from streams.kernel.folding import Position
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.writing import LedgerWriter
from streams.runtime import archiving, settling
from streams.runtime.archiving import ArchivedPart
from streams.runtime.cluster import cluster_id, partitions_found
from streams.runtime.deployment import Deployment, deploy
from streams.runtime.reading import TopicReader
from streams.runtime.settings import Settings

BROKER_SECONDS = 20.0
_UNAVAILABLE = 4

R = TypeVar("R")


def up_to_date(domain: Domain, names: TopicNames, settings: Settings) -> Path:
    """Bring this machine's archive of a domain's topics up to date, and say where it is.

    There is one for each cluster, prefix and domain, in the data directory.

    Raises:
        UserError: no broker answers, a topic is missing, or the archive holds another log.
    """
    cluster = asyncio.run(cluster_id(settings.kafka, BROKER_SECONDS))
    known_by = hashlib.sha256(f"{cluster}/{names.prefix}/{names.domain}".encode()).hexdigest()[:16]
    path = settings.data_dir / "archives" / f"{names.domain}-{known_by}.ledger"
    path.parent.mkdir(parents=True, exist_ok=True)
    archive_to(path, domain, names, settings)
    return path


def archive_to(path: Path, domain: Domain, names: TopicNames, settings: Settings) -> list[ArchivedPart]:
    """Copy what a ledger does not hold yet of a domain's topics."""

    async def copy(reader: TopicReader, deployment: Deployment) -> list[ArchivedPart]:
        with LedgerWriter.begin_or_open(path, lambda: time.time_ns() // 1_000_000) as ledger:
            with progress("copied", None) as on_progress:
                return await archiving.archive(
                    reader, deployment, ledger, on_bounds=lambda total: on_progress
                )

    return _run(domain, names, settings, copy)


def positions_of(
    domain: Domain, names: TopicNames, settings: Settings
) -> dict[str, dict[int, Position | None]]:
    """How far each stage has folded each partition of its source, by the stage's name."""

    async def ask(reader: TopicReader, deployment: Deployment) -> dict[str, dict[int, Position | None]]:
        return await settling.positions_of(reader, deployment, domain.stages)

    return _run(domain, names, settings, ask)


def _run(
    domain: Domain,
    names: TopicNames,
    settings: Settings,
    work: Callable[[TopicReader, Deployment], Awaitable[R]],
) -> R:
    """Do something with a reader of a cluster.

    Raises:
        UserError: no broker answers, or a topic is missing.
    """

    async def run() -> R:
        found = await partitions_found(settings.kafka, BROKER_SECONDS)
        deployment = deploy(domain, names, {}, found)
        async with TopicReader(settings.kafka) as reader:
            return await work(reader, deployment)

    try:
        return asyncio.run(run())
    except (KafkaError, TimeoutError) as fault:
        raise UserError(
            f"Kafka at {settings.kafka} did not hand out the records: {type(fault).__name__} {fault}. It is safe to "
            "repeat the command: it goes on where it stopped.",
            _UNAVAILABLE,
        ) from fault


def restore_from(
    path: Path, domain: Domain, names: TopicNames, settings: Settings, *, only_input: bool
) -> list[RestoredPart]:
    """Create the topics that are missing, as an archive has them, and write it into them."""
    with LedgerReader.open(path) as ledger:
        # The archive may come from topics with another prefix.
        held = archived_names(ledger, domain)

        async def run() -> list[RestoredPart]:
            raise NotImplementedError

        return asyncio.run(run())
