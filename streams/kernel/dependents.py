"""Which objects asked about a subject, so that they are asked again when it changes?"""

from collections.abc import Collection, Iterable, Iterator


class Dependents:
    """Remembers for each subject who looked at it, and up to which instant that one reaches.

    A subject that changes from an instant on concerns nobody who ended before. Nobody is forgotten who may depend on a
    subject; one who no longer does is asked once more for nothing.
    """

    def __init__(self) -> None:
        self._until_us: dict[str, dict[str, int]] = {}

    def note(self, name: str, subjects: Iterable[str], until_us: int) -> None:
        """Remember that an object looked at subjects, and that it reaches up to an instant."""
        for subject in subjects:
            self._until_us.setdefault(subject, {})[name] = until_us

    def concerned(self, subject: str, from_us: int) -> Iterator[str]:
        """Whom a change of a subject from an instant on concerns."""
        for name, until_us in self._until_us.get(subject, {}).items():
            if until_us >= from_us:
                yield name


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
