"""How is an amount of cents shown to a person?"""


def dollars(cents: int) -> str:
    """An amount in dollars with both decimals and commas between thousands, exact at any size."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}.{rest:02d}"
