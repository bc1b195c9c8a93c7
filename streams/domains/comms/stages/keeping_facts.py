"""What do orders, holds and grants change for the records of a stage?"""

from collections.abc import Iterable

from schemas.comms import AccessRoleGranted, HoldPlaced, HoldReleased, RetentionExtended
from streams.domains.comms.stages.handover import FactHanded, GrantWithdrawn
from streams.domains.comms.state.grants import Grants
from streams.domains.comms.state.orders import Orders
from streams.kernel.table import StoredTable


class KeepingFacts:
    """The orders, holds and grants so far, as a later stage sees them."""

    def __init__(self) -> None:
        self.orders = Orders()
        self.grants = Grants()

    @property
    def tables(self) -> Iterable[StoredTable]:
        """Everything that they remember."""
        return self.orders.orders, self.orders.holds, self.grants.table

    def take(self, item: FactHanded | GrantWithdrawn) -> Iterable[str]:
        """Take a fact; the subjects that it touches."""
        if isinstance(item, GrantWithdrawn):
            self.grants.withdraw(item.actor, item.grant)
            return (f"actor/{item.actor}",)
        match item.fact:
            case RetentionExtended():
                return self.orders.extend(item.fact)
            case HoldPlaced():
                return self.orders.place(item.fact)
            case HoldReleased():
                return self.orders.release(item.fact)
            case AccessRoleGranted():
                self.grants.give(item.fact)
                return (f"actor/{item.fact.actor}",)
