"""For people: one file a command group; each reads options, calls the rooms below, words the answer."""
