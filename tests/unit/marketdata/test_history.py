"""Is a user with many events known as well as one with few, in rows that do not grow?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from streams.domains.marketdata.domain import MARKETDATA
from streams.domains.marketdata.stages import history
from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.replay.cases import Case
from streams.replay.explain import explained
from tests.unit.marketdata.events import (
    PARTIES,
    Event,
    accessed,
    as_records,
    classified,
    device,
    result,
    tick,
)
from tests.unit.marketdata.test_explanations import SMALL, ids_of, recorded, recorded_log

START = datetime(2015, 4, 1, 13, tzinfo=UTC)
MANY = 3 * history.IN_THE_ROW
AFTERWARDS = "2015-04-25T12:00:00Z"
LARGEST_ROW_BYTES = 20_000


def accesses(count: int) -> Iterator[Event]:
    """Accesses of one user, one each half hour."""
    for number in range(count):
        at = START + timedelta(minutes=30 * number)
        yield accessed(accessed_at=at.isoformat().replace("+00:00", "Z"), id=f"a{number}")


def test_no_row_grows_with_the_number_of_events() -> None:
    sizes: list[int] = []

    def measure(_stage: str, _partition: int, unit: CommitUnit) -> None:
        sizes.extend(len(value) for _, value in unit.rows if value is not None)

    pipeline = Pipeline(MARKETDATA, 1, MARKETDATA.law, batch=50)
    pipeline.on_commit = measure
    for value in as_records([*PARTIES, *accesses(10 * history.IN_THE_ROW)]):
        pipeline.write(value)
    pipeline.run()

    assert max(sizes) < LARGEST_ROW_BYTES


def test_an_event_that_comes_again_after_many_others_is_known() -> None:
    again = [accessed(accessed_at="2015-04-02T13:00:00Z", id=f"a{MANY - 1}"), *list(accesses(MANY))[-2:-1]]

    found = result(*PARTIES, *accesses(MANY), *again, tick(AFTERWARDS))

    assert found["refusals"] == [{"event": f"a{MANY - 1}", "reason": "EVENT_ID_CONFLICT"}]


def professional_from_the_last_access(user: str) -> Event:
    at = (START + timedelta(minutes=30 * (MANY - 1))).isoformat().replace("+00:00", "Z")
    return classified(user, at, at=AFTERWARDS, registered_or_qualified="YES")


def april(*events: Event) -> dict[str, int]:
    """How many users count in April."""
    counts: dict[str, int] = result(*PARTIES, *events, tick(AFTERWARDS))["user_counts"]["2015-04"]["D1"]["F1"]
    return counts


def test_a_late_record_of_evidence_is_applied_to_accesses_beyond_the_row(tmp_path: Path) -> None:
    log = [classified(), *accesses(MANY), professional_from_the_last_access("u")]

    assert april(*log)["professional_summary_user_count"] == 1
    with recorded_log("late", as_records([*PARTIES, *log, tick(AFTERWARDS)]), tmp_path) as evidence:
        found = explained(evidence, "D1/u")
    assert found.differs is False
    sheets = [step.sheet for step in found.arithmetic if step.sheet is not None]
    (numbers,) = (sheet.rows for sheet in sheets if "number" in sheet.columns)
    assert [row[4] for row in numbers] == [f"{MANY} accesses"]


def test_accesses_beyond_the_row_of_a_device_are_lent() -> None:
    log = [classified("owner"), *accesses(MANY), device("u", "owner", at=AFTERWARDS)]

    assert april(*log)["non_professional_summary_user_count"] == 1
    assert april(*log, professional_from_the_last_access("owner"))["professional_summary_user_count"] == 1


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.case)
def test_everything_is_explained_with_next_to_nothing_in_the_rows_of_users(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "IN_THE_ROW", 1)
    with recorded(case, tmp_path) as evidence:
        for identifier in dict.fromkeys(ids_of(case)):
            found = explained(evidence, identifier)
            assert (found.id, found.differs, found.warnings) == (identifier, False, [])
