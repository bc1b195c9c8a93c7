"""Does what is published stand where it belongs, once, and is the rest refused with its place and reason?"""

import gzip
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from streams.kernel.errors import UserError
from streams.kernel.lines import LONGEST_LINE_BYTES
from streams.kernel.partitioner import partition_of
from streams.kernel.refusal import Refusal
from streams.kernel.source import Source
from streams.runtime.gateway import publication
from streams.runtime.gateway.gateway import Gateway
from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster
from tests.kafka.publishing import CLEARING, Publish, dealt, entries, fact, on_topic, tick, write


async def test_each_entry_is_written_once_to_the_partition_of_its_key(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(5000)
    async with Cluster(broker.bootstrap, CLEARING, 3, topic_prefix, tmp_path) as cluster:
        command = Publish(cluster, write(tmp_path / "day.jsonl", some))
        assert await command.ended() == 0, command.complaint
        assert await on_topic(cluster) == dealt(some, 3)
        records = (await cluster.read(cluster.names.events))[1]
    assert {partition_of(record.key or b"", 3) for record in records} == {1}
    assert [record.key for record in records] == [
        json.loads(record.value or b"")["id"].encode() for record in records
    ]
    assert f"Published 5,000 events to 3 partitions of {topic_prefix}clearing.events.v1" in command.output


async def test_facts_and_ticks_stand_in_every_partition_before_and_after_the_same_lines(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "TRANSACTION_BYTES", 1)
    some = entries(4000)
    lines = [
        fact("A"),
        fact("B"),
        *some[:1500],
        fact("C"),
        *some[1500:1501],
        tick(1),
        tick(2),
        *some[1501:],
        tick(3),
    ]
    async with Cluster(broker.bootstrap, CLEARING, 4, topic_prefix, tmp_path) as cluster:
        async with Gateway(CLEARING, cluster.names, broker.bootstrap) as gateway:
            report = await gateway.publish([Source.memory("day", lines)])
        held = await on_topic(cluster)
    assert held == dealt(lines, 4)
    assert (report.event_count, report.fact_count, report.record_count) == (4006, 6, 4000 + 6 * 4)
    facts = [[line for line in partition if b"entry_submitted" not in line] for partition in held.values()]
    assert facts == [[fact("A"), fact("B"), fact("C"), tick(1), tick(2), tick(3)]] * 4


async def test_what_is_refused_is_told_by_line_column_and_reason_and_the_rest_goes_on(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    good = entries(30)
    lines = [*good]
    lines[3] = good[3].replace(b'"value_cents":103', b'"value_cents":"much"')
    lines[10] = b"\xff"
    lines[20] = b'{"type":"entry_sent"}'
    lines.insert(25, b"   ")
    file, refused = write(tmp_path / "day.jsonl", lines), tmp_path / "refused.jsonl"
    async with Cluster(broker.bootstrap, CLEARING, 2, topic_prefix, tmp_path) as cluster:
        command = Publish(cluster, tmp_path / "nowhere.jsonl", file, tmp_path, "--refused", refused)
        assert await command.ended() == 3
        assert await on_topic(cluster) == dealt([good[n] for n in range(30) if n not in (3, 10, 20)], 2)
    assert command.output.splitlines()[1:] == [
        "Refused, 5 in all:",
        f"  {tmp_path}/nowhere.jsonl: cannot be read: No such file or directory",
        f'  {file}:4:{lines[3].index(b"value_cents")}: entry_submitted: "value_cents" is wrong: '
        "expected `int`, got `str`",
        f"  {file}:11:1: no UTF-8 from here on",
        f'  {file}:21:2: "type" is "entry_sent", which is not of the contract',
        f"  {tmp_path}: cannot be read: Is a directory",
    ]
    kept = [json.loads(line) for line in refused.read_text().splitlines()]
    assert [(one.get("line"), one["reason"]) for one in kept] == [
        (None, "UNREADABLE_SOURCE"),
        (4, "SCHEMA"),
        (11, "NOT_JSON"),
        (21, "UNKNOWN_TYPE"),
        (None, "UNREADABLE_SOURCE"),
    ]
    assert kept[1]["text"].encode() == lines[3]


async def test_of_many_refusals_the_first_are_shown_and_all_are_kept(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    file, refused = write(tmp_path / "day.jsonl", [b"{}"] * 1000), tmp_path / "refused.jsonl"
    async with Cluster(broker.bootstrap, CLEARING, 1, topic_prefix, tmp_path) as cluster:
        command = Publish(cluster, file, "--refused", refused, "--json")
        assert await command.ended() == 3
    told = json.loads(command.output)
    assert (told["published"], told["refused"], len(told["refusals"])) == (0, 1000, 10)
    assert len(refused.read_text().splitlines()) == 1000


async def test_a_line_that_no_record_can_hold_is_refused_and_one_that_just_fits_is_written(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some, refusals = entries(3), list[Refusal]()
    fits = some[1] + b" " * (LONGEST_LINE_BYTES - len(some[1]))
    async with Cluster(broker.bootstrap, CLEARING, 2, topic_prefix, tmp_path) as cluster:
        async with Gateway(CLEARING, cluster.names, broker.bootstrap) as gateway:
            lines = [some[0], fits, fits + b" ", b"x" * (20 << 20), some[2]]
            await gateway.publish([Source.memory("day", lines)], on_refusal=refusals.append)
        assert await on_topic(cluster) == dealt([some[0], fits, some[2]], 2)
    assert [(refusal.line, refusal.reason) for refusal in refusals] == [(3, "TOO_LONG"), (4, "TOO_LONG")]


async def test_packed_files_and_standard_input_are_read_in_the_order_they_are_named(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(300)
    packed = tmp_path / "first.jsonl.gz"
    packed.write_bytes(gzip.compress(b"\n".join(some[:100])))
    last = write(tmp_path / "last.jsonl", some[200:])
    async with Cluster(broker.bootstrap, CLEARING, 1, topic_prefix, tmp_path) as cluster:
        command = Publish(cluster, packed, "-", last, stdin=subprocess.PIPE)
        assert command.process.stdin is not None
        command.process.stdin.write(b"\n".join(some[100:200]).decode())
        assert await command.ended() == 0, command.complaint
        assert await on_topic(cluster) == {0: some}


async def test_quiet_says_nothing_and_no_bar_is_drawn_where_there_is_no_terminal(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    file = write(tmp_path / "day.jsonl", entries(10))
    async with Cluster(broker.bootstrap, CLEARING, 1, topic_prefix, tmp_path) as cluster:
        quiet, plain = Publish(cluster, file, "--quiet"), None
        assert (await quiet.ended(), quiet.output, quiet.complaint) == (0, "", "")
        plain = Publish(cluster, file)
        assert (await plain.ended(), plain.complaint) == (0, "")


async def test_on_a_terminal_a_bar_shows_how_far_it_is(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    file = write(tmp_path / "day.jsonl", entries(1000))
    ours, terminal = pty.openpty()
    async with Cluster(broker.bootstrap, CLEARING, 1, topic_prefix, tmp_path) as cluster:
        command = Publish(cluster, file, stderr=terminal)
        os.close(terminal)
        assert await command.ended() == 0
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "publishing" in shown
    assert f"/{file.stat().st_size / 1000:.1f} kB" in shown


async def test_a_missing_topic_is_named_with_the_command_that_creates_it(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    cluster = Cluster(broker.bootstrap, CLEARING, 1, topic_prefix, tmp_path)
    with pytest.raises(UserError) as refused:
        async with Gateway(CLEARING, cluster.names, broker.bootstrap):
            pass
    assert f"{topic_prefix}clearing.events.v1 and {topic_prefix}clearing.gateway.v1 are missing" in str(
        refused.value
    )
    assert f'"countinghouse topics apply --domain clearing --topic-prefix {topic_prefix}"' in str(
        refused.value
    )
    assert refused.value.exit_code == 4


async def test_a_broker_that_is_not_there_is_one_line_with_its_address_after_a_bounded_wait(
    tmp_path: Path,
) -> None:
    cluster = Cluster("127.0.0.1:1", CLEARING, 1, "", tmp_path)
    command = Publish(cluster, write(tmp_path / "day.jsonl", entries(1)), "--wait", "1")

    assert await command.ended(seconds=30) == 4
    assert command.complaint.startswith("No Kafka broker answered at 127.0.0.1:1 within 1 s. Start one with")
    assert command.complaint.count("\n") == 1
