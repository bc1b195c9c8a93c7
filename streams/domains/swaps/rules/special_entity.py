"""Which swaps add to the line for special entities? (17CFR1.3/swap-dealer(4)(i)(B))"""

from msgspec import UNSET

from streams.domains.swaps.rules.side import Side
from streams.domains.swaps.state.facts_on_day import is_set
from streams.kernel.citation import cites


@cites("17CFR1.3/swap-dealer(4)(i)(B)")
def is_with_special_entity(side: Side) -> bool:
    """Say whether the counterparty is a special entity, utility operations with a utility special entity left out."""
    record = side.counterparty_facts.entity(side.counterparty.entity)
    if record is None or not is_set(record.special_entity):
        return False
    exclusions = side.party.exclusions
    is_utility_operation = exclusions is not UNSET and "UTILITY_OPERATIONS" in exclusions
    return not (is_utility_operation and is_set(record.utility_special_entity))
