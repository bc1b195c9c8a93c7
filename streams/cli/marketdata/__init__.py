"""Commands for a billing desk of market data."""
