"""Do logs that run side by side in the same workers give what each gives alone?"""

import json

import pytest

from streams.kernel.result import result_document
from streams.kernel.stage import Domain
from streams.registry import DOMAINS
from streams.replay.cases import closing_mark, judge, read_cases
from streams.runtime.case_run import CaseLog, run_logs
from tests.conftest import ROOT, Bootstrap
from tests.kafka.ledger_domain import LEDGER
from tests.kafka.ledger_oracle import REGISTRY, entries, marks, published


def test_each_log_has_topics_of_its_own(broker: Bootstrap) -> None:
    logs = [
        CaseLog(
            f"log-{seed}", [one.value or b"" for one in [*published(entries(seed, 0, 20)), *marks("m", 1)]]
        )
        for seed in (81, 82, 83)
    ]
    views = run_logs(LEDGER, logs, broker.bootstrap, 2, REGISTRY)
    for seed in (81, 82, 83):
        total = {"entry_count": 20, "sum_cents": sum(cents for _, _, cents in entries(seed, 0, 20))}
        assert json.loads(views[f"log-{seed}"]["totals/m"]) == total


@pytest.mark.parametrize("partitions", [1, 3])
@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_the_cases_of_a_domain_hold_through_real_topics_and_workers(
    broker: Bootstrap, domain: Domain, partitions: int
) -> None:
    path = ROOT / "tests" / "cases" / domain.name / "cases.json"
    document = read_cases(path.name, path.read_bytes())
    logs = [
        CaseLog(case.case, [*log, closing_mark(domain, log)], case.parameters)
        for case in document.cases
        for log in [document.events_of(case)]
    ]
    views = run_logs(domain, logs, broker.bootstrap, partitions)
    results = [judge(domain, case, result_document(domain, views[case.case])) for case in document.cases]
    assert {one.case.case: one.differences for one in results if one.differences} == {}
