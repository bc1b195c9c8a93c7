"""How the figures of the clearing are told to a person."""
