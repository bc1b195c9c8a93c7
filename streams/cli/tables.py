"""How does a table look on every screen?"""

from collections.abc import Sequence

from rich import box
from rich.table import Table


def table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    """A table with columns of words on the left and columns of numbers on the right."""
    shown = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for name in words:
        shown.add_column(name)
    for name in numbers:
        shown.add_column(name, justify="right")
    return shown
