"""Is there a word for everything that can happen, and are amounts and days written as people write them?"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from schemas.clearing import EVENT_STRUCTS
from schemas.reading import Unreadable
from schemas.wire import Event
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.consulted import FIELDS, looked_up, needed_for
from streams.domains.clearing.explanations.happenings import PIECES, happening
from streams.domains.clearing.explanations.outcome_words import OUTCOMES, VERDICTS, outcome_said
from streams.domains.clearing.explanations.reasons import REASONS
from streams.domains.clearing.explanations.reasons_by_kind import BY_KIND, words_of
from streams.domains.clearing.rules import (
    claims,
    correction,
    entry,
    facts,
    outside_exchange,
    possession,
    returns,
)
from streams.domains.clearing.rules.verdicts import Check, Reason
from streams.domains.clearing.stages.fact_log import READER
from tests.unit.clearing.explanations.recorded import DOCUMENT

TABLES: dict[str, Any] = {
    "entry_submitted": entry.CHECKS,
    "correction_submitted": correction.CHECKS,
    "return_submitted": returns.CHECKS,
    "outside_exchange_reported": outside_exchange.CHECKS,
    "item_forwarded": possession.CHECKS,
    "item_remitted": possession.CHECKS,
    "reimbursement_claimed": claims.CHECKS,
    **{str(kind.__struct_config__.tag): rule.checks for kind, rule in facts.FACT_RULES.items()},
}
BEFORE_THE_ENTRY = {Reason.BAD_VALUE, Reason.ORIGINAL_REFUSED, Reason.UNKNOWN_REFERENCE}
BY_FIGURES = {
    "default_deposits_closed": Reason.SHORTFALL_CURED,
    "settlement_requested": Reason.SETTLEMENT_BLOCKED,
}


def samples() -> dict[str, Event]:
    """One event of each type, from the case documents."""
    found: dict[str, Event] = {}
    for case in DOCUMENT.cases:
        for value in DOCUMENT.events_of(case):
            event = READER.read(value)
            if not isinstance(event, Unreadable):
                found.setdefault(str(event.__struct_config__.tag), event)
    return found


SAMPLES = samples()


def made() -> Iterator[tuple[str, Reason]]:
    """Every check that can be made of each type of event."""
    for tag, checks in TABLES.items():
        yield from ((tag, check.reason) for check in checks)
        if hasattr(SAMPLES.get(tag), "ref"):
            yield from ((tag, reason) for reason in BEFORE_THE_ENTRY)
    yield from BY_FIGURES.items()


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(Reason)


def test_every_check_is_a_sentence_for_every_event_it_is_made_of() -> None:
    said = {(tag, reason): words_of(SAMPLES[tag], reason) for tag, reason in made() if tag in SAMPLES}

    assert len({tag for tag, _ in said}) >= 35
    assert [
        key
        for key, (passed, failed) in said.items()
        if passed == failed or not (passed.endswith(".") and failed.endswith("."))
    ] == []


def test_words_for_one_kind_are_of_checks_that_it_has() -> None:
    every = set(made())

    assert [
        (kind, reason) for kind, reason in BY_KIND if (str(kind.__struct_config__.tag), reason) not in every
    ] == []


def test_every_event_has_words() -> None:
    assert set(PIECES) == set(EVENT_STRUCTS)


@pytest.mark.parametrize("tag", sorted(SAMPLES))
def test_an_event_is_a_sentence(tag: str) -> None:
    said = happening(SAMPLES[tag])

    assert said.endswith(".")
    assert "{" not in said
    assert "UNSET" not in said


def test_an_event_leaves_out_what_it_does_not_name() -> None:
    body = {"type": "item_disputed", "id": "d", "at": "2003-11-04T10:00:00Z", "item": "chq-7"}

    event = READER.read(json.dumps(body).encode())
    assert not isinstance(event, Unreadable)
    assert happening(event) == "Item chq-7 came into dispute."


def test_an_outcome_is_a_sentence_whatever_its_verdict() -> None:
    body: dict[str, object] = {"at": "2003-11-04T10:00:00Z", "deferred_until_on": "2003-12-10"}

    for verdict in VERDICTS:
        assert outcome_said(body | {"type": "fact_accepted", "verdict": verdict}).endswith(".")
    assert "fact_accepted" not in OUTCOMES


def test_every_value_of_the_law_is_looked_up_by_a_check_or_needed_for_a_figure() -> None:
    checks: list[Check[Any]] = [check for table in TABLES.values() for check in table]
    by_checks = {field for check in checks for field in looked_up(check.fails)}
    by_figures = {
        field
        for case in DOCUMENT.cases
        for event in map(READER.read, DOCUMENT.events_of(case))
        if not isinstance(event, Unreadable)
        for field in needed_for(event)
    }

    assert by_checks | by_figures == FIELDS


@pytest.mark.parametrize(
    ("cents", "shown"), [(0, "$0.00"), (5, "$0.05"), (-5, "-$0.05"), (123_456_789, "$1,234,567.89")]
)
def test_money_is_shown_in_dollars_and_cents(cents: int, shown: str) -> None:
    assert words.money(cents) == shown


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], "nobody"),
        (["A"], "A"),
        (["A", "BANK_OF_CANADA"], "A and the Bank of Canada"),
        (list("ABC"), "A, B and C"),
    ],
)
def test_names_are_listed_as_in_a_sentence(names: list[str], shown: str) -> None:
    assert words.listed(names) == shown


def test_days_instants_and_lengths_of_time_are_written_out() -> None:
    assert words.day(date(2003, 11, 4)) == "4 November 2003"
    assert words.instant("2003-11-04T16:00:00.5Z") == "16:00:00.5 UTC on 4 November 2003"
    assert words.duration(5_400_000_000) == "1 hour 30 minutes"
    assert words.whole(-1_000) == "(-1,000)"


def test_only_an_article_becomes_large_at_the_beginning_of_a_sentence() -> None:
    assert words.sentence("the Bank of Canada pays.") == "The Bank of Canada pays."
    assert words.sentence("alder pays.") == "alder pays."
