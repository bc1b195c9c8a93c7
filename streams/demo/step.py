"""What is done, step by step, once the events of a period are published?"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from streams.demo.views import Views


class Step(NamedTuple):
    """One step.

    Attributes:
        name: what is done, in a few words.
        lines: the events of the step, from the figures after the step before it.
        is_done: whether the figures show that all of them are decided.
    """

    name: str
    lines: Callable[[Views], list[bytes]]
    is_done: Callable[[Views, Sequence[bytes]], bool]
