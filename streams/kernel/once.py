"""How is a question about a value answered once, when it is first asked?"""

from collections.abc import Callable
from typing import Generic, Self, TypeVar, overload

S = TypeVar("S")
T = TypeVar("T")


class once(Generic[S, T]):  # noqa: N801
    """A property whose answer the object keeps; folds have one thread, so that nothing is locked."""

    def __init__(self, answer: Callable[[S], T]) -> None:
        self._answer = answer
        self.__doc__ = answer.__doc__

    def __set_name__(self, owner: type[S], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, asked: None, owner: type[S]) -> Self: ...

    @overload
    def __get__(self, asked: S, owner: type[S]) -> T: ...

    def __get__(self, asked: S | None, owner: type[S]) -> T | Self:
        if asked is None:
            return self
        value = self._answer(asked)
        # What the object holds under the name goes before a descriptor that cannot be set.
        asked.__dict__[self._name] = value
        return value
