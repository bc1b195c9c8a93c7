"""Is a decision explained from what Kafka holds, and what is said of an id that nothing has?"""

from pathlib import Path

from schemas.clearing import EntrySubmitted
from tests.conftest import Bootstrap
from tests.kafka.auditing import ask, publish
from tests.kafka.harness import Cluster
from tests.kafka.publishing import CLEARING, tick
from tests.unit.ledger.ledgers import day

_LINES = 300


async def test_an_entry_is_explained_from_the_topics(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    lines = [*day()[:_LINES], tick(_LINES)]
    entry = next(event.id for event in map(CLEARING.read, lines) if isinstance(event, EntrySubmitted))
    async with Cluster(broker.bootstrap, CLEARING, 2, topic_prefix, tmp_path) as cluster:
        await publish(cluster, lines)
        cluster.start_worker()
        await cluster.wait_until_folded()
        explained = await ask(cluster, tmp_path, "explain", entry, "--json")
        unknown = await ask(cluster, tmp_path, "explain", f"{entry}9")

    assert explained.exit_code == 0, explained.output
    assert not explained.facts.get("differs", False)
    assert any(one["id"] == entry for one in explained.facts["events"])
    assert (unknown.exit_code, entry in unknown.output) == (2, True)
