"""Who is registered in a month, and who may distribute? (EDGA2015/II.A.1(external-distributor))"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from msgspec import UnsetType

from schemas.marketdata import DistributionAgreementSigned, DistributorRegistered, RecipientFirmRegistered
from streams.domains.marketdata.rules.statements import place
from streams.domains.marketdata.state.facts import FactStatement
from streams.domains.marketdata.state.months import month_of_text
from streams.kernel.citation import cites

R = TypeVar("R", DistributorRegistered, RecipientFirmRegistered, DistributionAgreementSigned)


class Registration(NamedTuple):
    """A Distributor as it is registered in a month."""

    legal_entity: str
    is_external: bool


def standing(statements: Iterable[FactStatement], kind: type[R], name: str) -> Mapping[str, R]:
    """The newest statement of a kind about each name."""
    found: dict[str, tuple[tuple[int, str], R]] = {}
    for statement in statements:
        fact = statement.fact
        if isinstance(fact, kind):
            about = str(getattr(fact, name))
            if about not in found or found[about][0] < place(statement):
                found[about] = place(statement), fact
    return {about: fact for about, (_, fact) in found.items()}


def _reaches(first_month: str | UnsetType, month: int) -> bool:
    return isinstance(first_month, UnsetType) or month_of_text(first_month) <= month


@cites("MARKETDATA/R26", "EDGA2015/II.A.1(external-distributor)")
def distributors(month: int, statements: Sequence[FactStatement]) -> dict[str, Registration]:
    """The Distributors registered in a month; of the statements that reach it the newest holds."""
    reaching = [
        one
        for one in statements
        if isinstance(one.fact, DistributorRegistered) and _reaches(one.fact.first_month, month)
    ]
    return {
        name: Registration(fact.legal_entity, fact.distributor_kind == "EXTERNAL")
        for name, fact in standing(reaching, DistributorRegistered, "distributor").items()
    }


@cites("MARKETDATA/R26")
def recipient_firms(month: int, statements: Sequence[FactStatement]) -> dict[str, str]:
    """The recipient firms registered in a month, with their legal entities."""
    reaching = [
        one
        for one in statements
        if isinstance(one.fact, RecipientFirmRegistered) and _reaches(one.fact.first_month, month)
    ]
    newest = standing(reaching, RecipientFirmRegistered, "recipient_firm")
    return {name: fact.legal_entity for name, fact in newest.items()}


@cites("EDGA2015/II.A.1(external-distributor)", "MARKETDATA/R26")
def with_agreement(month: int, statements: Sequence[FactStatement]) -> frozenset[str]:
    """The Distributors with an active agreement in a month; the newest statement of an agreement holds."""
    return frozenset(
        fact.distributor
        for fact in standing(statements, DistributionAgreementSigned, "agreement").values()
        if month_of_text(fact.first_month) <= month
        and (isinstance(fact.last_month, UnsetType) or month <= month_of_text(fact.last_month))
    )
