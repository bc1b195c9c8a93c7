"""What is published when a tag is new, changed or gone, and at a close? (section 9.1 of the contract)"""

from tests.unit.swaps.events import (
    ABROAD,
    Event,
    amended,
    branch,
    closed,
    event,
    novated,
    person,
    rate,
    registered,
    traded,
    usd,
)
from tests.unit.swaps.folding import Folding

US_AND_GB = (person("A", "US"), person("B"))


def ids(outcomes: list[Event]) -> list[str]:
    return sorted(str(one["id"]) for one in outcomes)


def test_a_swap_is_tagged_for_both_parties_at_its_event() -> None:
    swap = traded()
    told = Folding(*US_AND_GB).tell(swap)
    assert ids(told) == [f"{swap['id']}/swap_tagged/T1/A", f"{swap['id']}/swap_tagged/T1/B"]
    assert {one["reason"] for one in told} == {"US_PERSON", "NOT_DEALING"}


def test_a_late_fact_changes_tags_at_the_next_mark_and_names_what_they_replace() -> None:
    swap, late, tick = traded(), person("A", "US", at="2022-01-11T00:00:00Z"), event("tick")
    folding = Folding(person("A"), person("B"), swap)
    assert folding.tell(late) == []
    (told,) = folding.tell(tick)
    assert told["id"] == f"{tick['id']}/swap_tagged/T1/A"
    assert (told["reason"], told["replaces"]) == ("US_PERSON", f"{swap['id']}/swap_tagged/T1/A")


def test_a_fact_that_changes_no_tag_publishes_nothing() -> None:
    folding = Folding(*US_AND_GB, traded())
    assert folding.tell(person("C"), registered("C"), event("tick")) == []


def test_a_fact_outside_its_validity_changes_no_tag() -> None:
    folding = Folding(*US_AND_GB, traded())
    later = person("A", "GB", at="2022-02-01T00:00:00Z", valid_from="2022-01-11")
    assert folding.tell(later, event("tick")) == []


def test_a_part_that_is_no_longer_there_is_withdrawn() -> None:
    swap, more = traded(), amended(2, 300_000_000)
    folding = Folding(*US_AND_GB, swap, more)
    told = folding.tell(event("swap_cancelled", swap="T1", amendment=more["id"]))
    assert {one["type"] for one in told} == {"swap_tag_withdrawn"}
    assert {one["replaces"] for one in told} == {
        f"{more['id']}/swap_tagged/T1#inc1/{party}" for party in ("A", "B")
    }


def test_a_corrected_party_is_tagged_and_the_wrong_one_withdrawn() -> None:
    folding = Folding(*US_AND_GB, traded())
    parties = [{"entity": "A", "dealing": True}, {"entity": "C", "dealing": False}]
    told = folding.tell(event("swap_corrected", swap="T1", version=2, parties=parties))
    assert [(one["type"], one["entity"]) for one in told if one["entity"] != "A"] == [
        ("swap_tagged", "C"),
        ("swap_tag_withdrawn", "B"),
    ]


def test_a_treatment_is_determined_for_a_swap_entity_and_names_what_it_replaces() -> None:
    swap, dealer = traded(), registered("A")
    folding = Folding(*US_AND_GB, dealer, swap)
    (first,) = folding.outcomes("treatment_determined")
    assert (first["entity"], first["group_c"]) == ("A", "FULL")
    folding.tell(person("A", "GB", at="2022-01-11T00:00:00Z"), event("tick"))
    second = folding.outcomes("treatment_determined")[-1]
    assert (second["replaces"], second["group_c"]) == (first["id"], "FOREIGN_SWAP_GROUP_C_EXCEPTION")


def test_every_outcome_names_its_event_stamp_law_and_a_provision() -> None:
    folding = Folding(*US_AND_GB, traded(), closed())
    for outcome in folding.outcomes("swap_tagged", "day_totals_established"):
        assert {"type", "id", "event", "at", "cites", "law"} <= outcome.keys()
        assert outcome["cites"] != []


# Ids


def test_an_id_with_another_body_is_refused_once_and_the_first_stands() -> None:
    swap = traded()
    other = {**swap, "traded_on": "2022-01-11"}
    folding = Folding(*US_AND_GB, swap)
    (refused,) = folding.tell(other, other, {**swap, "traded_on": "2022-01-12"})
    assert (refused["id"], refused["reason"]) == (f"{swap['id']}/event_refused", "EVENT_ID_CONFLICT")
    folding.tell(closed("2022-01-31"))
    assert folding.view("tags", "2022-01-31")["T1"]["A"]["traded_on"] == "2022-01-10"


def test_a_conflicting_fact_is_refused_once_though_every_partition_reads_it() -> None:
    fact = person("A", "US")
    told = Folding(fact).tell({**fact, "kind": "ESTATE"})
    assert ids(told) == [f"{fact['id']}/event_refused"]


def test_the_same_body_again_is_no_conflict_and_no_second_close() -> None:
    close = closed()
    folding = Folding(*US_AND_GB, traded(), close)
    assert folding.tell(close, traded()) == []


def novation(*said: object, **fields: object) -> Event:
    struct = novated(*said, **fields)  # type: ignore[arg-type]
    newcomer = {"entity": struct.transferee.entity, "dealing": True}
    body = {"swap": struct.swap, "new_swap": struct.new_swap, "novated_on": struct.novated_on}
    return {
        "type": "swap_novated",
        "id": "n1",
        "at": struct.at,
        "transferor": "A",
        "transferee": newcomer,
        **body,
    }


def test_a_conflicting_novation_is_refused_once_though_two_partitions_read_it() -> None:
    first = novation("T1", "N1", "A", "C")
    folding = Folding(*US_AND_GB, traded(), first)
    assert ids(folding.tell({**first, "novated_on": "2022-02-11"})) == ["n1/event_refused"]


def test_a_novation_whose_id_the_new_swap_knows_from_elsewhere_has_no_effect() -> None:
    folding = Folding(*US_AND_GB, traded(), traded("T9"), novation("T1", "N1", "A", "C"))
    assert ids(folding.tell(novation("T9", "N1", "A", "D"))) == ["n1/event_refused"]
    folding.tell(closed("2022-03-01"))
    assert set(folding.view("tags", "2022-03-01")["N1"]) == {"B", "C"}


# Novations


def test_a_novated_swap_keeps_its_tags_and_the_new_one_is_tagged_at_the_mark() -> None:
    folding = Folding(*US_AND_GB, traded())
    assert folding.tell(novation("T1", "N1", "A", "C")) == []
    close = closed("2022-03-01")
    told = [one for one in folding.tell(close) if one["type"] == "swap_tagged"]
    assert ids(told) == [f"{close['id']}/swap_tagged/N1/B", f"{close['id']}/swap_tagged/N1/C"]
    assert set(folding.view("tags", "2022-03-01")) == {"T1", "N1"}


def test_what_is_said_of_a_novated_swap_later_reaches_the_swap_that_arose_from_it() -> None:
    folding = Folding(*US_AND_GB, traded(), novation("T1", "N1", "A", "C"), closed("2022-03-01"))
    folding.tell(event("swap_corrected", swap="T1", version=2, notionals=usd(7)), closed("2022-03-02"))
    assert folding.view("tags", "2022-03-02")["N1"]["C"]["counted_cents"] == 7
    assert folding.view("tags", "2022-03-01")["N1"]["C"]["counted_cents"] == 100_000_000


# Closes


def test_a_crossing_requires_registration_and_a_late_correction_withdraws_it() -> None:
    folding = Folding(*US_AND_GB, traded(), de_minimis_threshold_cents=99_999_999)
    told = {one["type"]: one for one in folding.tell(closed())}
    assert told["threshold_level_changed"]["level"] == "EXCEEDED"
    assert told["registration_required"]["exceeded_on"] == "2022-01-10"
    assert told["registration_required"]["due_on"] == "2022-03-31"
    smaller = event("swap_corrected", swap="T1", version=2, notionals=usd(1))
    told = {one["type"]: one for one in folding.tell(smaller, closed("2022-01-11"))}
    assert told["registration_requirement_withdrawn"]["entity"] == "A"
    assert told["threshold_level_changed"]["level"] == "WITHIN"


def test_a_close_of_an_earlier_day_compares_nothing() -> None:
    folding = Folding(*US_AND_GB, traded(), closed("2022-02-01"), de_minimis_threshold_cents=99_999_999)
    told = folding.tell(traded("T2", "2021-12-01"), closed("2022-01-09"))
    kinds = {one["type"] for one in told}
    assert kinds == {"swap_tagged", "day_totals_established"}


def test_a_missing_rate_is_named_at_every_close_until_it_comes() -> None:
    euros = [{"currency": "EUR", "notional_cents": 1}]
    folding = Folding(*US_AND_GB, traded(notionals=euros), traded("T2", notionals=euros))
    for day in ("2022-01-10", "2022-01-11"):
        (told,) = [one for one in folding.tell(closed(day)) if one["type"] == "rate_missing"]
        assert (told["currency"], told["rate_on"], told["parts"]) == ("EUR", "2022-01-10", ["T1", "T2"])
    told_later = folding.tell(rate("EUR", "2022-01-10", 2_000_000_000), closed("2022-01-12"))
    assert [one for one in told_later if one["type"] == "rate_missing"] == []


def test_an_exceeded_cap_is_told_once() -> None:
    facts = (*US_AND_GB, registered("A"), branch("HK-BRANCH", "HK"))
    folding = Folding(*facts, traded(a=ABROAD))
    (told,) = [one for one in folding.tell(closed()) if one["type"] == "exception_cap_exceeded"]
    assert (told["entity"], told["quarter"], told["relying_cents"]) == ("A", "2022-Q1", 100_000_000)
    assert [
        one for one in folding.tell(closed("2022-01-11")) if one["type"] == "exception_cap_exceeded"
    ] == []


def test_the_digest_of_a_close_is_that_of_what_it_says_and_does_not_depend_on_partitions() -> None:
    said = (*US_AND_GB, traded(), closed("2022-02-01"), event("tick"), closed("2022-02-02"))
    one, three = (
        {o["digest"] for o in Folding(*said, partitions=n).outcomes("day_totals_established")} for n in (1, 3)
    )
    assert one == three
    assert len(one) == 1
    other = Folding(*US_AND_GB, traded(notionals=usd(1)), closed("2022-02-01"))
    assert {o["digest"] for o in other.outcomes("day_totals_established")} != one
