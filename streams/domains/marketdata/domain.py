"""What is the market data domain? Its stages, its views, and where its events are written."""

from collections.abc import Mapping, Sequence
from typing import Final

from schemas import marketdata as events
from streams.domains.marketdata.explanations.explaining import EXPLAINER
from streams.domains.marketdata.law import LAW
from streams.domains.marketdata.rules.anomaly import ORDER
from streams.domains.marketdata.stages.billing import Billing
from streams.domains.marketdata.stages.fact_book import READER
from streams.domains.marketdata.stages.handover import BILLING, INDIVIDUALS, read_handover
from streams.domains.marketdata.stages.individuals import Individuals
from streams.domains.marketdata.stages.outcomes import fact_key, user_key
from streams.domains.marketdata.stages.users import Users, is_keyed
from streams.kernel.stage import Address, Domain, Shape, Stage, View, Width

_USERS: Final = Stage(
    name="users",
    source="events",
    width=Width.PARTITIONED,
    forwards_to=(INDIVIDUALS, BILLING),
    state_version=1,
    read=READER.read,
    open=Users,
    is_large=True,
)
_INDIVIDUALS: Final = Stage(
    name="individuals",
    source=INDIVIDUALS,
    width=Width.PARTITIONED,
    forwards_to=(BILLING,),
    state_version=1,
    read=read_handover,
    open=Individuals,
    is_large=True,
)
_BILLING: Final = Stage(
    name="billing",
    source=BILLING,
    width=Width.SINGLE,
    forwards_to=(),
    state_version=2,
    read=read_handover,
    open=Billing,
)

VIEWS: Final = {
    "documents": View(Shape.LIST),
    "month_to_date_fees": View(Shape.TREE, complete_levels=2),
    "user_counts": View(Shape.TREE, complete_levels=3),
    "license_advice": View(Shape.TREE, complete_levels=3),
    "component_feed_comparison": View(Shape.TREE, complete_levels=2),
    "anomalies": View(Shape.LIST, ORDER),
    "open_anomalies": View(Shape.LIST, ORDER),
    "refusals": View(Shape.LIST, ("event", "reason")),
}
"""The views of section 8.2 of the contract."""

_LAST_MONTH: Final = "9999-12"
_FIRST_MONTH: Final = "0001-01"


def addresses(event: events.MarketDataRecord) -> Sequence[Address]:
    """Under which key an event is written, and whether to every partition."""
    if is_keyed(event):
        return (Address(user_key(event), every_partition=False),)
    return (Address(fact_key(event), every_partition=True),)


def agreement_for_no_month(identifier: str, at: str) -> Mapping[str, object]:
    """The event that brings all running figures up to date.

    A tick would add a month to those that are reported; an agreement that ends before it begins covers no month, and
    says nothing else.
    """
    return {
        "type": "distribution_agreement_signed",
        "id": identifier,
        "at": at,
        "agreement": identifier,
        "distributor": identifier,
        "first_month": _LAST_MONTH,
        "last_month": _FIRST_MONTH,
    }


MARKETDATA: Final = Domain(
    name="marketdata",
    stages=(_USERS, _INDIVIDUALS, _BILLING),
    views=VIEWS,
    law=LAW,
    read=READER.read,
    addresses=addresses,
    mark=agreement_for_no_month,
    complete_views=lambda name: False,
    explainer=EXPLAINER,
)
