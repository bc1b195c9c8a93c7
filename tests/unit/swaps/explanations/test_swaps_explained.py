"""Why does a swap count for each side, on which facts does that rest, and which one would change it?"""

import json
from pathlib import Path

import pytest

from streams.domains.swaps.domain import SWAPS
from streams.kernel.errors import UserError
from streams.kernel.explanation import Explanation
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.cases import closing_mark
from streams.replay.evidence import LedgerEvidence
from streams.replay.explain import explained
from tests.unit.swaps.events import (
    Event,
    amended,
    closed,
    event,
    guarantee,
    novated,
    person,
    rate,
    registered,
    traded,
)

LONDON = (person("A"), person("B"), person("US1", "US"), guarantee("g1", "US1", "A"))


def why(folder: Path, identifier: str, *said: Event) -> Explanation:
    """Record a log in a ledger, or go on with the one that is there, and explain a name of it."""
    path = folder / "swaps.ledger"
    values = [json.dumps(one).encode() for one in said]
    if values:
        with LedgerWriter.begin_or_open(path, lambda: 0) as ledger:
            run = LedgerRun(ledger, SWAPS, SWAPS.law, partitions=2)
            run.take([Source.memory("log", [*values, closing_mark(SWAPS, values)])], IntakeReport())
    with LedgerReader.open(path, thorough=False) as ledger:
        names = TopicNames("swaps")
        return explained(LedgerEvidence(ledger, ledger, SWAPS, names, SWAPS.law, "verify"), identifier)


def test_each_side_is_answered_with_its_reason_and_amount(tmp_path: Path) -> None:
    found = why(tmp_path, "T1", *LONDON, traded())
    assert "For A it counts with 1,000,000.00 USD because a U.S. person guarantees" in found.answer
    assert "For B it does not count because the party does not deal in it (NOT_DEALING)." in found.answer
    assert not found.differs


def test_the_branch_of_the_decision_shows_what_was_tried_before(tmp_path: Path) -> None:
    found = why(tmp_path, "T1", *LONDON, traded())
    tried = [check.reason for check in found.checks if check.words.startswith("A:")]
    assert tried[:2] == ["NOT_A_SWAP", "NOT_DEALING"]
    assert tried[-3:] == ["US_PERSON", "SIGNIFICANT_RISK_SUBSIDIARY", "GUARANTEED_ENTITY"]


def test_each_fact_used_is_shown_with_its_validity_and_the_day_it_became_known(tmp_path: Path) -> None:
    facts = (*LONDON[:3], guarantee("g1", "US1", "A", valid_from="2022-01-01", at="2022-03-04T00:00:00Z"))
    unused = person("NOBODY")
    found = why(tmp_path, "T1", *facts, unused, traded())
    words = {one.id: one.words for one in found.events}
    assert unused["id"] not in words
    assert words[facts[3]["id"]] == (
        "US1 supports A by recourse; it holds from 2022-01-01, known since 2022-03-04."
    )


def test_the_single_fact_that_would_change_the_answer_is_named(tmp_path: Path) -> None:
    found = why(tmp_path, "T1", *LONDON, traded())
    changing = [line for line in found.story if line.startswith("Without")]
    without = f"Without {LONDON[3]['id']} it would not count for A, as COUNTERPARTY_OTHER_NON_US_PERSON."
    assert without in changing


def test_the_rate_used_is_shown_with_its_arithmetic(tmp_path: Path) -> None:
    euros = [{"currency": "EUR", "notional_cents": 1_000_000_000}]
    found = why(tmp_path, "T1", *LONDON, rate("EUR", "2022-01-09", 1_160_050_000), traded(notionals=euros))
    (step,) = found.arithmetic
    assert step.words == "EUR at the rate of 2022-01-09, half a cent up."
    assert step.result == "11,600,500.00 USD"


def test_a_missing_rate_is_a_warning(tmp_path: Path) -> None:
    euros = [{"currency": "EUR", "notional_cents": 1}]
    found = why(tmp_path, "T1", *LONDON, traded(notionals=euros))
    assert any("A rate of EUR is missing" in warning for warning in found.warnings)


def test_the_treatment_of_a_swap_entity_is_told(tmp_path: Path) -> None:
    found = why(tmp_path, "T1", person("A"), person("B"), registered("A"), traded())
    assert any("NON_US_SWAP_ENTITY_GROUP_B_EXCEPTION" in line for line in found.story)
    assert {"swap_tagged", "treatment_determined"} == {one.type for one in found.outcomes}
    assert all(one.place is not None for one in found.outcomes)


def test_an_increase_an_event_and_an_outcome_lead_to_their_part(tmp_path: Path) -> None:
    swap, more = traded(), amended(2, 300_000_000)
    said = (*LONDON, swap, more)
    assert why(tmp_path, "T1#inc1", *said).title == "T1#inc1, dated 2022-02-01"
    assert why(tmp_path, swap["id"]).id == "T1"
    outcome = why(tmp_path, f"{more['id']}/swap_tagged/T1#inc1/A")
    assert outcome.id == "T1#inc1"


def test_a_novated_swap_is_explained_from_the_novations(tmp_path: Path) -> None:
    struct = novated("T1", "N1", "A", "C")
    novation = event(
        "swap_novated",
        swap="T1",
        new_swap="N1",
        novated_on=struct.novated_on,
        transferor="A",
        transferee={"entity": "C", "dealing": True},
    )
    found = why(tmp_path, "N1", *LONDON, person("C", "US"), traded(), novation, closed("2022-03-01"))
    assert "For C it counts" in found.answer
    assert not found.differs


def test_a_cancelled_swap_says_so(tmp_path: Path) -> None:
    found = why(tmp_path, "T1", *LONDON, traded(), event("swap_cancelled", swap="T1"))
    assert found.answer == "Nothing of T1 counts, because it was cancelled."


def test_an_outcome_of_a_close_is_told_with_its_event(tmp_path: Path) -> None:
    close = closed("2022-01-31")
    found = why(tmp_path, f"{close['id']}/day_totals_established", *LONDON, traded(), close)
    assert found.answer.startswith("Day totals established: close number 1, day on 2022-01-31, digest ")
    assert [one.id for one in found.see_also] == [close["id"]]


def test_a_fact_is_told_by_its_id(tmp_path: Path) -> None:
    found = why(tmp_path, str(LONDON[3]["id"]), *LONDON, traded())
    assert found.answer == "US1 supports A by recourse; it holds always, known since 2021-01-01."


def test_a_name_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="T99"):
        why(tmp_path, "T99", *LONDON, traded())
