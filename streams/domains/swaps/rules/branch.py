"""Through which branch does a party act? (17CFR23.23/(a)(3), (16), (17), XB2020/6)"""

from typing import NamedTuple

from msgspec import UNSET

from schemas.swaps import Party
from streams.domains.swaps.rules.us_person import US
from streams.domains.swaps.state.facts_on_day import FactsOnDay, is_set
from streams.kernel.citation import cites


class Acting(NamedTuple):
    """Where a party acts from; neither is its home.

    Attributes:
        located_in: the country of the branch it acts through.
    """

    through_foreign_branch: bool = False
    through_us_branch: bool = False
    located_in: str | None = None


HOME = Acting()


@cites("17CFR23.23/(a)(3)", "17CFR23.23/(a)(16)", "17CFR23.23/(a)(17)")
def acting(party: Party, facts: FactsOnDay, *, is_us: bool) -> Acting:
    """Where a party acts from.

    Args:
        is_us: whether the party is a U.S. person in the eyes of whoever asks.
    """
    if party.branch is UNSET:
        return HOME
    branch = facts.branch(party.branch)
    if branch is None:
        return HOME
    if is_us:
        is_foreign_branch = (
            branch.located_in != US
            and branch.foreign_branch_conditions_met
            and is_set(party.branch_is_payment_office)
            and is_set(party.branch_normal_course)
            and is_set(party.booked_in_branch)
        )
        return (
            Acting(through_foreign_branch=True, located_in=branch.located_in) if is_foreign_branch else HOME
        )
    if branch.located_in == US and is_set(party.booked_in_branch):
        return Acting(through_us_branch=True, located_in=US)
    return HOME
