"""What the rules look at: facts on two time axes, the terms and parts of swaps, tags. No law is read in here."""
