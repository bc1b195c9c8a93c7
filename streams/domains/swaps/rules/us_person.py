"""Who is a U.S. person? (17CFR23.23/(a)(23), XB2020/3)"""

from typing import assert_never

from msgspec import UNSET

from streams.domains.swaps.law.values import Values
from streams.domains.swaps.state.facts_on_day import FactsOnDay, is_set
from streams.kernel.citation import cites

US = "US"


@cites("17CFR23.23/(a)(23)", "XB2020/2", "XB2020/3")
def is_us_person(entity: str, facts: FactsOnDay, law: Values) -> bool | None:
    """Say whether the recorded facts make somebody a U.S. person.

    Returns:
        None where it is not known: there is no record, or accounts are held for each other in a circle.
    """
    seen: set[str] = set()
    while entity not in seen:
        seen.add(entity)
        record = facts.entity(entity)
        if record is None:
            return None
        match record.kind:
            case "INTERNATIONAL_ORGANIZATION":
                return False
            case "NATURAL_PERSON" | "ESTATE":
                return record.resident_in == US
            case "ACCOUNT":
                entity = "" if record.account_owner is UNSET else record.account_owner
            case "LEGAL_PERSON" | "COLLECTIVE_INVESTMENT_VEHICLE":
                if record.organized_in == US:
                    return True
                is_offered_abroad_only = (
                    record.kind == "COLLECTIVE_INVESTMENT_VEHICLE"
                    and is_set(record.offered_publicly_only_to_non_us_persons)
                    and law.public_offer_overrides_principal_place
                )
                return record.principal_place_of_business == US and not is_offered_abroad_only
            case _:
                assert_never(record.kind)
    return None
