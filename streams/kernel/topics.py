"""Under which names do the topics of a domain stand, in Kafka and in a ledger alike?"""

from dataclasses import dataclass

from streams.kernel.stage import INPUT


@dataclass(frozen=True)
class TopicNames:
    """The names of a domain's topics.

    Attributes:
        domain: the domain's name.
        app: the deployment's name; it stands in the names of state topics only.
        prefix: stands before every name, so that a case run or a test has topics of its own.
    """

    domain: str
    app: str = "countinghouse"
    prefix: str = ""

    @property
    def events(self) -> str:
        """The domain's input log."""
        return self.source(INPUT)

    @property
    def outcomes(self) -> str:
        """The decisions."""
        return self.source("outcomes")

    @property
    def views(self) -> str:
        """The newest value of each running figure."""
        return self.source("views")

    @property
    def deadletter(self) -> str:
        """The bytes that could not be read."""
        return self.source("deadletter")

    @property
    def gateway(self) -> str:
        """How far the gateway has published each of its sources."""
        return self.source("gateway")

    @property
    def attestations(self) -> str:
        """The chains over the input, one record for each mark and partition."""
        return self.source("attestations")

    def source(self, noun: str) -> str:
        """The topic that a stage with this source reads."""
        return f"{self.prefix}{self.domain}.{noun}.v1"

    def state(self, stage: str) -> str:
        """The compacted topic that holds what the stage remembers."""
        return f"{self.prefix}{self.app}-{self.domain}-{stage}-state"
