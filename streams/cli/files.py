"""How is a file written that a person named?"""

from pathlib import Path

from streams.kernel.errors import UserError


def write(file: Path, content: str) -> None:
    """Write a page or a picture to a file.

    Raises:
        UserError: the file cannot be written.
    """
    try:
        file.write_text(content, encoding="utf-8")
    except OSError as problem:
        raise UserError(f"{file} cannot be written: {problem.strerror}. Nothing else was changed.") from None
