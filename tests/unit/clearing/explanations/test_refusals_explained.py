"""Does a refusal say which checks passed before the one that failed, and what was looked at?"""

from pathlib import Path

import pytest

from streams.kernel.explanation import FAILED, PASSED, Explanation
from tests.unit.clearing.explanations.recorded import why


def reasons(explanation: Explanation) -> list[str]:
    return [check.reason for check in explanation.checks]


def test_the_checks_before_the_failed_one_are_shown_in_order(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S06", "e4")

    assert reasons(explanation) == [
        "BAD_VALUE",
        "SELF_ENTRY",
        "UNKNOWN_MEMBER",
        "NOT_A_PARTICIPANT",
        "DEFAULTER_PROHIBITED",
    ]
    assert [check.state for check in explanation.checks] == [PASSED] * 4 + [FAILED]
    assert explanation.checks_not_made == 17


def test_the_failed_check_says_what_it_looked_at(tmp_path: Path) -> None:
    failed = why(tmp_path, "S06", "e4").checks[-1]

    assert failed.words == ("D was in default at that moment, and a member in default may make no entries.")
    assert failed.looked_at.startswith("in default from 17:30:00 UTC on 4 November 2003")
    assert failed.cites == ["BL3/62"]
    assert failed.rule.file == "streams/domains/clearing/rules/entry.py"
    assert failed.rule.line > 0


def test_a_refusal_rests_on_the_fact_that_caused_it(tmp_path: Path) -> None:
    assert "advance-D" in {event.id for event in why(tmp_path, "S06", "e4").events}


def test_an_accepted_entry_passed_every_check(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S06", "e5")

    assert {check.state for check in explanation.checks} == {PASSED}
    assert len(explanation.checks) == 22
    assert explanation.checks_not_made == 0


def test_what_is_left_of_an_entry_is_shown_as_it_was_before_the_return(tmp_path: Path) -> None:
    taken = {check.reason: check for check in why(tmp_path, "S11", "r2").checks}

    assert taken["EXCEEDS_ORIGINAL"].looked_at == (
        "left $30,000.00 and 75 items; asked for $22,000.00 and 55 items"
    )


def test_a_return_too_late_by_its_place_says_so(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S26", "r3")

    assert explanation.answer == (
        "It was refused. The returns that follow the default had been closed before it was read."
    )
    assert "returns-closed-D" in {event.id for event in explanation.events}


def test_a_fact_refused_by_its_stamp_shows_the_days(tmp_path: Path) -> None:
    failed = why(tmp_path, "S20", "n29").checks[-1]

    assert failed.looked_at == (
        "from 3 November 2003 to 2 December 2003: 29 days; asked for: 30 days; waived by nobody"
    )


def test_settlement_that_is_blocked_names_the_case_and_what_is_uncovered(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S07", "settlement-request-early")

    assert explanation.checks[-1].reason == "SETTLEMENT_BLOCKED"
    assert explanation.checks[-1].looked_at == "in the way: 2003-11-04/D"
    assert [step.result for step in explanation.arithmetic] == ["$1,100,000.00"]


@pytest.mark.parametrize(
    ("case", "identifier", "state"),
    [("S10", "deposits-closed-G", PASSED), ("S45", "deposits-closed-D1", FAILED)],
)
def test_figures_are_checked_after_the_facts(case: str, identifier: str, state: str, tmp_path: Path) -> None:
    explanation = why(tmp_path, case, identifier)

    assert (reasons(explanation)[-1], explanation.checks[-1].state) == ("SHORTFALL_CURED", state)


@pytest.mark.parametrize(("identifier", "reason"), [("c1", "ORIGINAL_REFUSED"), ("c3", "UNKNOWN_REFERENCE")])
def test_a_held_event_tells_when_it_was_decided(identifier: str, reason: str, tmp_path: Path) -> None:
    explanation = why(tmp_path, "S33", identifier)

    assert reasons(explanation)[-1] == reason
    assert any("had to wait; it was decided when" in sentence for sentence in explanation.story)
    assert [outcome.type for outcome in explanation.outcomes] == ["correction_refused", "event_held"]


def test_an_event_that_is_still_held_says_what_it_waits_for(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S33", "c4")

    assert explanation.title == "Correction submitted (c4): waits for its entry"
    assert reasons(explanation) == ["BAD_VALUE"]
    assert "had not come, so it waits" in explanation.story[-1]
