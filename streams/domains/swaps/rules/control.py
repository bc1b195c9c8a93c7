"""Who belongs together? (17CFR1.3/swap-dealer(4)(i)(A), (6)(i), 17CFR23.23/(b)(2)(iii), XB2020/5)"""

from collections.abc import Callable

from streams.domains.swaps.state.facts_on_day import FactsOnDay
from streams.kernel.citation import cites


def _upwards(entity: str, above: Callable[[str], tuple[str, ...]]) -> frozenset[str]:
    """Somebody and all above it, direct and indirect."""
    direct = above(entity)
    if not direct:
        return frozenset((entity,))
    seen = {entity}
    waiting = list(direct)
    while waiting:
        person = waiting.pop()
        if person not in seen:
            seen.add(person)
            waiting += above(person)
    return frozenset(seen)


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def with_controllers(entity: str, controllers: Callable[[str], tuple[str, ...]]) -> frozenset[str]:
    """An entity with all its controllers, direct and indirect; two whose sets meet are affiliated."""
    return _upwards(entity, controllers)


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def ultimate_controllers(entity: str, controllers: Callable[[str], tuple[str, ...]]) -> list[str]:
    """Who controls an entity and is controlled by nobody, in order; a circle without a top has none."""
    return sorted(person for person in _upwards(entity, controllers) if not controllers(person))


@cites("17CFR1.3/swap-dealer(6)(i)")
def with_majority_owners(entity: str, owners: Callable[[str], tuple[str, ...]]) -> frozenset[str]:
    """An entity with all its majority owners, direct and indirect; two whose sets meet are majority-owned affiliates.

    Reading R9: the exemption needs majority ownership; aggregation needs control.
    """
    return _upwards(entity, owners)


@cites("17CFR23.23/(b)(2)(iii)")
def is_affiliated_with_swap_dealer(entity: str, facts: FactsOnDay) -> bool:
    """Say whether another entity is a registered swap dealer and affiliated with this one."""
    mine = with_controllers(entity, facts.controllers)
    return any(
        dealer != entity and not mine.isdisjoint(with_controllers(dealer, facts.controllers))
        for dealer in facts.swap_dealers()
    )
