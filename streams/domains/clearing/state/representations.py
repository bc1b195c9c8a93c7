"""Who stands for whom, from when until when? (BL3/28, BL3/35 to BL3/44)"""

from collections.abc import Iterator
from typing import Final

import msgspec

from streams.domains.clearing.state.parties import NEVER
from streams.domains.clearing.state.roles import CLEARING_AGENT, GROUP_CLEARER, Roles, first_gap, first_loss

AGENT: Final = "AGENT"
GROUP: Final = "GROUP"
NON_MEMBER: Final = "NON_MEMBER"


class Representation(msgspec.Struct):
    """A clearer stands for an institution from `from_us` until `ends_us`, exclusive.

    Attributes:
        kind: AGENT, GROUP or NON_MEMBER.
        until_us: the end that an event fixed, or NEVER.
        ends_us: the earlier of that end and the end of the role that it rests on.
    """

    institution: str
    clearer: str
    kind: str
    from_us: int
    until_us: int = NEVER
    ends_us: int = NEVER

    def is_in_force(self, at_us: int) -> bool:
        """Whether the clearer stands for the institution at an instant."""
        return self.from_us <= at_us < self.ends_us

    def has_ended(self, at_us: int) -> bool:
        """Whether it began and is over by an instant."""
        return self.from_us <= at_us and self.ends_us <= at_us


class Representations:
    """All representations, in the order in which they were read."""

    def __init__(self) -> None:
        self._of_pair: dict[tuple[str, str], list[Representation]] = {}
        self._by_clearer: dict[str, list[Representation]] = {}
        self._of_institution: dict[str, list[Representation]] = {}

    def begin(self, representation: Representation, roles: Roles) -> None:
        """Add a representation."""
        pair = (representation.institution, representation.clearer)
        self._of_pair.setdefault(pair, []).append(representation)
        self._by_clearer.setdefault(representation.clearer, []).append(representation)
        self._of_institution.setdefault(representation.institution, []).append(representation)
        self.settle_ends(representation.clearer, roles)

    def end(self, institution: str, clearer: str, kind: str, at_us: int, roles: Roles) -> None:
        """End what is in force of a pair and kind at an instant, also one whose end was fixed for later."""
        for one in self.of_pair(institution, clearer):
            if one.kind == kind and one.is_in_force(at_us):
                one.until_us = at_us
        self.settle_ends(clearer, roles)

    def settle_ends(self, clearer: str, roles: Roles) -> None:
        """Work out where each representation by a clearer ends, after a change of its roles or of one of them."""
        for one in self._by_clearer.get(clearer, ()):
            one.ends_us = min(one.until_us, _rests_until_us(one, roles))

    def of_pair(self, institution: str, clearer: str) -> list[Representation]:
        """All representations of an institution by a clearer, in the order in which they were read."""
        return self._of_pair.get((institution, clearer), [])

    def by(self, clearer: str) -> list[Representation]:
        """All representations by a clearer, in the order in which they were read."""
        return self._by_clearer.get(clearer, [])

    def is_in_force(self, institution: str, clearer: str, kind: str, at_us: int) -> bool:
        """Whether a representation of a pair and kind is in force at an instant."""
        for one in self._of_pair.get((institution, clearer), ()):
            if one.kind == kind and one.from_us <= at_us < one.ends_us:
                return True
        return False

    def was_ever(self, institution: str, clearer: str, at_us: int) -> bool:
        """Whether a representation of the pair, of any kind, had begun by an instant."""
        return any(one.from_us <= at_us for one in self.of_pair(institution, clearer))

    def in_group(self, entity: str, at_us: int) -> bool:
        """Whether an entity belongs to any group at an instant (BL3/28)."""
        return any(
            one.kind == GROUP and one.is_in_force(at_us) for one in self._of_institution.get(entity, ())
        )

    def agents_of(self, indirect_clearer: str, at_us: int) -> list[str]:
        """The clearing agents that act for an indirect clearer at an instant, in order."""
        acting = self._of_institution.get(indirect_clearer, ())
        return sorted({one.clearer for one in acting if one.kind == AGENT and one.is_in_force(at_us)})

    def represented_by(self, clearer: str, kinds: tuple[str, ...], at_us: int) -> list[str]:
        """The institutions that a clearer stands for in one of the kinds at an instant, in order."""
        return sorted(
            {one.institution for one in self.by(clearer) if one.kind in kinds and one.is_in_force(at_us)}
        )

    def newest(self) -> Iterator[Representation]:
        """The representation of each pair that was read last."""
        for representations in self._of_pair.values():
            yield representations[-1]


def _rests_until_us(representation: Representation, roles: Roles) -> int:
    """The end of the role that a representation rests on: nothing outlives it."""
    clearer, from_us = representation.clearer, representation.from_us
    if representation.kind == AGENT:
        return first_gap(roles.appointments(clearer, CLEARING_AGENT), from_us)
    if representation.kind == GROUP:
        return first_gap(roles.appointments(clearer, GROUP_CLEARER), from_us)
    return first_loss(roles.clearer_appointments(clearer), from_us)
