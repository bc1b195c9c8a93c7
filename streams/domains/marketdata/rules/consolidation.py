"""Who owes the Data Consolidation Fee? (EDGA2015/II.A.1(consolidation-fee), R13)"""

from streams.domains.marketdata.rules.license import DIGITAL_MEDIA_ENTERPRISE
from streams.domains.marketdata.rules.standing import Standing
from streams.kernel.citation import cites


@cites("EDGA2015/II.A.1(consolidation-fee)", "MARKETDATA/R13")
def distributing_entities(standing: Standing, *, internal_too: bool = False) -> set[str]:
    """The legal entities that own an External Distributor, or if asked an Internal one, with an active agreement."""
    return {
        registration.legal_entity
        for name, registration in standing.distributors.items()
        if name in standing.with_agreement and (registration.is_external or internal_too)
    }


@cites(
    "EDGA2015/II.A.1(consolidation-fee)",
    "EDGA2015/II.A.1(digital-media-fee)",
    "MARKETDATA/R13",
    "MARKETDATA/R14",
)
def owners(standing: Standing) -> list[str]:
    """The legal entities that owe the fee, each once: those that distribute, and those that hold a license for it."""
    law = standing.law
    holders = {
        standing.firms[license_.recipient_firm]
        for license_ in standing.active_licenses
        if license_.kind == DIGITAL_MEDIA_ENTERPRISE or law.consolidation_fee_enterprise_licensee
    }
    internal_too = law.consolidation_fee_internal_distributor
    return sorted(holders | distributing_entities(standing, internal_too=internal_too))
