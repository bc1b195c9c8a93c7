"""How is any chart drawn?

Lines, a grid and some words need no library. SVG prints sharp and opens in any browser.
"""

from html import escape
from pathlib import Path
from typing import Final

from streams.kernel.errors import UserError

INK: Final = "#1f2933"
GREY: Final = "#7b8794"
PALE: Final = "#e4e7eb"
RED: Final = "#c81e1e"
BLUE: Final = "#1d4ed8"
GREEN: Final = "#1b6e3c"

_FONT: Final = "font-family='Helvetica, Arial, DejaVu Sans, sans-serif'"
_LINES_OF_GRID: Final = 6


def begin(title: str, width: int, height: int) -> str:
    """The beginning of a picture on white; it ends with `</svg>`."""
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}' "
        f"role='img'><title>{escape(title)}</title><rect width='{width}' height='{height}' fill='white'/>"
    )


def text(
    x: int,
    y: int,
    words: str,
    *,
    size: int = 12,
    colour: str = INK,
    anchor: str = "start",
    weight: str = "normal",
) -> str:
    """Words at a place, with a white rim so that lines behind them do not matter."""
    return (
        f"<text x='{x}' y='{y}' {_FONT} font-size='{size}' fill='{colour}' text-anchor='{anchor}' "
        f"font-weight='{weight}' paint-order='stroke' stroke='white' stroke-width='3'>{escape(words)}</text>"
    )


def step(highest: int) -> int:
    """The distance between two lines of a grid that reaches a figure: 1, 2 or 5 of some power of ten."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if highest // (factor * size) < _LINES_OF_GRID:
                return factor * size
        size *= 10


def check_file(file: Path) -> None:
    """See that a file has a name that tells what a chart is.

    Raises:
        UserError: it has not.
    """
    if file.suffix != ".svg":
        raise UserError(f"A chart is an SVG file, and {file} is not called so. Nothing was drawn.")
