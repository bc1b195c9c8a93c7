"""At what rate do the deposits of the survivors bear interest on each day (section 57(2))?"""

from datetime import date
from typing import Annotated, TypeAlias

import msgspec

from streams.kernel.law import Parameter

RateSteps: TypeAlias = tuple[tuple[date, int], ...]
"""Rates in parts per million a year, each from its first day on, in order of the days."""

Rate = Annotated[int, msgspec.Meta(ge=0)]


class RateStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rate from a day on, as a parameter writes it."""

    valid_from: date
    value: Rate


def rate_steps(amount: object) -> RateSteps | None:
    """Read one amount of the parameter.

    Args:
        amount: one rate for all days, or a list of steps in any order, or None where no rate is set.

    Returns:
        The steps in order of their days; a single rate starts on the first day of the calendar.

    Raises:
        msgspec.ValidationError: the amount has another form, or two steps start on one day.
    """
    rates = msgspec.convert(amount, Rate | list[RateStep] | None)
    if rates is None or isinstance(rates, int):
        return rates if rates is None else ((date.min, rates),)
    steps = {step.valid_from: step.value for step in rates}
    if len(steps) < len(rates):
        raise msgspec.ValidationError("two steps start on one day")
    return tuple(sorted(steps.items()))


def rate_history(parameter: Parameter, day: date) -> RateSteps | None:
    """Join the entries of the parameter through a day, so that an amendment leaves the past alone.

    Returns:
        The steps of each entry for its own days; None if the entry in force on the day sets no rate.
    """
    first, *amendments = parameter.known()
    steps = rate_steps(first.amount)
    history = steps or ()
    for dated in amendments:
        if dated.from_on <= day:
            steps = rate_steps(dated.amount)
            history = _amended(history, dated.from_on, steps or ())
    return None if steps is None else history


def _amended(history: RateSteps, start: date, steps: RateSteps) -> RateSteps:
    """Let new steps take over from a day on; where they name no rate for that day it is 0."""
    former = tuple(step for step in history if step[0] < start)
    reached = [rate for first, rate in steps if first <= start]
    later = tuple(step for step in steps if step[0] > start)
    return (*former, (start, reached[-1] if reached else 0), *later)
