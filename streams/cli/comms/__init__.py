"""Commands for a compliance office."""
