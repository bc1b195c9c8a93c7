"""Which topics, partitions and law does one domain run with in one deployment?"""

from collections.abc import Mapping
from typing import NamedTuple

from streams.kernel.destinations import Destinations
from streams.kernel.errors import UserError
from streams.kernel.law import LawBook
from streams.kernel.stage import Domain, Stage
from streams.runtime.topics import Topic, TopicNames, topics_of


class Deployment(NamedTuple):
    """A domain under one law, on topics of its own.

    Attributes:
        law: the domain's law, with the parameters that a case document replaced.
        partitions: of the domain's input.
    """

    domain: Domain
    names: TopicNames
    law: LawBook
    partitions: int

    @property
    def topics(self) -> list[Topic]:
        """Every topic that the deployment reads or writes."""
        return topics_of(self.domain, self.names, self.partitions)

    @property
    def partitions_of_topic(self) -> dict[str, int]:
        """How many partitions each topic has, by name."""
        return {topic.name: topic.partitions for topic in self.topics}

    def stages(self) -> dict[str, Stage]:
        """The stage that reads each source topic.

        Raises:
            ValueError: two stages read one source; a stage has a source of its own.
        """
        by_topic: dict[str, Stage] = {}
        for stage in self.domain.stages:
            topic = self.names.source(stage.source)
            if topic in by_topic:
                raise ValueError(f"{by_topic[topic].name} and {stage.name} both read {topic}")
            by_topic[topic] = stage
        return by_topic

    def transactional_id(self, stage: Stage, partition: int) -> str:
        """The id under which one owner at a time may write what comes of a source partition."""
        return f"{self.names.app}-{self.names.source(stage.source)}-{partition}"

    def destinations(self, stage: Stage, partition: int) -> Destinations:
        """Where the commit units of a source partition go."""
        return Destinations.of(self.names, stage, partition, self.partitions_of_topic)


def deploy(
    domain: Domain, names: TopicNames, overrides: Mapping[str, object], found: Mapping[str, int]
) -> Deployment:
    """Set a domain up on the topics that a cluster holds.

    Args:
        overrides: parameters of the law that a case document replaces.
        found: the number of partitions of each topic in the cluster.

    Raises:
        UserError: the input topic or another topic is missing, or one has the wrong number of partitions.
    """
    if names.events not in found:
        raise _refusal([f"{names.events} is missing."])
    deployment = Deployment(domain, names, domain.law.with_overrides(overrides), found[names.events])
    faults = [_fault(topic, found.get(topic.name), deployment) for topic in deployment.topics]
    if any(faults):
        raise _refusal([fault for fault in faults if fault])
    return deployment


def _fault(topic: Topic, found: int | None, deployment: Deployment) -> str:
    if found is None:
        return f"{topic.name} is missing."
    if found != topic.partitions:
        return (
            f"{topic.name} has {found} partitions and needs {topic.partitions}, "
            f"because {deployment.names.events} has {deployment.partitions}."
        )
    return ""


def _refusal(faults: list[str]) -> UserError:
    advice = 'Create what is missing with "countinghouse topics apply". Nothing was started.'
    return UserError(
        "\n  ".join(["The topics are not as the domains need them:", *faults, advice]), exit_code=3
    )
