"""Does the product say what the literal readings of the contracts say, close beside every acceptance case?

COUNTINGHOUSE_TEST_HISTORIES=N changes cases N times in each domain instead of 60 times.
"""

import json
import os
from collections.abc import Callable
from typing import Any

import pytest

from streams.kernel.stage import Domain
from streams.registry import domain_named
from streams.replay.cases import brought_up_to_date, run_in_memory
from tests.models import clearing_model, comms_model, marketdata_model, swaps_model
from tests.properties.changed_cases import Cases

Model = Callable[[list[Any], dict[str, Any] | None], dict[str, Any]]

COUNT = int(os.environ.get("COUNTINGHOUSE_TEST_HISTORIES", "60"))


@pytest.mark.parametrize(
    ("domain", "model"),
    [
        pytest.param(domain_named("clearing"), clearing_model.run, id="clearing"),
        pytest.param(domain_named("swaps"), swaps_model.run, id="swaps"),
        pytest.param(domain_named("comms"), comms_model.run, id="comms"),
        pytest.param(domain_named("marketdata"), marketdata_model.run, id="marketdata"),
    ],
)
def test_the_product_agrees_with_the_model_on_cases_that_were_changed(domain: Domain, model: Model) -> None:
    cases = Cases(domain)
    for seed in range(COUNT):
        case = cases.changed(seed)
        log = brought_up_to_date(domain, [json.dumps(event).encode() for event in case.events])
        expected = model([json.loads(value) for value in log], dict(case.parameters))
        found = run_in_memory(domain, domain.law.with_overrides(case.parameters), log, 1 + seed % 3)
        assert json.loads(json.dumps(found)) == json.loads(json.dumps(expected)), (case.case, seed)
