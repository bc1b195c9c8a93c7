"""What does a person read when the command cannot go on?"""


class UserError(Exception):
    """A fault that its reader can mend; it is shown as one message, without a stack trace.

    Args:
        message: What happened, where, what to do, what is safe.
        exit_code: 1 an expectation does not hold, 2 unreadable input or wrong settings, 3 the deployment
            differs from its description, 4 something that must be installed or running is not.
    """

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code
