"""Which institutions are known, and from when on?"""

from typing import Final

import msgspec

BANK_OF_CANADA: Final = "BANK_OF_CANADA"
GENERAL_MANAGER: Final = "GENERAL_MANAGER"
RESERVED: Final = frozenset({BANK_OF_CANADA, GENERAL_MANAGER})

NEVER: Final = 1 << 62
"""The end, in microseconds, of what has no end; later than any instant of the calendar."""


class NonMemberEntity(msgspec.Struct, frozen=True):
    """A local or a deposit-taking entity that is no member; `kind` is LOCAL or DEPOSIT_TAKING_ENTITY."""

    registered_us: int
    kind: str
    responsible_member: str


class Parties:
    """The members and the non-member entities."""

    def __init__(self) -> None:
        self._registered_us: dict[str, int] = {BANK_OF_CANADA: -NEVER}
        self._class_of: dict[str, str] = {}
        self._entities: dict[str, NonMemberEntity] = {}

    def register_member(self, member: str, member_class: str, at_us: int) -> None:
        """Know a member from its registration on."""
        self._registered_us[member] = at_us
        self._class_of[member] = member_class

    def register_entity(self, entity: str, kind: str, responsible_member: str, at_us: int) -> None:
        """Know a non-member entity from its registration on."""
        self._entities[entity] = NonMemberEntity(at_us, kind, responsible_member)

    def is_in_use(self, name: str) -> bool:
        """Whether an identifier is reserved or was registered."""
        return name in RESERVED or name in self._registered_us or name in self._entities

    def is_member(self, name: str, at_us: int) -> bool:
        """Whether it is a registered member at an instant; the Bank of Canada always is."""
        return self._registered_us.get(name, NEVER) <= at_us

    def is_known(self, name: str, at_us: int) -> bool:
        """Whether it is a registered member or non-member entity at an instant."""
        if self.is_member(name, at_us):
            return True
        entity = self._entities.get(name)
        return entity is not None and entity.registered_us <= at_us

    def entity_kind(self, name: str) -> str | None:
        """LOCAL or DEPOSIT_TAKING_ENTITY, or None for what is no non-member entity."""
        entity = self._entities.get(name)
        return None if entity is None else entity.kind

    def any_entity(self) -> bool:
        """Whether a non-member entity was ever registered."""
        return bool(self._entities)

    def member_class(self, member: str) -> str:
        """The class of a member, OTHER where none was named."""
        return self._class_of.get(member, "OTHER")

    def members(self) -> list[str]:
        """Every registered member, the Bank of Canada included, in order."""
        return sorted(self._registered_us)
