"""Who belongs together? (17CFR1.3/swap-dealer(4)(i)(A), (6)(i), section 4.6 of the contract)"""

from streams.domains.swaps.rules.control import (
    is_affiliated_with_swap_dealer,
    ultimate_controllers,
    with_majority_owners,
)
from tests.unit.swaps.events import Event, control, on_day, ownership, registered


def tops(entity: str, *facts: Event) -> list[str]:
    return ultimate_controllers(entity, on_day(*facts).controllers)


def owned_together(one: str, other: str, *facts: Event) -> bool:
    owners = on_day(*facts).majority_owners
    return not with_majority_owners(one, owners).isdisjoint(with_majority_owners(other, owners))


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
    facts = (ownership("A", "P"), ownership("B", "P"), ownership("C", "A"))
    assert owned_together("A", "B", *facts)
    assert owned_together("C", "A", *facts)
    assert not owned_together("A", "X", *facts)


def test_control_alone_makes_no_majority_owned_affiliates() -> None:
    assert not owned_together("A", "B", control("A", "P"), control("B", "P"))


def test_affiliation_with_a_swap_dealer_needs_another_one_in_the_family() -> None:
    family = (control("A", "P"), control("S", "P"))
    assert is_affiliated_with_swap_dealer("A", on_day(*family, registered("S")))
    assert not is_affiliated_with_swap_dealer("A", on_day(*family, registered("A")))
    assert not is_affiliated_with_swap_dealer("A", on_day(*family, registered("X")))
    assert not is_affiliated_with_swap_dealer("A", on_day(*family, registered("S", "MAJOR_SWAP_PARTICIPANT")))
