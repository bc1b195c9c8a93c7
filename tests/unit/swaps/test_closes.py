"""What does a close lay down, and what do earlier ones go on saying? (section 9 of the contract)"""

from tests.unit.swaps.events import amended, closed, event, person, rate, registered, traded
from tests.unit.swaps.folding import Folding

US_AND_GB = (person("A", "US"), person("B"))


def test_a_close_lays_down_only_the_rows_that_changed() -> None:
    folding = Folding(*US_AND_GB, *(traded(f"T{number}") for number in range(1, 40)), closed())
    before = len(folding.units)
    folding.tell(traded("T40"), closed("2022-01-11"))
    assert sorted(folding.rows_laid("tags", before)) == ["tags/T40/A/000002", "tags/T40/B/000002"]
    assert folding.rows_laid("entity_totals", before) == ["entity_totals/A/000002"]
    assert len(folding.view("tags", "2022-01-11")) == 40


def test_a_fact_lays_down_the_rows_of_the_parts_it_touches_and_nothing_else() -> None:
    old = [traded(f"OLD{number}", "2021-11-01") for number in range(5)]
    folding = Folding(*US_AND_GB, *old, traded(), closed())
    before = len(folding.units)
    folding.tell(person("A", "GB", at="2022-01-11T00:00:00Z", valid_from="2022-01-01"), closed("2022-01-11"))
    assert folding.rows_laid("tags", before) == ["tags/T1/A/000002"]


def test_a_late_rate_touches_the_dates_up_to_the_next_rate() -> None:
    euros = [{"currency": "EUR", "notional_cents": 100}]
    days = ("2022-01-09", "2022-01-10", "2022-01-11", "2022-01-12")
    swaps = [traded(f"T{day[-2:]}", day, notionals=euros) for day in days]
    folding = Folding(*US_AND_GB, *swaps, rate("EUR", "2022-01-12", 2_000_000_000), closed("2022-01-12"))
    before = len(folding.units)
    folding.tell(rate("EUR", "2022-01-10", 3_000_000_000), closed("2022-01-13"))
    assert {key.split("/")[1] for key in folding.rows_laid("tags", before)} == {"T10", "T11"}


def test_an_earlier_close_stays_as_it_was() -> None:
    euros = [{"currency": "EUR", "notional_cents": 100}]
    folding = Folding(*US_AND_GB, traded(notionals=euros), closed())
    folding.tell(rate("EUR", "2022-01-10", 2_000_000_000), closed())
    assert folding.view("tags", "2022-01-10")["T1"]["A"]["flags"] == ["FX_RATE_MISSING"]
    folding.tell(closed(at="2022-01-12T00:00:00Z"))
    assert folding.view("tags", "2022-01-10")["T1"]["A"]["flags"] == ["FX_RATE_MISSING"]
    again = folding.view("tags", "2022-01-10#2")["T1"]["A"]
    assert (again["flags"], again["counted_cents"]) == ([], 200)


def test_a_close_of_a_past_day_leaves_out_what_is_dated_later() -> None:
    folding = Folding(
        *US_AND_GB, traded(), traded("T2", "2022-02-01"), closed("2022-02-01"), closed("2022-01-31")
    )
    assert set(folding.view("tags", "2022-01-31")) == {"T1"}
    assert folding.view("entity_totals", "2022-01-31")["A"] == 100_000_000
    assert folding.view("entity_totals", "2022-02-01")["A"] == 200_000_000


def test_a_withdrawn_part_is_gone_from_the_next_close_on_and_can_come_again() -> None:
    more = amended(2, 300_000_000, "2022-01-10")
    wrong = event(
        "swap_corrected", swap="T1", version=3, amendment=more["id"], notionals=traded()["notionals"]
    )
    right = event("swap_corrected", swap="T1", version=4, amendment=more["id"], notionals=more["notionals"])
    folding = Folding(*US_AND_GB, traded(), more, closed("2022-01-10"))
    folding.tell(wrong, closed("2022-01-11"))
    folding.tell(right, closed("2022-01-12"))
    shown = [set(folding.view("tags", f"2022-01-{day}")) for day in (10, 11, 12)]
    assert shown == [{"T1", "T1#inc1"}, {"T1"}, {"T1", "T1#inc1"}]


def test_a_treatment_is_gone_when_its_party_was_no_swap_entity_after_all() -> None:
    dealer = registered("A")
    folding = Folding(*US_AND_GB, dealer, traded(), closed("2022-01-10"))
    folding.tell(registered("A", status="NOT_REGISTERED", at="2022-01-11T00:00:00Z"), closed("2022-01-11"))
    assert set(folding.view("treatment", "2022-01-10")["T1"]) == {"A"}
    assert folding.view("treatment", "2022-01-11") == {}
    assert folding.view("cap_usage", "2022-01-11") == {}


def test_every_person_ever_recorded_and_every_party_is_in_a_close() -> None:
    past = person("P", valid_from="1999-01-01", valid_until="2000-01-01")
    folding = Folding(past, traded(b={"entity": "UNKNOWN"}), closed())
    assert set(folding.view("entity_totals", "2022-01-10")) == {"P", "A", "UNKNOWN"}


def test_nothing_that_stands_behind_a_close_is_in_it() -> None:
    folding = Folding(*US_AND_GB, closed(), traded())
    assert folding.view("tags", "2022-01-10") == {}
    assert folding.view("entity_totals", "2022-01-10") == {"A": 0, "B": 0}
