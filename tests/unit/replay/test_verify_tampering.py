"""Is every change of a recorded log found, and is the place named?"""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.kernel.evidence import Place
from streams.ledger.reading import LedgerReader
from streams.replay.findings import Report
from streams.replay.verify import verify
from tests.unit.replay import forging
from tests.unit.replay.forging import NAMES, PARTITIONS, Forgery

# Each run tries the same changes, some 150; COUNTINGHOUSE_TEST_TAMPERINGS=1000 tries some 1,500, for the nightly run.
_CHANGES = int(os.environ.get("COUNTINGHOUSE_TEST_TAMPERINGS", "100"))
_GROUPS = 10

_OF_INPUT = (
    forging.flipped,
    forging.flipped,
    forging.rekeyed,
    forging.labelled,
    forging.dropped,
    forging.torn_out,
    forging.doubled,
    forging.moved,
)
_OF_PUBLISHED = (forging.flipped, forging.rekeyed, forging.dropped, forging.torn_out, forging.doubled)

Change = Callable[[int, Random], Forgery]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Path]:
    """The logs that are tampered with."""
    directory = tmp_path_factory.mktemp("recorded")
    return [
        forging.record(directory / "morning.ledger", forging.morning()),
        forging.record(directory / "default.ledger", forging.default_case()),
    ]


def verified(path: Path) -> Report:
    with LedgerReader.open(path, thorough=False) as ledger:
        return verify(CLEARING, NAMES, ledger, keep=1_000)


@pytest.mark.parametrize("seed", range(_GROUPS))
def test_a_changed_input_is_found_and_its_place_is_named(
    recorded: Sequence[Path], tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    for _ in range(_CHANGES // _GROUPS // 2):
        path = forging.copied(random.choice(recorded), tmp_path)
        partition = random.randrange(PARTITIONS)
        count = len(forging.records_of(path, NAMES.events, partition))
        change = random.choice(_OF_INPUT)
        forgery = change(random.randrange(count), random)
        if not forgery.offsets:
            continue
        before = forging.records_of(path, NAMES.events, partition)
        forging.forge(path, NAMES.events, partition, forgery.apply)
        report = verified(path)

        told = f"{change.__name__} at {partition}/{list(forgery.offsets)}"
        assert not report.agrees, told
        assert _names(report, partition, forgery.offsets), f"{told}: {report}"
        was = before[forgery.offsets[0]].value or b""
        # A mark that is another one decides nothing itself; what waits for it is missing elsewhere.
        if report.difference_count and change is forging.flipped and b'"tick"' not in was:
            assert _names_record(report, partition, was), f"{told}: {report}"


def _names(report: Report, partition: int, offsets: Sequence[int]) -> bool:
    """Whether a stretch holds the change, or the fold stopped there, or the log begins behind it."""
    if any(one.partition == partition and one.offset > offsets[0] for one in report.deleted):
        return True
    stopped = report.stopped.place if report.stopped else None
    if stopped is not None and stopped.partition == partition and stopped.offset in offsets:
        return True
    return any(
        one.partition == partition and one.after < offsets[0] <= one.through for one in report.stretches
    )


def _names_record(report: Report, partition: int, value: bytes | None) -> bool:
    """Whether a difference rests on the record, by its place or its id as it was."""
    identifier = json.loads(value or b"")["id"] if value not in forging.UNREADABLE else ""
    return any(
        one.event == identifier
        or identifier in one.id
        or (one.event_place is not None and one.event_place.partition == partition)
        for one in report.differences
    )


@pytest.mark.parametrize("topic", [NAMES.outcomes, NAMES.deadletter, NAMES.attestations])
@pytest.mark.parametrize("seed", range(_GROUPS // 2))
def test_a_changed_result_is_found_and_named(
    recorded: Sequence[Path], tmp_path: Path, seed: int, topic: str
) -> None:
    random = Random(f"{topic}{seed}")
    for _ in range(_CHANGES // _GROUPS // 2):
        path = forging.copied(random.choice(recorded), tmp_path)
        partition = random.randrange(PARTITIONS)
        count = len(forging.records_of(path, topic, partition))
        if not count:
            continue
        change = random.choice(_OF_PUBLISHED)
        place = random.randrange(count)
        before = forging.records_of(path, topic, partition)
        forging.forge(path, topic, partition, change(place, random).apply)
        report = verified(path)

        told = f"{change.__name__} of {topic} at {partition}/{place}"
        assert not report.agrees, told
        assert _names_result(report, topic, partition, place, before[place].value), f"{told}: {report}"


def _names_result(report: Report, topic: str, partition: int, place: int, value: bytes | None) -> bool:
    """Whether a difference names the record by its place, or says how it was; of the last chain a stretch does."""
    was = (value or b"").decode(errors="backslashreplace")
    told = [one.expected or "" for one in report.differences]
    if any(was in one or json.dumps(was, ensure_ascii=False) in one for one in told):
        return True
    if any(
        (one.topic, one.partition) == (topic, partition) and one.offset in (place, place + 1)
        for one in report.differences
    ):
        return True
    return topic == NAMES.attestations and any(
        one.through_mark == json.loads(value or b"")["mark"]
        or one.attested_at == Place(topic, partition, place)
        for one in report.stretches
    )


@pytest.mark.parametrize("seed", range(_GROUPS))
def test_a_changed_view_is_found_and_its_row_is_named(
    recorded: Sequence[Path], tmp_path: Path, seed: int
) -> None:
    random = Random(f"views{seed}")
    for _ in range(_CHANGES // _GROUPS // 4 + 1):
        path = forging.copied(random.choice(recorded), tmp_path)
        partition = random.randrange(PARTITIONS)
        before = forging.records_of(path, NAMES.views, partition)
        place = random.randrange(len(before))
        of_row = [one for one in before if one.key == before[place].key]
        is_newest = of_row[-1] == before[place] and of_row[-1].value not in [one.value for one in of_row[:-1]]
        # One that is superseded may be missing: compaction takes it out, too.
        change = random.choice([forging.flipped, forging.dropped] if is_newest else [forging.flipped])
        forging.forge(path, NAMES.views, partition, change(place, random).apply)
        report = verified(path)

        told = f"{change.__name__} at {partition}/{place}"
        rows = {one.id for one in report.differences if one.what == "view"}
        assert rows == {(before[place].key or b"").decode()}, f"{told}: {report.differences}"
