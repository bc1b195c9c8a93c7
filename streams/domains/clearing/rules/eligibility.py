"""Does an applicant meet the limbs for a role? (BL3/26, BL3/29(2), BL3/32, BL3/33)

The software never appoints: an appointment is the Board's act and is not checked against this assessment.
"""

from schemas.clearing import ApplicationCompleted
from streams.domains.clearing.rules.appointment import APPOINTED_UNDER, is_excluded, member_is_unknown
from streams.domains.clearing.rules.fact import FactSituation
from streams.domains.clearing.rules.verdicts import CORPUS, Check, Reason, Verdict
from streams.domains.clearing.state.roles import CLEARING_AGENT, DIRECT_CLEARER
from streams.kernel.citation import cites

Situation = FactSituation[ApplicationCompleted]


@cites("BL3/26", "BL3/29(2)", "BL3/33")
def _member_is_unknown(of: Situation) -> bool:
    return member_is_unknown(of.registry, of.fact.member, of.at_us)


APPLICATION_COMPLETED: tuple[Check[Situation], ...] = (Check(Reason.UNKNOWN_MEMBER, _member_is_unknown),)


@cites("BL3/26(c)", "BL3/29(2)(b)")
def has_volume(item_volume_count: int, national_item_volume_count: int, threshold_ppm: int) -> bool:
    """Whether a volume reaches the threshold, in parts per million of the national volume; exact in integers."""
    return item_volume_count * 1_000_000 >= threshold_ppm * national_item_volume_count


@cites("BL3/26", "BL3/26(a)", "BL3/26(b)", "BL3/26(c)", "BL3/26(d)", "BL3/32")
def direct_clearer_limbs(of: Situation) -> dict[str, bool]:
    """The limbs for a direct clearer; all must hold."""
    fact = of.fact
    return {
        "26(a)": fact.settlement_account_at_bank_of_canada,
        "26(b)": fact.loan_facility_at_bank_of_canada,
        "26(c)": has_volume(
            fact.item_volume_count, fact.national_item_volume_count, of.law.volume_threshold_ppm
        ),
        "26(d)": fact.other_requirements_met,
        "32": not is_excluded(of.registry, fact.member),
    }


@cites("BL3/29(2)", "BL3/29(2)(a)", "BL3/29(2)(b)", "BL3/29(2)(c)", "BL3/32")
def group_clearer_limbs(of: Situation) -> dict[str, bool]:
    """The limbs for a group clearer; 29(2)(c) only where the commitments of the group are stated."""
    as_direct = direct_clearer_limbs(of)
    limbs = {
        "29(2)(a)": as_direct["26(a)"] and as_direct["26(b)"] and as_direct["26(d)"],
        "29(2)(b)": as_direct["26(c)"],
        "32": as_direct["32"],
    }
    commitments = of.fact.contractual_commitments_made
    if isinstance(commitments, bool):
        limbs["29(2)(c)"] = commitments
    return limbs


@cites("BL3/33")
def clearing_agent_limbs(of: Situation) -> dict[str, bool]:
    """The limb for a clearing agent: it is a clearer and meets the other requirements."""
    is_clearer = of.registry.roles.is_clearer(of.fact.member, of.at_us)
    return {"33": is_clearer and of.fact.other_requirements_met}


@cites("BL3/26", "BL3/29(2)", "BL3/33")
def assess(of: Situation) -> Verdict:
    """Whether the applicant is eligible, with every limb; an INELIGIBLE one cites the limbs that fail."""
    if of.fact.role == DIRECT_CLEARER:
        limbs = direct_clearer_limbs(of)
        eligible = all(limbs.values())
    elif of.fact.role == CLEARING_AGENT:
        limbs = clearing_agent_limbs(of)
        eligible = all(limbs.values())
    else:
        limbs = group_clearer_limbs(of)
        combine = all if of.law.section_29_conjunction == "ALL" else any
        eligible = limbs["32"] and combine(holds for limb, holds in limbs.items() if limb != "32")
    more = (("limbs", {CORPUS + limb: holds for limb, holds in limbs.items()}),)
    if eligible:
        return Verdict("ELIGIBLE", (primary_citation(of.fact),), more=more)
    return Verdict("INELIGIBLE", tuple(sorted(limb for limb, holds in limbs.items() if not holds)), more=more)


def primary_citation(fact: ApplicationCompleted) -> str:
    """The provision of an application for a role."""
    return "29(2)" if fact.role == "GROUP_CLEARER" else APPOINTED_UNDER[fact.role]
