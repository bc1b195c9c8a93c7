"""Which figures of a fold do people watch, from one commit to the next and across restarts?"""

from streams.kernel.output import Output
from streams.kernel.table import Table


class Watched:
    """Whole numbers that are shown as metrics; they are stored, so that a worker shows them as soon as it runs.

    Attributes:
        table: where they are stored, by figure/part.
    """

    def __init__(self, output: Output) -> None:
        self.table: Table[int] = Table("watched", int, resident=True)
        self._output = output

    def resume(self) -> None:
        """Show again what is stored."""
        for key, value in self.table.items():
            self._show(key, value)

    def set(self, figure: str, value: int, part: str = "") -> None:
        """Show the newest value of a figure.

        Args:
            part: of what the figure is, where there are several.
        """
        key = f"{figure}/{part}"
        if value != self.table.get(key):
            self.table.put(key, value)
        self._show(key, value)

    def add(self, figure: str, amount: int, part: str = "") -> None:
        """Show a figure that is so much more, or less."""
        self.set(figure, (self.table.get(f"{figure}/{part}") or 0) + amount, part)

    def _show(self, key: str, value: int) -> None:
        figure, _, part = key.partition("/")
        self._output.gauges[figure, part] = value
