"""The demonstration: what it starts, how it runs a day, what it shows. `command.py` first; docs/demo.md."""
