"""Where does each part of a commit unit go, whoever writes it?"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from streams.kernel.many_keys import partitions_of
from streams.kernel.output import CommitUnit, DeadLetter
from streams.kernel.partitioner import partition_of
from streams.kernel.stage import Stage
from streams.kernel.topics import TopicNames

Target = tuple[str, int]
"""A topic and a partition."""
Headers = list[tuple[str, bytes]]
Entry = tuple[bytes | None, bytes | None, Headers]
"""What a record will hold: key, value, headers."""

NO_HEADERS: Final[Headers] = []
VIEW_MARK: Final = "mark"
"""The header of a row of a view that says at which mark of the domain, counted from 1, the row stands."""


class Destinations(NamedTuple):
    """Where the commit units of one source partition go.

    Attributes:
        source: the topic and partition that are folded.
        state: the topic and partition that hold what the stage remembers.
        sources: the topics of later stages by the noun of their source.
        partitions: how many partitions each topic has, by name.
    """

    source: Target
    state: Target
    outcomes: str
    views: str
    deadletter: str
    attestations: str
    sources: Mapping[str, str]
    partitions: Mapping[str, int]

    @classmethod
    def of(
        cls, names: TopicNames, stage: Stage, partition: int, partitions: Mapping[str, int]
    ) -> "Destinations":
        """Where the commit units of one partition of a stage go, by the names of the domain's topics."""
        return cls(
            source=(names.source(stage.source), partition),
            state=(names.state(stage.name), partition),
            outcomes=names.outcomes,
            views=names.views,
            deadletter=names.deadletter,
            attestations=names.attestations,
            sources={source: names.source(source) for source in stage.forwards_to},
            partitions=partitions,
        )

    @property
    def topics(self) -> set[str]:
        """Every topic that a commit may write to."""
        own = {self.state[0], self.outcomes, self.views, self.deadletter, self.attestations}
        return own | set(self.sources.values())

    def spread(self, unit: CommitUnit) -> dict[Target, list[Entry]]:
        """The records of a commit unit by topic and partition, each list in the order of writing."""
        return {self.state: [(key, value, NO_HEADERS) for key, value in unit.rows], **self.published(unit)}

    def published(self, unit: CommitUnit) -> dict[Target, list[Entry]]:
        """The records of a commit unit without the rows of state."""
        spread: dict[Target, list[Entry]] = {}
        self._by_key(spread, self.outcomes, unit.outcomes)
        self._by_key(spread, self.views, unit.views, _view_headers(unit))
        self._by_key(spread, self.attestations, unit.attestations)
        for forward in unit.forwards:
            target = (self.sources[forward.source], forward.partition)
            spread.setdefault(target, []).append((forward.key, forward.value, NO_HEADERS))
        for letter in unit.dead_letters:
            key = letter.record.key
            target = (self.deadletter, partition_of(key or b"", self.partitions[self.deadletter]))
            spread.setdefault(target, []).append((key, letter.record.value, self._headers(letter)))
        return spread

    def _by_key(
        self,
        spread: dict[Target, list[Entry]],
        topic: str,
        entries: Iterable[tuple[bytes, bytes | None]],
        headers: Headers = NO_HEADERS,
    ) -> None:
        entries = list(entries)
        partitions = partitions_of([key for key, _ in entries], self.partitions[topic])
        lists: dict[int, list[Entry]] = {partition: [] for partition in sorted(set(partitions))}
        for partition, (key, value) in zip(partitions, entries, strict=True):
            lists[partition].append((key, value, headers))
        spread.update({(topic, partition): records for partition, records in lists.items()})

    def _headers(self, letter: DeadLetter) -> Headers:
        """The headers of the record as it came, then why and from where it is here."""
        topic, partition = self.source
        return [
            *letter.record.headers,
            ("reason", letter.reason.encode()),
            ("detail", letter.detail.encode()),
            ("source_topic", topic.encode()),
            ("source_partition", str(partition).encode()),
            ("source_offset", str(letter.record.offset).encode()),
        ]


def _view_headers(unit: CommitUnit) -> Headers:
    """What tells a reader of the views which rows stand at the same mark."""
    return NO_HEADERS if unit.view_mark is None else [(VIEW_MARK, str(unit.view_mark).encode())]
