"""Who may be appointed to a role, and whose role may be revoked? (BL3/26, BL3/27, BL3/29, BL3/30, BL3/32 to BL3/34)"""

from typing import Final

from schemas.clearing import RoleAppointed, RoleRevoked
from streams.domains.clearing.rules.fact import BACKDATED, FactSituation
from streams.domains.clearing.rules.verdicts import Check, Reason
from streams.domains.clearing.state.parties import BANK_OF_CANADA
from streams.domains.clearing.state.registry import Registry
from streams.domains.clearing.state.roles import CLEARER_ROLES, CLEARING_AGENT
from streams.kernel.citation import cites

APPOINTED_UNDER: Final = {"DIRECT_CLEARER": "26", "GROUP_CLEARER": "29(1)", "CLEARING_AGENT": "33"}
REVOKED_UNDER: Final = {"DIRECT_CLEARER": "27(1)", "GROUP_CLEARER": "30(1)", "CLEARING_AGENT": "34(1)"}

EXCLUDED_CLASSES: Final = frozenset(
    {
        "QUALIFIED_CORPORATION_MONEY_MARKET_MUTUAL_FUND",
        "TRUSTEE_OF_QUALIFIED_TRUST",
        "LIFE_INSURANCE_COMPANY",
    }
)


@cites("BL3/32")
def is_excluded(registry: Registry, member: str) -> bool:
    """Whether the class of a member keeps it from being a direct or group clearer."""
    return registry.parties.member_class(member) in EXCLUDED_CLASSES


@cites("BL3/26", "BL3/29(1)", "BL3/33")
def member_is_unknown(registry: Registry, member: str, at_us: int) -> bool:
    """Whether it is no registered member that can hold a role; the Bank of Canada cannot."""
    return member == BANK_OF_CANADA or not registry.parties.is_member(member, at_us)


@cites("BL3/26", "BL3/29(1)", "BL3/33")
def _member_is_unknown(of: FactSituation[RoleAppointed]) -> bool:
    return member_is_unknown(of.registry, of.fact.member, of.at_us)


@cites("BL3/32")
def _class_is_excluded(of: FactSituation[RoleAppointed]) -> bool:
    return of.fact.role in CLEARER_ROLES and is_excluded(of.registry, of.fact.member)


@cites("BL3/33")
def _agent_is_no_clearer(of: FactSituation[RoleAppointed]) -> bool:
    return of.fact.role == CLEARING_AGENT and not of.registry.roles.is_clearer(of.fact.member, of.effect_us)


@cites("BL3/26", "BL3/29(1)", "BL3/33")
def _role_is_held(of: FactSituation[RoleAppointed]) -> bool:
    return of.registry.roles.holds(of.fact.member, of.fact.role, of.effect_us)


@cites("BL3/27(1)", "BL3/30(1)", "BL3/34(1)")
def _role_is_not_held(of: FactSituation[RoleRevoked]) -> bool:
    return not of.registry.roles.holds(of.fact.member, of.fact.role, of.effect_us)


ROLE_APPOINTED: tuple[Check[FactSituation[RoleAppointed]], ...] = (
    BACKDATED,
    Check(Reason.UNKNOWN_MEMBER, _member_is_unknown),
    Check(Reason.CLASS_EXCLUDED, _class_is_excluded, ("32",)),
    Check(Reason.NOT_A_CLEARER, _agent_is_no_clearer, ("33",)),
    Check(Reason.ALREADY_APPOINTED, _role_is_held),
)
ROLE_REVOKED: tuple[Check[FactSituation[RoleRevoked]], ...] = (
    BACKDATED,
    Check(Reason.ROLE_NOT_HELD, _role_is_not_held),
)
