"""Does a person see what could not be read, and is it sent again once?"""

import asyncio
import base64
from pathlib import Path

from tests.conftest import Bootstrap
from tests.kafka.auditing import ask, ask_apart
from tests.kafka.harness import Cluster, Published
from tests.kafka.publishing import CLEARING, entries, fact

_PARTITIONS = 2
_BROKEN = b"\x00no JSON\xff"


async def _strand(cluster: Cluster, value: bytes) -> None:
    """Put a value into the topic of dead letters as a worker of an older version would."""
    headers = [
        ("trace", b"7"),
        ("reason", b"SCHEMA"),
        ("detail", b"was not known then"),
        ("source_topic", cluster.names.events.encode()),
        ("source_partition", b"0"),
        ("source_offset", b"0"),
    ]
    await cluster.write(cluster.names.deadletter, [Published(value, b"x", 0, headers)])


async def test_a_dead_letter_is_shown_with_its_bytes_and_where_it_came_from(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        await cluster.publish([Published(_BROKEN, b"x", 1, [("trace", b"7")])])
        cluster.start_worker()
        await cluster.wait_until_folded()
        listed = await ask(cluster, tmp_path, "dlq", "list", "--json")
        (letter,) = listed.facts["dead_letters"]
        shown = await ask(cluster, tmp_path, "dlq", "show", letter["name"])
        unknown = await ask(cluster, tmp_path, "dlq", "show", "9/9")
        refused = await ask(cluster, tmp_path, "dlq", "redrive", "--all")
        await ask(cluster, tmp_path, "archive", "--to", tmp_path / "one.ledger")

    assert letter["reason"] == "NOT_JSON"
    assert letter["source"] == {"topic": cluster.names.events, "partition": 1, "offset": 0}
    assert base64.b64decode(letter["value_base64"]) == _BROKEN
    assert letter["headers"] == [["trace", base64.b64encode(b"7").decode()]]
    assert "00 6e 6f 20 4a 53 4f 4e ff" in shown.output
    assert (unknown.exit_code, "There is no dead letter 9/9" in unknown.output) == (2, True)
    assert (refused.exit_code, f"{letter['name']} refused" in refused.output) == (3, True)


async def test_a_dead_letter_is_sent_again_once_with_a_header_that_says_so(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        for value in (entries(1)[0], fact("A")):
            await _strand(cluster, value)
        first = await ask(cluster, tmp_path, "dlq", "redrive", "0/0", "--json")
        again = await ask(cluster, tmp_path, "dlq", "redrive", "--all", "--json")
        third = await ask(cluster, tmp_path, "dlq", "redrive", "--all", "--json")
        listed = await ask(cluster, tmp_path, "dlq", "list", "--json")
        records = await cluster.read(cluster.names.events)

    fates = [[one["fate"] for one in done.facts["dead_letters"]] for done in (first, again, third)]
    assert fates == [["sent"], ["sent before", "sent"], ["sent before", "sent before"]]
    assert [one["sent_again"] for one in listed.facts["dead_letters"]] == [True, True]
    found = [(record.value, dict(record.headers)) for held in records.values() for record in held]
    origin = f"{cluster.names.deadletter}/0/"
    assert sorted(found, key=str) == sorted(
        [
            (entries(1)[0], {"trace": b"7", "redriven_from": f"{origin}0".encode()}),
            *[(fact("A"), {"trace": b"7", "redriven_from": f"{origin}1".encode()})] * _PARTITIONS,
        ],
        key=str,
    )


async def test_commands_at_the_same_time_send_a_dead_letter_once(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        for value in entries(20):
            await _strand(cluster, value)
        done = await asyncio.gather(
            *(ask_apart(cluster, tmp_path, "dlq", "redrive", "--all", "--json") for _ in range(2))
        )
        last = await ask(cluster, tmp_path, "dlq", "redrive", "--all", "--json")
        values = await cluster.values(cluster.names.events)

    # Whoever starts last fences the others, which say so.
    assert {one.exit_code for one in done} <= {0, 4, 10, 11}, done
    assert last.exit_code == 0
    assert sorted(values) == entries(20)
