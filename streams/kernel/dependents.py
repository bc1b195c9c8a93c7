"""Which objects asked about a subject, so that they are asked again when it changes?"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from streams.kernel.index import Index
from streams.kernel.sortable import BEGINNING_US, sortable


class Looked(NamedTuple):
    """What an object looked at when it was judged, and up to which instant it reaches."""

    subjects: Sequence[str] = ()
    until_us: int = 0


class Dependents:
    """Remembers for each subject who looked at it, and up to which instant that one reaches.

    A subject that changes from an instant on concerns nobody who ended before.
    """

    def __init__(self, name: str) -> None:
        self.index = Index(name)

    def note(self, name: str, before: Looked, now: Looked) -> None:
        """Remember what an object looked at, in the place of what it looked at before.

        Args:
            name: of the object; no subject may be another one with a slash behind it.
        """
        was, is_ = (
            {(subject, f"{sortable(looked.until_us)}/{name}") for subject in looked.subjects}
            for looked in (before, now)
        )
        for entry in was - is_:
            self.index.discard(*entry)
        for entry in is_ - was:
            self.index.add(*entry)

    def concerned(self, subject: str, from_us: int = BEGINNING_US) -> Iterator[str]:
        """Whom a change of a subject from an instant on concerns, in order of their ends."""
        return (name.partition("/")[2] for name in self.index.under(subject, sortable(from_us)))


class Consulted:
    """Collects the subjects that are looked up while one object is judged."""

    def __init__(self) -> None:
        self._subjects: dict[str, None] = {}

    def note(self, subject: str) -> None:
        """Remember a subject."""
        self._subjects[subject] = None

    def take(self) -> Collection[str]:
        """The subjects since the last call."""
        taken = list(self._subjects)
        self._subjects.clear()
        return taken
