"""Who is a significant risk subsidiary? (17CFR23.23/(a)(12) to (15), XB2020/2)"""

from streams.domains.swaps.law.values import Values
from streams.domains.swaps.rules.us_person import is_us_person
from streams.domains.swaps.state.facts_on_day import FactsOnDay, is_set
from streams.kernel.citation import cites


@cites("17CFR23.23/(a)(12)", "17CFR23.23/(a)(13)", "17CFR23.23/(a)(14)", "XB2020/2")
def is_significant_risk_subsidiary(entity: str, facts: FactsOnDay, law: Values) -> bool:
    """Say whether the recorded figures make a non-U.S. person a significant risk subsidiary."""
    record = facts.significant_subsidiary(entity)
    if record is None or is_us_person(entity, facts, law):
        return False
    if record.ultimate_us_parent_assets_cents <= law.significant_parent_assets_cents:
        return False
    if is_set(record.federal_reserve_supervised):
        return False
    if is_set(record.basel_consistent_home_supervision) and is_set(record.margin_comparability_determination):
        return False
    return (
        record.equity_capital_share_ppm >= law.significant_equity_capital_share_ppm
        or record.revenue_share_ppm >= law.significant_revenue_share_ppm
        or record.total_assets_share_ppm >= law.significant_total_assets_share_ppm
    )
