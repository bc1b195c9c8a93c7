"""How is anything shown on a terminal, so that no name that a sender chose can change what is seen?"""

import sys
from collections.abc import Iterable
from typing import Final

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

_WIDTH_OF_A_FILE: Final = 120

_VISIBLE: Final = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
}
"""Control characters, by which a text could move the cursor or rewrite a line, with a picture of each."""


def visible(text: str) -> str:
    """A text in which control characters, but ends of lines and tabs, are seen and do nothing."""
    return text.translate(_VISIBLE)


class Screen(Console):
    """A terminal, or a file in the place of one, that shows every text as it was written.

    What stands in brackets is no style, what stands between colons no picture, and control characters are seen.
    """

    def __init__(
        self, *, stderr: bool = False, quiet: bool = False, soft_wrap: bool = False, width: int | None = None
    ) -> None:
        super().__init__(
            stderr=stderr,
            quiet=quiet,
            soft_wrap=soft_wrap,
            width=width,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        return map(_as_seen, super().render(renderable, options))


def page(*, quiet: bool = False) -> Screen:
    """Where tables are printed: as wide as the terminal, or wide enough for a file."""
    return Screen(quiet=quiet, width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE)


def _as_seen(segment: Segment) -> Segment:
    return segment if segment.control else segment._replace(text=visible(segment.text))
