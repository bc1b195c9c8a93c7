"""Does a worker fold what is published, once, and say what became of it?"""

import json
import signal
from pathlib import Path

from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster, Published
from tests.kafka.ledger_oracle import LEDGER, REGISTRY, Ledger, check, entries, marks, published


async def test_a_worker_folds_every_record_once_and_stops_in_peace(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(1, 0, 3000)
    async with Cluster(broker.bootstrap, LEDGER, 3, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        worker = cluster.start_worker()
        await cluster.publish(published(some))
        await cluster.publish(marks("m1", 3))
        await cluster.wait_until_folded()
        worker.send(signal.SIGTERM)
        assert await worker.exit_code() == 0, worker.output
        await check(cluster, Ledger(some, "m1"))


async def test_a_record_that_cannot_be_read_goes_to_the_dead_letters_as_it_came(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(2, 0, 50)
    records = list(published(some))
    bad = Published(b'{"type":"entry","id":7', b"some key", 1, (("trace", b"\x00\xff"),))
    async with Cluster(broker.bootstrap, LEDGER, 2, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        await cluster.publish([*records[:25], bad, Published(None, None, 0), *records[25:], *marks("m1", 2)])
        cluster.start_worker()
        await cluster.wait_until_folded()
        await check(cluster, Ledger(some, "m1"))
        letters = [
            letter for found in (await cluster.read(cluster.names.deadletter)).values() for letter in found
        ]
        source = (await cluster.read(cluster.names.events))[1]
        offset = next(record.offset for record in source if record.value == bad.value)
    by_key = {letter.key: letter for letter in letters}
    assert len(letters) == 2
    assert by_key[b"some key"].value == bad.value
    assert next(iter(by_key[b"some key"].headers)) == ("trace", b"\x00\xff")
    headers = dict(by_key[b"some key"].headers)
    assert headers["reason"] == b"SCHEMA"
    assert headers["source_topic"].decode() == f"{topic_prefix}ledger.events.v1"
    assert headers["source_partition"] == b"1"
    assert headers["source_offset"] == str(offset).encode()
    assert by_key[None].value is None


async def test_what_an_aborted_transaction_wrote_is_never_folded(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    seen, unseen, later = entries(3, 0, 40), entries(4, 100, 40), entries(5, 200, 40)
    async with Cluster(broker.bootstrap, LEDGER, 2, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        worker = cluster.start_worker()
        await cluster.publish(published(seen), transactional_id=f"{topic_prefix}writer")
        await cluster.publish(published(unseen), transactional_id=f"{topic_prefix}writer", abort=True)
        await cluster.publish(published(later), transactional_id=f"{topic_prefix}writer")
        await cluster.publish(marks("m1", 2), transactional_id=f"{topic_prefix}writer")
        await cluster.wait_until_folded()
        await check(cluster, Ledger([*seen, *later], "m1"))
        assert worker.metric("countinghouse_events_total", stage="accounts") == 82


async def test_positions_beyond_markers_are_saved_and_books_balance(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(6, 0, 30)
    async with Cluster(broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        worker = cluster.start_worker()
        await cluster.publish([*published(some), *marks("m1", 1)], transactional_id=f"{topic_prefix}writer")
        await cluster.wait_until_folded()
        worker.send(signal.SIGTERM)
        assert await worker.exit_code() == 0, worker.output
        rows = (await cluster.read(cluster.names.state("accounts")))[0]
        position = json.loads([row.value or b"" for row in rows if row.key == b"position"][-1])
        offsets = await cluster.group_offsets()
    assert offsets[cluster.names.events, 0] == 32
    assert position["next"] == 32  # 30 entries, a mark, and the marker of their transaction
    assert position["books"] == {"read": 31, "decided": 31, "held": 0, "repeated": 0, "dead_lettered": 0}
