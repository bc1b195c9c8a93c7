"""Commands for a desk that bills market data."""
