"""Commands for a desk that deals in swaps."""
