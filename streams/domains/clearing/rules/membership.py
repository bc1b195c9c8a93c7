"""Who becomes known, and who ceases to exist? (BL3/4, BL3/25, BL3/36)"""

from schemas.clearing import MemberRegistered, MembersAmalgamated, NonMemberEntityRegistered
from streams.domains.clearing.rules.fact import FactSituation
from streams.domains.clearing.rules.verdicts import Check, Reason
from streams.domains.clearing.state.parties import BANK_OF_CANADA
from streams.kernel.citation import cites


@cites("BL3/25")
def _member_is_registered(of: FactSituation[MemberRegistered]) -> bool:
    return of.registry.parties.is_in_use(of.fact.member)


@cites("BL3/4")
def _entity_is_registered(of: FactSituation[NonMemberEntityRegistered]) -> bool:
    return of.registry.parties.is_in_use(of.fact.entity)


@cites("BL3/4")
def _responsible_member_is_unknown(of: FactSituation[NonMemberEntityRegistered]) -> bool:
    return not of.registry.parties.is_member(of.fact.responsible_member, of.at_us)


@cites("BL3/36(1)")
def _member_is_its_successor(of: FactSituation[MembersAmalgamated]) -> bool:
    return of.fact.ceased_member == of.fact.successor


@cites("BL3/36(1)")
def _an_amalgamating_member_is_unknown(of: FactSituation[MembersAmalgamated]) -> bool:
    """The Bank neither ceases nor continues another, and nobody ceases into a member that has itself ceased."""
    both = (of.fact.ceased_member, of.fact.successor)
    parties, amalgamations = of.registry.parties, of.registry.amalgamations
    return (
        BANK_OF_CANADA in both
        or not all(parties.is_member(member, of.at_us) for member in both)
        or amalgamations.has_ceased(of.fact.successor, of.at_us)
    )


MEMBER_REGISTERED: tuple[Check[FactSituation[MemberRegistered]], ...] = (
    Check(Reason.ALREADY_REGISTERED, _member_is_registered),
)
NON_MEMBER_ENTITY_REGISTERED: tuple[Check[FactSituation[NonMemberEntityRegistered]], ...] = (
    Check(Reason.UNKNOWN_MEMBER, _responsible_member_is_unknown),
    Check(Reason.ALREADY_REGISTERED, _entity_is_registered),
)
MEMBERS_AMALGAMATED: tuple[Check[FactSituation[MembersAmalgamated]], ...] = (
    Check(Reason.SELF_ENTRY, _member_is_its_successor),
    Check(Reason.UNKNOWN_MEMBER, _an_amalgamating_member_is_unknown),
)
