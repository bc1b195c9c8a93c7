"""Who belongs together? (17CFR1.3/swap-dealer(4)(i)(A), (6)(i), section 4.6 of the contract)"""

from streams.domains.swaps.rules.control import (
    are_majority_owned_affiliates,
    is_affiliated_with_swap_dealer,
    ultimate_controllers,
)
from tests.unit.swaps.events import Event, control, on_day, ownership, registered


def tops(entity: str, *facts: Event) -> list[str]:
    return ultimate_controllers(entity, on_day(*facts).controllers)


def test_who_has_no_controllers_is_its_own() -> None:
    assert tops("A") == ["A"]
    assert tops("A", control("A")) == ["A"]


def test_control_is_followed_to_the_top_and_to_every_top() -> None:
    assert tops("A", control("A", "B", "C"), control("B", "D")) == ["C", "D"]


def test_a_circle_without_a_top_has_none() -> None:
    assert tops("A", control("A", "B"), control("B", "A")) == []


def test_a_later_record_replaces_the_list() -> None:
    assert tops("A", control("A", "B"), control("A", "C", at="2021-02-01T00:00:00Z")) == ["C"]


def test_majority_owned_affiliates_meet_in_an_owner_or_are_owner_and_owned() -> None:
    facts = on_day(ownership("A", "P"), ownership("B", "P"), ownership("C", "A"))
    assert are_majority_owned_affiliates("A", "B", facts)
    assert are_majority_owned_affiliates("C", "A", facts)
    assert not are_majority_owned_affiliates("A", "X", facts)


def test_control_alone_makes_no_majority_owned_affiliates() -> None:
    assert not are_majority_owned_affiliates("A", "B", on_day(control("A", "P"), control("B", "P")))


def test_nobody_is_its_own_majority_owned_affiliate() -> None:
    assert not are_majority_owned_affiliates("A", "A", on_day(ownership("A", "P")))


def test_affiliation_with_a_swap_dealer_needs_another_one_in_the_family() -> None:
    family = (control("A", "P"), control("S", "P"))
    assert is_affiliated_with_swap_dealer("A", on_day(*family, registered("S")))
    assert not is_affiliated_with_swap_dealer("A", on_day(*family, registered("A")))
    assert not is_affiliated_with_swap_dealer("A", on_day(*family, registered("X")))
    assert not is_affiliated_with_swap_dealer("A", on_day(*family, registered("S", "MAJOR_SWAP_PARTICIPANT")))
