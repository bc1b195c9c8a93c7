"""What was stated about which device?"""

from collections.abc import Iterator, Sequence

import msgspec

from streams.kernel.table import Table


class DeviceStatement(msgspec.Struct, array_like=True, gc=False, frozen=True):
    """A statement about a device; `dedicated_to` None: it stands free."""

    at_us: int
    id: str
    closes_before: int
    recorded_in: int
    dedicated_to: str | None


class Devices:
    """The statements about every device, and who ever had one.

    Args:
        is_netted: whether a dedicated device counts as its owner; if not, every device stands free.
    """

    def __init__(self, *, is_netted: bool) -> None:
        self._is_netted = is_netted
        self._are_stated = False
        self._are_lent = False
        self.stated: Table[list[DeviceStatement]] = Table("devices", list[DeviceStatement])
        self.dedicated: Table[list[str]] = Table("dedicated", list[str])

    def resume(self) -> None:
        """Go on after a restart."""
        self._are_stated = next(iter(self.stated), None) is not None
        self._are_lent = next(iter(self.dedicated), None) is not None

    def take(self, device: str, statement: DeviceStatement) -> None:
        """Keep a statement."""
        if not self._is_netted:
            statement = msgspec.structs.replace(statement, dedicated_to=None)
        self.stated.put(device, [*self.statements(device), statement])
        self._are_stated = True
        owner = statement.dedicated_to
        if owner is not None and device not in self.lenders(owner):
            self.dedicated.put(owner, [*self.lenders(owner), device])
            self._are_lent = True

    def statements(self, name: str, /) -> Sequence[DeviceStatement]:
        """What was stated about a name; nothing, if it is no device."""
        return (self._are_stated and self.stated.get(name)) or ()

    def lenders(self, name: str) -> Sequence[str]:
        """The devices that were ever dedicated to a name, in order of the first statement."""
        return self.dedicated.get(name) or ()

    def owners(self, name: str) -> Iterator[str]:
        """Those to whom a name was ever dedicated."""
        return (one.dedicated_to for one in self.statements(name) if one.dedicated_to is not None)

    @property
    def are_lent(self) -> bool:
        """Whether any device was ever dedicated to somebody."""
        return self._are_lent

    def is_involved(self, name: str) -> bool:
        """Whether a name ever lent its uses, or had uses lent to it."""
        return self._are_lent and (name in self.dedicated or any(True for _ in self.owners(name)))
