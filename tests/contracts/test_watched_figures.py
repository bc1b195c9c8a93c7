"""Do the figures that people watch say what the views say, in every acceptance case?"""

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.domains.comms.domain import COMMS
from streams.domains.marketdata.domain import MARKETDATA
from streams.domains.swaps.domain import SWAPS
from streams.kernel.pipeline import Pipeline
from streams.kernel.stage import Domain
from streams.replay.cases import brought_up_to_date, read_cases

Figures = dict[tuple[str, str], int]
Expectation = Callable[[Mapping[str, Any]], Figures]


def settlements_blocked(views: Mapping[str, Any]) -> Figures:
    """The cycles that are not settled and cannot be."""
    rows = views["cycles"].values()
    return {
        ("settlements_blocked", ""): sum(
            row["state"] != "SETTLED" and row["blocked_by"] != [] for row in rows
        ),
        ("conservation_error_cents", ""): 0,
    }


def near_the_threshold(views: Mapping[str, Any]) -> Figures:
    """How near anybody is at the newest day, and who has to register."""
    closes = views["registration_state"]
    newest = max(closes, key=lambda name: (name[:10], int(name[11:] or 1)))
    rows = closes[newest].values()
    distances = [row["distance_cents"] for row in views["threshold_distance"][newest].values()]
    due = sum(row["registration_due_on"] is not None and not row["registered"] for row in rows)
    return {("registrations_due", ""): due} | (
        {("least_distance_cents", ""): min(distances)} if distances else {}
    )


def breaches_open(views: Mapping[str, Any]) -> Figures:
    """The breaches that are open, by code."""
    return Counter(("breaches_open", row["code"]) for row in views["breaches"] if row["status"] == "OPEN")


def anomalies_open(views: Mapping[str, Any]) -> Figures:
    """The anomalies that are open, by kind."""
    return Counter(("anomalies_open", row["anomaly"]) for row in views["open_anomalies"])


@pytest.mark.parametrize(
    ("domain", "expected"),
    [
        pytest.param(CLEARING, settlements_blocked, id="clearing"),
        pytest.param(SWAPS, near_the_threshold, id="swaps"),
        pytest.param(COMMS, breaches_open, id="comms"),
        pytest.param(MARKETDATA, anomalies_open, id="marketdata"),
    ],
)
def test_figures_agree_with_the_views(domain: Domain, expected: Expectation) -> None:
    path = Path(__file__).parents[1] / "cases" / domain.name / "cases.json"
    document = read_cases(path.name, path.read_bytes())
    seen = 0
    for case in document.cases:
        newest: dict[tuple[str, int], Figures] = {}
        pipeline = Pipeline(domain, 2, domain.law.with_overrides(case.parameters))
        pipeline.on_commit = lambda stage, number, unit, of=newest: of.update({(stage, number): unit.gauges})
        for value in brought_up_to_date(domain, document.events_of(case)):
            pipeline.write(value)
        pipeline.run()
        shown: Counter[tuple[str, str]] = Counter()
        for gauges in newest.values():
            shown.update(gauges)
        wanted = {key: value for key, value in expected(pipeline.result()).items() if value}
        assert {key: value for key, value in shown.items() if value and key[0] != "marks_missing"} == wanted
        seen += len(wanted)
    assert seen > 0
