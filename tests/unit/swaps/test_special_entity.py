"""Which swaps add to the line for special entities? (17CFR1.3/swap-dealer(4)(i)(B))"""

from streams.domains.swaps.rules.special_entity import is_with_special_entity
from tests.unit.swaps.events import person, side, traded

UTILITY = person("B", "US", special_entity=True, utility_special_entity=True)


def test_a_swap_with_a_special_entity_does() -> None:
    assert is_with_special_entity(side(person("B", "US", special_entity=True)))
    assert not is_with_special_entity(side(person("B", "US")))
    assert not is_with_special_entity(side())


def test_utility_operations_with_a_utility_special_entity_do_not() -> None:
    operations = traded(a={"exclusions": ["UTILITY_OPERATIONS"]})
    assert not is_with_special_entity(side(UTILITY, swap=operations))
    assert is_with_special_entity(side(UTILITY))
    assert is_with_special_entity(side(person("B", "US", special_entity=True), swap=operations))
