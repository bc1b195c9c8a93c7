"""Is everything that was decided explained, from the record alone, and does it come out again?"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import pytest

from schemas.marketdata_fields import Fee
from streams.domains.marketdata.domain import MARKETDATA
from streams.domains.marketdata.explanations.words import FEES, FOUND, REFUSED
from streams.domains.marketdata.rules.anomaly import Kind
from streams.domains.marketdata.rules.refusal import Reason
from streams.kernel.errors import UserError
from streams.kernel.explanation import Explanation
from streams.kernel.law import LawBook
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.cases import Case
from streams.replay.evidence import LedgerEvidence
from streams.replay.explain import explained
from tests.unit.marketdata.test_cases import DOCUMENT

SMALL = [case for case in DOCUMENT.cases if len(DOCUMENT.events_of(case)) < 100]


@contextmanager
def recorded(case: Case, folder: Path) -> Iterator[LedgerEvidence]:
    """A case in a ledger of its own."""
    law = MARKETDATA.law.with_overrides(case.parameters)
    with recorded_log(case.case, DOCUMENT.events_of(case), folder, law) as evidence:
        yield evidence


@contextmanager
def recorded_log(
    name: str, log: Sequence[bytes], folder: Path, law: LawBook = MARKETDATA.law
) -> Iterator[LedgerEvidence]:
    """A log in a ledger of its own."""
    path = folder / f"{name}.ledger"
    with LedgerWriter.begin_or_open(path, lambda: 0) as ledger:
        run = LedgerRun(ledger, MARKETDATA, law, partitions=2)
        run.take([Source.memory(name, log)], IntakeReport())
    with LedgerReader.open(path, thorough=False) as ledger:
        yield LedgerEvidence(
            ledger, ledger, MARKETDATA, TopicNames("marketdata"), law, "countinghouse verify"
        )


def why(name: str, identifier: str, folder: Path) -> Explanation:
    (case,) = (one for one in DOCUMENT.cases if one.case == f"marketdata-{name}")
    with recorded(case, folder) as evidence:
        return explained(evidence, identifier)


def ids_of(case: Case) -> Iterator[str]:
    """The events, users, documents and bills of a case."""
    for value in DOCUMENT.events_of(case):
        event = json.loads(value)
        if {"id", "type"} <= event.keys():
            yield event["id"]
        if {"distributor", "user"} <= event.keys():
            yield f"{event['distributor']}/{event['user']}"
    documents = case.expect.get("documents", [])
    assert isinstance(documents, list)
    for document in documents:
        yield document["id"]
        yield f"{document['month']}/{document['legal_entity']}"


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.case)
def test_everything_of_a_case_is_explained_and_comes_out_again(case: Case, tmp_path: Path) -> None:
    with recorded(case, tmp_path) as evidence:
        for identifier in dict.fromkeys(ids_of(case)):
            found = explained(evidence, identifier)
            assert (found.id, found.differs, found.warnings) == (identifier, False, [])


def test_a_user_is_told_what_it_costs_in_each_month_and_why(tmp_path: Path) -> None:
    found = why("W37", "D1/u", tmp_path)
    assert "In 2015-04 at F1: Summary; a Professional User of Summary, $10.00." in found.answer
    assert "In 2015-05 at F1: Summary; a Non-Professional User of Summary, $0.25." in found.answer
    assert found.arithmetic[0].sheet is not None
    assert [row[-1] for row in found.arithmetic[0].sheet.rows] == ["Professional", "Non-Professional"]


def test_a_user_to_whom_a_device_is_dedicated_is_told_of_it(tmp_path: Path) -> None:
    found = why("W30", "D1/n", tmp_path)
    assert any(line.startswith("The device ") for line in found.story)
    assert "Premium" in found.answer


def test_a_document_is_told_line_by_line(tmp_path: Path) -> None:
    found = why("W24", "credit_note/2015-04/ALPHA/2015-05", tmp_path)
    assert found.answer.startswith("The credit note for ALPHA and 2015-04 comes to -$9.75.")
    assert found.arithmetic[0].result == "-$9.75"


def test_a_refused_event_is_told_with_its_reason(tmp_path: Path) -> None:
    refused = [case for case in SMALL if case.expect.get("refusals")]
    assert refused != []
    for case in refused:
        refusals = case.expect["refusals"]
        assert isinstance(refusals, list)
        with recorded(case, tmp_path) as evidence:
            for row in refusals:
                told = explained(evidence, row["event"])
                assert row["reason"] in [check.reason for check in told.checks]
                assert REFUSED[Reason(row["reason"])] in told.answer


def test_a_close_names_the_documents_that_were_issued_with_it(tmp_path: Path) -> None:
    found = why("W24", "e05", tmp_path)
    assert {"credit_note/2015-04/ALPHA/2015-05", "invoice/2015-05/ALPHA"} == {
        one.id for one in found.see_also
    }


def test_an_id_that_is_nearly_one_is_helped(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        why("W01", "invoice/2015-04/ALFA", tmp_path)
    assert "invoice/2015-04/ALPHA" in caught.value.message


def test_every_fee_reason_and_anomaly_has_words() -> None:
    assert set(FOUND) == set(Kind)
    assert set(REFUSED) == set(Reason)
    assert set(FEES) == set(get_args(get_args(Fee)[0]))
