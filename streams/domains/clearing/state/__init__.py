"""What the rules look at: members, roles, representations, cycles, defaults, entries. No law is read in here."""
