"""What do all cases come to, down to the last byte, under the Python that runs this?

    python -m tests.golden.digests

prints a line for each domain: the digest of every commit unit of every case on three partitions, with its rows of
state. "ops/setup/interpreters" compares the lines of several Pythons.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.kernel.stage import Domain
from streams.registry import DOMAINS
from streams.replay.cases import brought_up_to_date, read_cases

_CASES: Final = Path(__file__).parents[1] / "cases"
_PARTITIONS: Final = 3


def digest_of_cases(domain: Domain) -> str:
    """The digest of everything that comes of the cases of a domain, with the number of commits."""
    path = _CASES / domain.name / "cases.json"
    document = read_cases(str(path), path.read_bytes())
    digest, commits = sha256(), 0

    def take(stage: str, partition: int, unit: CommitUnit) -> None:
        nonlocal commits
        commits += 1
        digest.update(msgspec.msgpack.encode((stage, partition, _plain(unit))))

    for case in document.cases:
        log = document.events_of(case)
        pipeline = Pipeline(domain, _PARTITIONS, domain.law.with_overrides(case.parameters))
        pipeline.on_commit = take
        for value in brought_up_to_date(domain, log):
            pipeline.write(value)
        pipeline.run()
    return f"{domain.name}: {len(document.cases)} cases, {commits} commits, {digest.hexdigest()}"


def _plain(unit: CommitUnit) -> list[Any]:
    """What a commit unit writes, and its books."""
    letters = [(one.record.value, one.reason, one.detail) for one in unit.dead_letters]
    return [
        unit.next_offset, unit.rows, unit.outcomes, unit.views, unit.forwards, letters, unit.attestations, unit.books,
    ]  # fmt: skip


if __name__ == "__main__":
    for each in DOMAINS:
        print(digest_of_cases(each))
