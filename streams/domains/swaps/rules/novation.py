"""Which swap arises when one party steps out and another steps in? (17CFR1.3/swap-dealer(4)(i)(A))"""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import UNSET

from schemas.swaps import Party, SwapNovated
from streams.domains.swaps.rules.terms import corrected_terms, execution_of, notionals_on, traded_terms
from streams.domains.swaps.state.facts_on_day import is_set
from streams.domains.swaps.state.terms import Terms
from streams.domains.swaps.state.told import Told
from streams.kernel.citation import cites


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def arisen_terms(told: Mapping[str, Told], novations: Iterable[SwapNovated]) -> dict[str, Terms]:
    """The terms of every swap that arises by novation, before corrections of its own.

    Args:
        told: what was said of each swap that a novation names.
        novations: those that name these swaps, in any order.

    Reading: novations are gone through in order of day and id, again and again, and each takes effect as soon as it
    can, so that a chain read from its end to its beginning resolves.
    """
    arisen: dict[str, Terms] = {}
    terms: dict[str, Terms] = {}
    for swap, said in told.items():
        base = traded_terms(said)
        if base is not None:
            terms[swap] = corrected_terms(base, said)
    waiting = sorted(novations, key=lambda event: (event.novated_on, event.id, event.swap, event.new_swap))
    progress = True
    while progress:
        progress = False
        for novation in waiting:
            base = None if novation.new_swap in terms else novated_terms(novation, terms, told)
            if base is not None:
                arisen[novation.new_swap] = base
                terms[novation.new_swap] = corrected_terms(base, told[novation.new_swap])
                progress = True
    return arisen


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def novated_terms(
    novation: SwapNovated, terms: Mapping[str, Terms], told: Mapping[str, Told]
) -> Terms | None:
    """The terms of the swap that a novation makes arise, before corrections of its own; None where it takes no effect.

    It takes none while the old swap has no base, if the transferor is none of its parties, or if the transferee is
    the party that stays.
    """
    old = terms.get(novation.swap)
    if old is None:
        return None
    staying = [party for party in old.parties if party.entity != novation.transferor]
    if len(staying) != 1 or staying[0].entity == novation.transferee.entity:
        return None
    return Terms(
        novation.novated_on,
        old.product,
        notionals_on(novation.novated_on, old, told[novation.swap])
        if novation.notionals is UNSET
        else novation.notionals,
        (novation.transferee, _remaining(staying[0], novation)),
        execution_of(novation),
    )


def _remaining(party: Party, novation: SwapNovated) -> Party:
    """The party that stays: its branch carries over, its exclusions do not, and the novation says whether it deals."""
    dealing = is_set(novation.remaining_party_dealing, default=True)
    return msgspec.structs.replace(party, dealing=dealing, exclusions=UNSET)
