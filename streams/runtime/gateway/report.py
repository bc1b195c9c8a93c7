"""What did the gateway publish, and what did it refuse?"""

from dataclasses import dataclass, field
from typing import Final

from streams.kernel.refusal import Refusal

SHOWN: Final = 10
"""How many refusals a report keeps; the others were handed to whoever asked for them."""


@dataclass
class SourceReport:
    """What became of one source.

    Attributes:
        name: of the source.
        line_count: how many lines of it are acknowledged.
        resumed_after_line: up to which line it had been published before; 0 for none.
    """

    name: str
    line_count: int = 0
    resumed_after_line: int = 0


@dataclass
class Report:
    """What one call published.

    Attributes:
        topic: the input topic.
        partitions: of the topic.
        event_count: events that are published and acknowledged.
        fact_count: how many of them went to every partition.
        record_count: records written for them.
        refused_count: lines and sources that were refused.
        refusals: the first of them.
        seconds: how long it took.
        sources: in the order in which they were read.
    """

    topic: str
    partitions: int
    event_count: int = 0
    fact_count: int = 0
    record_count: int = 0
    refused_count: int = 0
    seconds: float = 0.0
    refusals: list[Refusal] = field(default_factory=list)
    sources: list[SourceReport] = field(default_factory=list)

    @property
    def events_per_second(self) -> int:
        """Events by the time that passed on the wall."""
        return round(self.event_count / self.seconds) if self.seconds else 0

    def refuse(self, refusal: Refusal) -> None:
        """Count a refusal, and keep it if it is one of the first."""
        self.refused_count += 1
        if len(self.refusals) < SHOWN:
            self.refusals.append(refusal)

    def as_json(self) -> dict[str, object]:
        """What a program reads."""
        return {
            "topic": self.topic,
            "partitions": self.partitions,
            "published": self.event_count,
            "facts": self.fact_count,
            "records": self.record_count,
            "refused": self.refused_count,
            "refusals": [refusal.as_json() for refusal in self.refusals],
            "seconds": round(self.seconds, 3),
            "events_per_second": self.events_per_second,
            "sources": [
                {"name": one.name, "lines": one.line_count, "resumed_after_line": one.resumed_after_line}
                for one in self.sources
            ],
        }
