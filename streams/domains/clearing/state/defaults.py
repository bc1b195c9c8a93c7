"""Who is in default, since when, and how far has its case come? (BL3/53 to BL3/60)"""

from collections.abc import Iterator

import msgspec


class DefaultCase(msgspec.Struct):
    """What the facts alone say of the case of a clearer in a cycle.

    Attributes:
        default_us: the instant of default; None while, or because, there is none.
        advance_cents: None until the outcome of the request for an advance is known.
    """

    cycle: str
    member: str
    shortfall_cents: int
    advance_cents: int | None = None
    default_us: int | None = None
    returns_closed: bool = False
    deposits_closed: bool = False

    @property
    def key(self) -> str:
        """The name of the case: cycle/member."""
        return f"{self.cycle}/{self.member}"

    def has_begun(self, at_us: int) -> bool:
        """Whether the case had led to a default at or before an instant."""
        return self.default_us is not None and self.default_us <= at_us


class IndirectDefaultCase(msgspec.Struct):
    """What the facts alone say of the case of an indirect clearer towards its agent in a cycle (BL3/58)."""

    cycle: str
    agent: str
    indirect_clearer: str
    shortfall_cents: int
    advance_cents: int | None = None
    default_us: int | None = None

    @property
    def key(self) -> str:
        """The name of the case: cycle/agent/indirect clearer."""
        return f"{self.cycle}/{self.agent}/{self.indirect_clearer}"


class Defaults:
    """All cases, and the decisions that a member is no longer in default."""

    def __init__(self) -> None:
        self._cases: dict[str, DefaultCase] = {}
        self._cases_of: dict[str, list[DefaultCase]] = {}
        self._ended_us: dict[str, list[int]] = {}
        self._indirect: dict[str, IndirectDefaultCase] = {}

    def open(self, cycle: str, member: str, shortfall_cents: int) -> None:
        """Open the case of a clearer whose settlement account has a shortfall (53(1)(a))."""
        case = DefaultCase(cycle, member, shortfall_cents)
        self._cases[case.key] = case
        self._cases_of.setdefault(member, []).append(case)

    def case(self, cycle: str, member: str) -> DefaultCase | None:
        """The case of a clearer in a cycle."""
        return self._cases.get(f"{cycle}/{member}")

    def any(self) -> bool:
        """Whether a case of a clearer was ever opened."""
        return bool(self._cases)

    def cases(self) -> Iterator[DefaultCase]:
        """All cases in the order in which they were opened."""
        return iter(self._cases.values())

    def cases_of(self, member: str) -> list[DefaultCase]:
        """All cases of a clearer, of whatever cycle."""
        return self._cases_of.get(member, [])

    def end(self, member: str, at_us: int) -> None:
        """Record that a member is no longer in default from an instant on."""
        self._ended_us.setdefault(member, []).append(at_us)

    def is_in_default(self, member: str, at_us: int) -> bool:
        """Whether a case of the member began at or before an instant, and no end took effect since, both inclusive."""
        cases = self._cases_of.get(member)
        if cases is None:
            return False
        ends = self._ended_us.get(member, ())
        return any(
            case.default_us is not None
            and case.default_us <= at_us
            and not any(case.default_us <= end <= at_us for end in ends)
            for case in cases
        )

    def open_indirect(self, cycle: str, agent: str, indirect_clearer: str, shortfall_cents: int) -> None:
        """Open the case of an indirect clearer whose account with its agent has a shortfall (58(a))."""
        case = IndirectDefaultCase(cycle, agent, indirect_clearer, shortfall_cents)
        self._indirect[case.key] = case

    def indirect_case(self, cycle: str, agent: str, indirect_clearer: str) -> IndirectDefaultCase | None:
        """The case of an indirect clearer towards an agent in a cycle."""
        return self._indirect.get(f"{cycle}/{agent}/{indirect_clearer}")

    def indirect_cases(self) -> Iterator[IndirectDefaultCase]:
        """All cases of indirect clearers in the order in which they were opened."""
        return iter(self._indirect.values())

    def newest_indirect(self, agent: str, indirect_clearer: str, at_us: int) -> IndirectDefaultCase | None:
        """The case of a pair with the greatest instant of default at or before an instant, then the greatest key."""
        begun = [
            (case.default_us, case.key, case)
            for case in self._indirect.values()
            if case.agent == agent
            and case.indirect_clearer == indirect_clearer
            and case.default_us is not None
            and case.default_us <= at_us
        ]
        return max(begun, key=lambda one: one[:2])[2] if begun else None
