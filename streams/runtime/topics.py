"""Which topics does a domain have, and does a cluster hold them as described?"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaConnectionError, KafkaError, for_code

from streams.kernel.errors import UserError
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames

__all__ = ["Topic", "TopicNames", "apply", "check", "delete", "topics_of"]

Cleanup = Literal["compact", "delete"]

_FOR_EVER = -1
_A_WEEK_MS = 7 * 24 * 3_600_000
# What a producer of ours may send at once, whatever the brokers' own default is.
_MAX_MESSAGE_BYTES = 8 << 20
_COMPACTED_SEGMENT_BYTES = 64 << 20
_TOPIC_ALREADY_EXISTS = 36
_UNKNOWN_TOPIC = 3
_REQUEST_SECONDS = 20
_VISIBLE_SECONDS = 30.0


@dataclass(frozen=True)
class Topic:
    """One topic as it should be.

    Attributes:
        retention_ms: how long records stay, -1 for ever; compaction keeps the newest of each key anyway.
        replication: copies of each partition, -1 for the brokers' default.
        more: further settings by Kafka's names for them.
    """

    name: str
    partitions: int
    cleanup: Cleanup = "delete"
    retention_ms: int = _FOR_EVER
    replication: int = -1
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def configuration(self) -> dict[str, str]:
        """Kafka's settings for the topic, all of which `check` compares."""
        compacted = {"segment.bytes": str(_COMPACTED_SEGMENT_BYTES)} if self.cleanup == "compact" else {}
        # With three copies or more, one broker may fail without a loss and without a halt.
        copies = {"min.insync.replicas": "2"} if self.replication >= 3 else {}
        return {
            "cleanup.policy": self.cleanup,
            "retention.ms": str(self.retention_ms),
            "max.message.bytes": str(_MAX_MESSAGE_BYTES),
            **compacted,
            **copies,
            **self.more,
        }


# A replay needs the input alone, so what stages hand on is short-lived. Its age counts from when it was
# written: the time of its event may be years ago.
_INTERNAL: dict[str, Any] = {
    "retention_ms": _A_WEEK_MS,
    "more": {"message.timestamp.type": "LogAppendTime"},
}


def topics_of(domain: Domain, names: TopicNames, partitions: int, replication: int = -1) -> list[Topic]:
    """The topics of a domain, derived from its stages; `partitions` counts those of its input."""

    def topic(name: str, partitions: int, cleanup: Cleanup = "delete", **more: Any) -> Topic:
        return Topic(name, partitions, cleanup, replication=replication, **more)

    return [
        topic(names.events, partitions),
        topic(names.outcomes, partitions),
        topic(names.views, partitions, "compact"),
        topic(names.deadletter, partitions),
        topic(names.gateway, 1, "compact"),
        topic(names.attestations, partitions),
        *(topic(names.source(noun), count, **_INTERNAL) for noun, count in _internal(domain, partitions)),
        *(
            topic(names.state(stage.name), domain.partitions_of(stage, partitions), "compact")
            for stage in domain.stages
        ),
    ]


def _internal(domain: Domain, partitions: int) -> list[tuple[str, int]]:
    """The sources between stages, with their numbers of partitions, in the order of the stages."""
    counts = {stage.source: domain.partitions_of(stage, partitions) for stage in domain.stages}
    return [(source, count) for source, count in counts.items() if source != "events"]


async def apply(bootstrap: str, topics: Iterable[Topic]) -> list[str]:
    """Create the topics that are missing, wait until they can be used, and return their names.

    A topic that exists is left as it is: `check` tells how it differs.

    Raises:
        UserError: No broker answers, or one refuses a topic.
    """
    async with _admin(bootstrap) as admin:
        found = await _partitions(admin)
        missing = [topic for topic in topics if topic.name not in found]
        if not missing:
            return []
        answer = await admin.create_topics([_new(topic) for topic in missing])
        refused = [
            f"{name}: {reason or for_code(code).__name__}"
            for name, code, reason in answer.topic_errors
            if code not in (0, _TOPIC_ALREADY_EXISTS)
        ]
        if refused:
            raise UserError("\n  ".join(["Kafka refused these topics:", *refused]), exit_code=3)
        await _until_usable(admin, missing)
        return [topic.name for topic in missing]


async def check(bootstrap: str, topics: Iterable[Topic]) -> list[str]:
    """How the cluster's topics differ from their description, a sentence for each difference.

    Raises:
        UserError: No broker answers.
    """
    differences = []
    async with _admin(bootstrap) as admin:
        found = await _partitions(admin)
        present = []
        for topic in topics:
            if topic.name not in found:
                differences.append(f"{topic.name} is missing.")
                continue
            present.append(topic)
            if (count := len(found[topic.name])) != topic.partitions:
                differences.append(f"{topic.name} has {count} partitions; declared are {topic.partitions}.")
        actual = await _configurations(admin, present)
    for topic in present:
        for name, declared in topic.configuration.items():
            if (value := actual[topic.name].get(name)) != declared:
                differences.append(f'{topic.name} has {name} "{value}"; declared is "{declared}".')
    return differences


async def delete(bootstrap: str, topics: Iterable[Topic]) -> None:
    """Delete the topics that exist, with all they hold.

    Raises:
        UserError: No broker answers, or one refuses.
    """
    async with _admin(bootstrap) as admin:
        answer = await admin.delete_topics([topic.name for topic in topics])
        refused = [
            f"{name}: {for_code(code).__name__}"
            for name, code in answer.topic_error_codes
            if code not in (0, _UNKNOWN_TOPIC)
        ]
        if refused:
            raise UserError("\n  ".join(["Kafka did not delete these topics:", *refused]), exit_code=3)


@asynccontextmanager
async def _admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=_REQUEST_SECONDS * 1000)
    try:
        await admin.start()
        yield admin
    except KafkaConnectionError as error:
        raise UserError(
            f'No Kafka broker answered at {bootstrap}. Start one with "make broker", or name yours with '
            "--kafka HOST:PORT.",
            exit_code=4,
        ) from error
    except (KafkaError, TimeoutError) as error:
        raise UserError(
            f"Kafka at {bootstrap} did not do what was asked: {type(error).__name__} {error}. "
            "It is safe to repeat the command.",
            exit_code=4,
        ) from error
    finally:
        await admin.close()


def _new(topic: Topic) -> NewTopic:
    # Only with an assignment, if an empty one, does the client let a replication factor of -1 through.
    assignment: dict[int, list[int]] | None = {} if topic.replication == -1 else None
    return NewTopic(topic.name, topic.partitions, topic.replication, assignment, topic.configuration)


async def _partitions(admin: AIOKafkaAdminClient) -> dict[str, list[dict[str, Any]]]:
    """The partitions of every topic in the cluster; asking for one by name could create it."""
    return {topic["topic"]: topic["partitions"] for topic in await admin.describe_topics()}


async def _configurations(admin: AIOKafkaAdminClient, topics: list[Topic]) -> dict[str, dict[str, str]]:
    if not topics:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in topics]
    return {
        resource[3]: {entry[0]: entry[1] for entry in resource[4]}
        for answer in await admin.describe_configs(resources)
        for resource in answer.resources
    }


async def _until_usable(admin: AIOKafkaAdminClient, topics: list[Topic]) -> None:
    """Wait until each partition of the topics has a leader."""
    async with asyncio.timeout(_VISIBLE_SECONDS):
        while True:
            found = await _partitions(admin)
            if all(
                topic.name in found and all(part["leader"] >= 0 for part in found[topic.name])
                for topic in topics
            ):
                return
            await asyncio.sleep(0.05)
