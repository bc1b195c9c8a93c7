"""Do alerts and dashboards speak of metrics that a worker really has?"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import yaml
from prometheus_client.core import Metric

from streams.kernel.output import Books
from streams.runtime.exits import ExitJournal
from streams.runtime.metrics import ExitCollector, LaneReading, Metrics, PartitionCollector

OPS = Path(__file__).parents[2] / "ops"


class OneLane:
    """A worker that owns one partition."""

    def readings(self) -> Iterable[LaneReading]:
        """A reading in which nothing is left out."""
        return [LaneReading("clearing", "entries", 0, 1, 1, 1, Books(), {("figure", "part"): 1})]


def test_every_alert_asks_for_metrics_that_exist() -> None:
    asked = {alert["alert"]: _names(alert["expr"]) for alert in _alerts()}

    assert {alert: names - _exported() for alert, names in asked.items() if names - _exported()} == {}


def test_every_panel_asks_for_metrics_that_exist() -> None:
    asked = {
        (path.name, panel["title"]): _names(" ".join(target["expr"] for target in panel["targets"]))
        for path in OPS.glob("grafana/dashboards/*.json")
        for panel in json.loads(path.read_text())["panels"]
    }

    assert asked != {}
    assert {panel: names - _exported() for panel, names in asked.items() if names - _exported()} == {}


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    assert [
        alert["alert"]
        for alert in _alerts()
        if not {"summary", "action"} <= set(alert["annotations"]) or alert["labels"].keys() != {"severity"}
    ] == []


def test_every_alert_is_tried_both_ways_on_a_real_prometheus() -> None:
    tried = yaml.safe_load((OPS / "prometheus/rules_test.yml").read_text())["tests"]
    asked = [(one["alertname"], "exp_alerts" in one) for test in tried for one in test["alert_rule_test"]]

    assert sorted(asked) == sorted(
        (str(alert["alert"]), rings) for alert in _alerts() for rings in (True, False)
    )


def _alerts() -> list[dict[str, dict[str, str]]]:
    groups = yaml.safe_load((OPS / "prometheus/rules.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def _names(expression: object) -> set[str]:
    return set(re.findall(r"countinghouse_[a-z_]+", str(expression)))


def _exported() -> set[str]:
    collectors = (PartitionCollector(OneLane()), ExitCollector(ExitJournal()))
    families = [*Metrics().registry.collect(), *(one for each in collectors for one in each.collect())]
    return {name for family in families for name in _series(family)}


def _series(family: Metric) -> list[str]:
    """The names of the time series of a family: a counter without a child has no sample yet."""
    suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"]}
    return [family.name + suffix for suffix in suffixes.get(family.type, [""])]
