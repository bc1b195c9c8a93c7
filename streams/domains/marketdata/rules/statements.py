"""Which of several statements about one thing holds? (R26, section 7.2 of the contract)"""

from collections.abc import Callable, Hashable, Iterable
from typing import Protocol, TypeVar

from streams.kernel.citation import cites


class Statement(Protocol):
    """Something that was stated at an instant under an id."""

    @property
    def at_us(self) -> int: ...

    @property
    def id(self) -> str: ...


S = TypeVar("S", bound=Statement)
K = TypeVar("K", bound=Hashable)


def place(statement: Statement) -> tuple[int, str]:
    """What orders statements: the stamp, then the id by code points."""
    return statement.at_us, statement.id


@cites("MARKETDATA/R26")
def newest(statements: Iterable[S], about: Callable[[S], K]) -> dict[K, S]:
    """The statement that holds about each thing: the one recorded last, whatever came first."""
    found: dict[K, S] = {}
    for statement in statements:
        thing = about(statement)
        former = found.get(thing)
        if former is None or place(statement) > place(former):
            found[thing] = statement
    return found


@cites("MARKETDATA/R26")
def earliest(statements: Iterable[S], about: Callable[[S], K]) -> dict[K, S]:
    """The statement that holds about each thing that is stated once: the one recorded first."""
    found: dict[K, S] = {}
    for statement in statements:
        thing = about(statement)
        former = found.get(thing)
        if former is None or place(statement) < place(former):
            found[thing] = statement
    return found
