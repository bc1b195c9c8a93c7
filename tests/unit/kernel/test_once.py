"""Is a question about a value answered once?"""

from streams.kernel.once import once


class Asked:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.count = 0

    @once
    def answer(self) -> int:
        """How often it was asked, this time included."""
        self.count += 1
        return self.count


def test_the_first_answer_is_kept_by_each_object_for_itself() -> None:
    one, other = Asked(), Asked()
    assert (one.answer, one.answer, other.answer) == (1, 1, 1)


def test_the_class_shows_the_question() -> None:
    assert Asked.answer.__doc__ == "How often it was asked, this time included."
