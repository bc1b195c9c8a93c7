"""Which domains have a demonstration?"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from streams.cli.clearing.program import ClearingProgram
from streams.cli.comms.program import CommsProgram
from streams.cli.demo.program import Program
from streams.cli.marketdata.program import MarketDataProgram
from streams.cli.swaps.program import SwapsProgram
from streams.kernel.law import LawBook

Prepare = Callable[[int | None, LawBook], Awaitable[Program]]
"""Generates a period of about so many business events (None: the domain's own choice) under a law."""

PROGRAMS: Final[Mapping[str, Prepare]] = {
    "clearing": ClearingProgram.prepare,
    "comms": CommsProgram.prepare,
    "marketdata": MarketDataProgram.prepare,
    "swaps": SwapsProgram.prepare,
}
