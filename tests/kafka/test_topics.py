"""Which topics does a domain have, and does a cluster hold them as described?"""

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any, cast

import pytest

from streams.kernel.errors import UserError
from streams.kernel.stage import Domain, Stage, Width
from streams.runtime import topics
from streams.runtime.topics import Topic, TopicNames
from tests.conftest import Bootstrap


def test_the_topics_of_a_domain_follow_from_its_stages() -> None:
    described = topics.topics_of(_domain(), TopicNames("toll", "app", "p."), partitions=6)

    assert [(topic.name, topic.partitions, topic.cleanup) for topic in described] == [
        ("p.toll.events.v1", 6, "delete"),
        ("p.toll.outcomes.v1", 6, "delete"),
        ("p.toll.views.v1", 6, "compact"),
        ("p.toll.deadletter.v1", 6, "delete"),
        ("p.toll.gateway.v1", 1, "compact"),
        ("p.toll.attestations.v1", 6, "delete"),
        ("p.toll.totals.v1", 1, "delete"),
        ("p.app-toll-passages-state", 6, "compact"),
        ("p.app-toll-house-state", 1, "compact"),
    ]


def test_input_and_decisions_are_kept_for_ever_and_what_stages_hand_on_for_a_week() -> None:
    retention = {
        topic.name: topic.configuration["retention.ms"]
        for topic in topics.topics_of(_domain(), TopicNames("toll"), partitions=2)
    }

    assert retention["toll.events.v1"] == retention["toll.outcomes.v1"] == "-1"
    assert retention["toll.totals.v1"] == str(7 * 24 * 3600 * 1000)


async def test_missing_topics_are_created_once_and_then_as_described(
    broker: Bootstrap, topic_prefix: str
) -> None:
    wanted = topics.topics_of(_domain(), TopicNames("toll", prefix=topic_prefix), partitions=4)

    assert await topics.apply(broker.bootstrap, wanted) == [topic.name for topic in wanted]
    assert await topics.apply(broker.bootstrap, wanted) == []
    assert await topics.check(broker.bootstrap, wanted) == []


async def test_each_difference_is_a_sentence(broker: Bootstrap, topic_prefix: str) -> None:
    there = Topic(f"{topic_prefix}there", 2)
    await topics.apply(broker.bootstrap, [there])

    differences = await topics.check(
        broker.bootstrap,
        [replace(there, partitions=3, retention_ms=1000), Topic(f"{topic_prefix}absent", 1)],
    )

    assert differences == [
        f"{topic_prefix}there has 2 partitions; declared are 3.",
        f"{topic_prefix}absent is missing.",
        f'{topic_prefix}there has retention.ms "-1"; declared is "1000".',
    ]


async def test_a_topic_that_is_not_compacted_although_declared_so_is_told(
    broker: Bootstrap, topic_prefix: str
) -> None:
    there = Topic(f"{topic_prefix}views", 1)
    await topics.apply(broker.bootstrap, [there])

    (cleanup, *_) = await topics.check(broker.bootstrap, [replace(there, cleanup="compact")])

    assert cleanup == f'{topic_prefix}views has cleanup.policy "delete"; declared is "compact".'


async def test_asking_for_a_topic_does_not_create_it(broker: Bootstrap, topic_prefix: str) -> None:
    absent = [Topic(f"{topic_prefix}absent", 1)]

    first = await topics.check(broker.bootstrap, absent)

    assert first == await topics.check(broker.bootstrap, absent) == [f"{topic_prefix}absent is missing."]


async def test_deleted_topics_are_missing_and_deleting_them_again_is_no_fault(
    broker: Bootstrap, topic_prefix: str
) -> None:
    gone = [Topic(f"{topic_prefix}gone", 1)]
    await topics.apply(broker.bootstrap, gone)

    await topics.delete(broker.bootstrap, gone)
    await topics.delete(broker.bootstrap, gone)

    assert await topics.check(broker.bootstrap, gone) == [f"{topic_prefix}gone is missing."]


async def test_a_topic_that_kafka_refuses_is_named_with_the_reason(
    broker: Bootstrap, topic_prefix: str
) -> None:
    with pytest.raises(
        UserError, match=f"Kafka refused these topics:\n  {topic_prefix}copies: .*replication"
    ):
        await topics.apply(broker.bootstrap, [Topic(f"{topic_prefix}copies", 1, replication=9)])


async def test_no_broker_is_one_sentence_that_says_what_to_do() -> None:
    with pytest.raises(UserError, match=r"No Kafka broker answered at 127\.0\.0\.1:1\. Start one") as error:
        await topics.check("127.0.0.1:1", [])

    assert error.value.exit_code == 4


def test_the_command_creates_what_the_registered_domains_need_and_then_finds_no_difference(
    broker: Bootstrap, topic_prefix: str
) -> None:
    options = ["--kafka", broker.bootstrap, "--topic-prefix", topic_prefix, "--partitions", "2"]

    before = _command("check", *options)
    applied = _command("apply", *options, "--json")
    after = _command("check", *options)

    assert before.returncode == 3
    assert f"  {topic_prefix}clearing.events.v1 is missing.\n" in before.stdout
    assert applied.returncode == 0, applied.stderr
    assert f"{topic_prefix}clearing.events.v1" in json.loads(applied.stdout)["created"]
    assert (after.returncode, after.stdout.endswith("topics are as described.\n")) == (0, True)


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from streams.cli.app import main; main()", "topics", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _domain() -> Domain:
    """A domain of two stages: passages by vehicle, totals in one house."""
    passages = _stage("passages", "events", Width.PARTITIONED, ["totals"])
    house = _stage("house", "totals", Width.SINGLE, [])
    nothing = cast(Any, None)
    return Domain("toll", [passages, house], {}, *([nothing] * (len(Domain._fields) - 3)))


def _stage(name: str, source: str, width: Width, forwards_to: list[str]) -> Stage:
    nothing = cast(Any, None)
    return Stage(name, source, width, forwards_to, 1, nothing, nothing)
