"""Is nothing lost or doubled when publishing is fenced, interrupted, killed, or repeated?"""

import asyncio
import contextlib
import json
import signal
import subprocess
from pathlib import Path

import pytest

from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.runtime import topics
from streams.runtime.broker import Broker
from streams.runtime.gateway import publication
from streams.runtime.gateway.gateway import Gateway
from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster
from tests.kafka.publishing import (
    CLEARING,
    Publish,
    acknowledged_line,
    dealt,
    entries,
    fact,
    on_topic,
    tick,
    until_acknowledged,
    write,
)


async def test_a_fact_becomes_readable_in_all_partitions_together_or_in_none(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    written = asyncio.Event()

    async def never_commit() -> None:
        written.set()
        await asyncio.Event().wait()

    async with (
        Cluster(broker.bootstrap, CLEARING, 3, topic_prefix, tmp_path) as cluster,
        Gateway(CLEARING, cluster.names, broker.bootstrap) as first,
    ):
        assert first._writer is not None
        first._writer._producer.commit_transaction = never_commit
        publishing = asyncio.create_task(first.publish([Source.memory("day", [fact("A")])]))
        await asyncio.wait_for(written.wait(), 20)
        uncommitted = await cluster.read(cluster.names.events, "read_uncommitted")
        assert [[one.value for one in found] for found in uncommitted.values()] == [[fact("A")]] * 3
        assert await on_topic(cluster) == {0: [], 1: [], 2: []}
        async with Gateway(CLEARING, cluster.names, broker.bootstrap) as second:
            await second.publish([Source.memory("day", [fact("B")])])
        publishing.cancel()
        assert await on_topic(cluster) == {0: [fact("B")], 1: [fact("B")], 2: [fact("B")]}


async def test_a_second_gateway_fences_the_first_which_says_so_and_up_to_where_it_came(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(300)
    async with Cluster(broker.bootstrap, CLEARING, 2, topic_prefix, tmp_path) as cluster:
        first = Publish(cluster, "-", stdin=subprocess.PIPE)
        assert first.process.stdin is not None
        first.process.stdin.write(_text(some[:100]))
        first.process.stdin.flush()
        await until_acknowledged(cluster, 100)
        second = Publish(cluster, write(tmp_path / "other.jsonl", some[200:]))
        assert await second.ended() == 0, second.complaint
        first.process.stdin.write(_text(some[100:200]))
        assert await first.ended() == 10
        assert await on_topic(cluster) == dealt([*some[:100], *some[200:]], 2)
    assert first.complaint == (
        f"Another gateway writes {topic_prefix}clearing.events.v1 now and has fenced this one off: one at a time "
        "may. Everything up to line 100 of - is published. When the other has ended, go on with --resume.\n"
    )


async def test_killed_again_and_again_and_resumed_it_neither_loses_nor_doubles_nor_reorders(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(60_000)
    lines = [fact("A"), *some[:20_000], tick(1), *some[20_000:40_000], fact("B"), *some[40_000:], tick(2)]
    reached = [0]
    async with Cluster(broker.bootstrap, CLEARING, 3, topic_prefix, tmp_path) as cluster:
        for part in (15_000, 30_000, 45_000, 60_000):
            command = Publish(cluster, "-", "--resume", stdin=subprocess.PIPE)
            # The pipe stays open: however fast it is, the command has not ended when it is killed.
            feeding = asyncio.create_task(asyncio.to_thread(_feed, command, lines[:part]))
            await until_acknowledged(cluster, reached[-1] + 1)
            command.process.send_signal(signal.SIGKILL)
            await feeding
            await command.ended()
            reached.append(await acknowledged_line(cluster))
        command = Publish(cluster, write(tmp_path / "day.jsonl", lines), "--resume", "--json")
        assert await command.ended() == 0, command.complaint
        assert await on_topic(cluster) == dealt(lines, 3)
    (told,) = json.loads(command.output)["sources"]
    assert told == {
        "name": str(tmp_path / "day.jsonl"),
        "resumed_after_line": reached[-1],
        "lines": len(lines),
    }


async def test_interrupted_by_hand_it_says_up_to_where_it_came_and_goes_on_from_there(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(200)
    async with Cluster(broker.bootstrap, CLEARING, 2, topic_prefix, tmp_path) as cluster:
        command = Publish(cluster, "-", stdin=subprocess.PIPE)
        assert command.process.stdin is not None
        command.process.stdin.write(_text([*some[:100], b"nonsense"]))
        command.process.stdin.flush()
        await until_acknowledged(cluster, 101)
        command.process.send_signal(signal.SIGINT)
        assert await command.ended(20) == 130
        again = Publish(
            cluster, write(tmp_path / "day.jsonl", [*some[:100], b"nonsense", *some[100:]]), "--resume"
        )
        assert await again.ended() == 0, again.complaint
        assert await on_topic(cluster) == dealt(some, 2)
    assert command.complaint.splitlines() == [
        "Interrupted. Everything up to line 101 of - is published. Go on with --resume.",
        "Refused, 1 in all:",
        "  -:101:1: no JSON from here on",
    ]
    assert again.output.startswith(f"{tmp_path}/day.jsonl: continued after line 101, up to which")


async def test_lines_that_come_slowly_are_published_as_they_come(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(5)
    async with Cluster(broker.bootstrap, CLEARING, 1, topic_prefix, tmp_path) as cluster:
        command = Publish(cluster, stdin=subprocess.PIPE)
        assert command.process.stdin is not None
        for number, line in enumerate(some, start=1):
            command.process.stdin.write(_text([line]))
            command.process.stdin.flush()
            await until_acknowledged(cluster, number)
        assert await command.ended() == 0
        assert await on_topic(cluster) == {0: some}


async def test_a_file_that_grew_goes_on_with_what_is_new_and_with_the_line_that_was_cut_off(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(20)
    file = write(tmp_path / "day.jsonl", some[:10])
    file.write_bytes(file.read_bytes()[:-30])
    async with Cluster(broker.bootstrap, CLEARING, 1, topic_prefix, tmp_path) as cluster:
        assert await Publish(cluster, file).ended() == 3
        assert await Publish(cluster, write(file, some), "--resume").ended() == 0
        assert await on_topic(cluster) == {0: some}


async def test_a_file_that_was_changed_is_not_resumed(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(20)
    async with Cluster(broker.bootstrap, CLEARING, 1, topic_prefix, tmp_path) as cluster:
        assert await Publish(cluster, write(tmp_path / "day.jsonl", some[:10])).ended() == 0
        changed = write(tmp_path / "day.jsonl", [*some[:5], *some[6:]])
        command = Publish(cluster, changed, "--resume")
        assert await command.ended() == 2
        assert await on_topic(cluster) == {0: some[:10]}
    assert command.complaint.startswith(
        f"{changed} cannot be resumed: it begins like a source of which 10 lines"
    )


async def test_sent_twice_without_resume_it_is_counted_as_repeats_and_nothing_else_changes(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = [fact("A"), fact("B"), *entries(50), tick(1)]
    file = write(tmp_path / "day.jsonl", some)
    async with Cluster(broker.bootstrap, CLEARING, 2, topic_prefix, tmp_path) as cluster:
        cluster.start_worker()
        views = []
        for _ in range(2):
            assert await Publish(cluster, file).ended() == 0
            await cluster.wait_until_folded()
            views.append(await cluster.newest(cluster.names.views))
    repeats = {key for key in views[1] if key.startswith(b"repeats/")}
    assert {key: value for key, value in views[1].items() if key not in repeats} == views[0]
    assert len(repeats) == len(some)


async def test_a_broker_that_goes_away_is_told_in_time_and_publishing_goes_on_where_it_was(
    own_broker: Broker, topic_prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "TRANSACTION_BYTES", 1)
    some = entries(3000)
    bootstrap = own_broker.start().bootstrap
    cluster = Cluster(bootstrap, CLEARING, 2, topic_prefix, tmp_path)
    await topics.apply(bootstrap, topics.topics_of(CLEARING, cluster.names, 2))

    def stop_after_a_while(read_bytes: int) -> None:
        blocks.append(read_bytes)
        if len(blocks) == 3:
            own_broker.stop()

    blocks: list[int] = []
    source = Source.file(write(tmp_path / "day.jsonl", some))
    with pytest.raises(UserError, match=r"did not confirm within 3 s.*Go on with --resume") as told:
        async with Gateway(CLEARING, cluster.names, bootstrap, timeout_ms=3000) as gateway:
            await gateway.publish([source], on_progress=stop_after_a_while)
    assert told.value.exit_code == 11

    own_broker.start()
    async with Gateway(CLEARING, cluster.names, bootstrap) as gateway:
        await gateway.publish([source], resume=True)
    assert await on_topic(cluster) == dealt(some, 2)


def _feed(command: Publish, lines: list[bytes]) -> None:
    """Write lines into the command's pipe until it does not take them any more."""
    assert command.process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        command.process.stdin.write(_text(lines))
        command.process.stdin.flush()


def _text(lines: list[bytes]) -> str:
    return "".join(line.decode() + "\n" for line in lines)
