"""What does a command ask that needs what the stages remember, whether a run kept it or not?"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streams.cli.progress import progress
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.replay.evidence import LedgerEvidence
from streams.replay.explain_memory import has_memory, missing_count, remade
from streams.runtime.settings import Settings


def published_evidence(reader: LedgerReader, domain: Domain, names: TopicNames) -> LedgerEvidence:
    """What a ledger holds as it stands; beside an archive nothing is remembered.

    Raises:
        UserError: it does not hold the domain.
    """
    reader.topic(names.events)
    replay = f"countinghouse verify --domain {domain.name} --ledger {reader.path}"
    return LedgerEvidence(reader, reader, domain, names, domain.law, replay)


@contextmanager
def whole_evidence(
    reader: LedgerReader, domain: Domain, names: TopicNames, settings: Settings
) -> Iterator[LedgerEvidence]:
    """What a ledger holds; beside an archive, what the stages remember is made again and kept.

    Raises:
        UserError: it does not hold the domain, or the beginning of its log.
    """
    published = published_evidence(reader, domain, names)
    if has_memory(reader, domain, names):
        yield published
        return
    path = _memory_path(reader, domain, names, settings)
    with (
        progress("folded again", missing_count(reader, domain, names, path)) as bar,
        remade(reader, domain, names, domain.law, path, bar) as memory,
    ):
        yield published._replace(memory=memory)


def _memory_path(reader: LedgerReader, domain: Domain, names: TopicNames, settings: Settings) -> Path:
    """Where the memory for an archive is kept: one for each archive, law and form of the stages' rows."""
    forms = [f"{stage.name}/{stage.state_version}" for stage in domain.stages]
    known_by = [str(reader.path.resolve()), names.prefix, domain.law.digest, *forms]
    digest = hashlib.sha256("\n".join(known_by).encode()).hexdigest()[:16]
    return settings.data_dir / "explained" / f"{domain.name}-{digest}.ledger"
