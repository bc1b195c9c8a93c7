"""What must come of a ledger's entries, worked out by a plain loop?"""

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from streams.kernel.partitioner import partition_of
from tests.kafka.harness import Cluster, Published
from tests.kafka.ledger_domain import LEDGER

REGISTRY = "tests.kafka.ledger_domain:DOMAINS"
__all__ = ["LEDGER", "REGISTRY", "Ledger", "check", "entries", "marks"]


class Ledger(NamedTuple):
    """What was published: entries as (id, account, cents), and marks behind all of them."""

    entries: list[tuple[str, str, int]]
    mark: str


def entries(seed: int, first: int, count: int, accounts: int = 50) -> list[tuple[str, str, int]]:
    """Entries with ids from `first` on, drawn with a seed."""
    chance = random.Random(seed)
    return [
        (f"e{number}", f"account-{chance.randrange(accounts)}", chance.randrange(-500, 1000))
        for number in range(first, first + count)
    ]


def published(some: Sequence[tuple[str, str, int]]) -> Iterator[Published]:
    """The records of entries."""
    for identity, account, cents in some:
        body = {"type": "entry", "id": identity, "account": account, "amount_cents": cents}
        yield Published(json.dumps(body).encode(), account.encode())


def marks(identity: str, partitions: int) -> list[Published]:
    """A mark on every partition."""
    body = json.dumps({"type": "mark", "id": identity}).encode()
    return [Published(body, b"mark", partition) for partition in range(partitions)]


async def check(cluster: Cluster, ledger: Ledger) -> None:
    """Check that every outcome, view and row is there once and right."""
    balances: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    expected = {}
    for identity, account, cents in ledger.entries:
        balances[account] += cents
        counts[account] += 1
        expected[f"o-{identity}"] = balances[account]
    total = {"entry_count": len(ledger.entries), "sum_cents": sum(balances.values())}
    outcomes = [json.loads(value) for value in await cluster.values(cluster.names.outcomes)]
    ids = Counter(outcome["id"] for outcome in outcomes)
    assert {identity: times for identity, times in ids.items() if times > 1} == {}
    entered = {one["id"]: one["balance_cents"] for one in outcomes if one["id"].startswith("o-")}
    assert entered == expected
    totalled = [one for one in outcomes if one["id"] == f"t-{ledger.mark}"]
    assert [{name: one[name] for name in total} for one in totalled] == [total]
    views = await cluster.newest(cluster.names.views)
    assert json.loads(views[f"totals/{ledger.mark}".encode()]) == total
    for account, cents in balances.items():
        assert json.loads(views[f"balances/{account}".encode()]) == cents
    await check_state(cluster, counts, balances, len(ledger.entries))


async def check_state(
    cluster: Cluster, counts: Counter[str], balances: Counter[str], entry_count: int
) -> None:
    """Check that the state topic, replayed, is what the loop worked out, in the right partitions; one mark."""
    state = await cluster.read(cluster.names.state("accounts"))
    decided = 0
    for partition, records in state.items():
        rows = {record.key: record.value for record in records}
        position = json.loads(rows.pop(b"position") or b"")
        books = position["books"]
        decided += books["decided"]
        assert books["read"] == books["decided"] + books["dead_lettered"]
        rows.pop(b"sum/all", None)
        for key, value in rows.items():
            account = (key or b"").decode().removeprefix("account/")
            assert partition_of(account.encode(), cluster.partitions) == partition
            assert json.loads(value or b"") == [counts[account], balances[account]]
    assert decided == entry_count + cluster.partitions
