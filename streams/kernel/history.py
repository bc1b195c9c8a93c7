"""How does a view show every close as it was, when a row is laid down only when it changes?

A row of such a view is called after its subject and the number of the close: `T1/ACME/000012`. It holds from that close
on, until the next row of the subject; `null` says that there is none from that close on. So a close costs what changed,
and what an earlier close said stays where it stands.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from streams.kernel.canonical import canonical_json
from streams.kernel.output import Output

_DIGITS: Final = 6


def version_key(subject: str, close: int) -> str:
    """The key of the row of a subject that holds from a close on."""
    return f"{subject}/{close:0{_DIGITS}d}"


def lay_version(output: Output, view: str, subject: str, close: int, value: object | None) -> None:
    """Publish what a view says of a subject from a close on; None says that it is gone."""
    output.view_bytes(view, version_key(subject, close), canonical_json(value))


class History:
    """The rows of one view, each subject with what was laid down of it."""

    def __init__(self, rows: Mapping[str, object]) -> None:
        """Sort rows by their subjects.

        Args:
            rows: parsed values by row key.
        """
        self._versions: dict[str, list[tuple[int, object]]] = {}
        for key in sorted(rows):
            subject, _, close = key.rpartition("/")
            self._versions.setdefault(subject, []).append((int(close), rows[key]))

    def at(self, close: int) -> Iterator[tuple[str, object]]:
        """What the view said at a close, by subject in order."""
        for subject, versions in self._versions.items():
            value = next((value for laid, value in reversed(versions) if laid <= close), None)
            if value is not None:
                yield subject, value
