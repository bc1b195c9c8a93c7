"""What do Prometheus and the probes see of a worker?"""

import signal
from pathlib import Path

from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster, Published, until
from tests.kafka.ledger_oracle import LEDGER, REGISTRY, entries, marks, published


async def test_metrics_tell_what_was_folded_and_that_nothing_is_left(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(61, 0, 100)
    async with Cluster(broker.bootstrap, LEDGER, 2, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        worker = cluster.start_worker()
        await cluster.publish([*published(some), Published(b"no entry", b"k"), *marks("m1", 2)])
        await cluster.wait_until_folded()
        await until(lambda: worker.metric("countinghouse_lag_records") == 0, 10, "no lag", worker)
        entries_stage = {"domain": "ledger", "stage": "accounts"}
        assert worker.metric("countinghouse_events_total", **entries_stage) == 103
        assert worker.metric("countinghouse_outcomes_total", **entries_stage, type="entered") == 100
        assert worker.metric("countinghouse_outcomes_total", stage="total", type="totalled") == 1
        assert worker.metric("countinghouse_dead_letters_total", **entries_stage, reason="SCHEMA") == 1
        assert worker.metric("countinghouse_books_records", **entries_stage, account="decided") == 102
        assert worker.metric("countinghouse_books_difference_records") == 0
        assert worker.metric("countinghouse_state_rows", **entries_stage) == len({one[1] for one in some}) + 2
        assert worker.metric("countinghouse_commit_seconds_count", **entries_stage) >= 2
        assert (
            worker.metric("countinghouse_last_event_timestamp_seconds", partition="0", **entries_stage) > 1e9
        )
        assert worker.get("/livez") == (200, "alive\n")
        assert worker.get("/readyz") == (200, "ready\n")
        assert worker.get("/table")[0] == 404


async def test_a_recovery_is_told_and_series_of_partitions_that_left_are_gone(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(62, 0, 100)
    async with Cluster(broker.bootstrap, LEDGER, 2, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        first = cluster.start_worker(None)
        await cluster.publish(published(some))
        await cluster.wait_until_folded()
        second = cluster.start_worker(None)
        await second.ready()
        await first.ready()
        owned = [
            sum(
                line.startswith("countinghouse_state_rows{")
                for line in worker.get("/metrics")[1].splitlines()
            )
            for worker in (first, second)
        ]
        assert sum(owned) == 3
        assert second.metric("countinghouse_recovery_records_total") > 0
        assert second.metric("countinghouse_recovery_seconds_count") == 1
        first.send(signal.SIGTERM)
        assert await first.exit_code() == 0, first.output


async def test_a_partition_that_stands_still_with_a_lag_makes_the_worker_not_live(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    standing = "tests.faults.standing_commits:DOMAINS"
    async with Cluster(broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=standing) as cluster:
        worker = cluster.start_worker(stall_seconds=2)
        await worker.ready()
        assert worker.get("/livez")[0] == 200
        await cluster.publish(published(entries(63, 0, 10)))
        await until(lambda: worker.get("/livez")[0] == 503, 20, "the worker to count as stalled", worker)
        assert f"{cluster.names.events}, partition 0, is behind" in worker.get("/livez")[1]
