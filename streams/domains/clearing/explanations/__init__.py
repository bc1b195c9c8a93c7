"""What a person reads who asks why: each decision is taken again from what was recorded, and told in plain words.

`explaining.py` finds what an id names. `entries_again.py` and `house_again.py` fold just the part of the record that a
decision rests on. `checks.py`, `reasons.py` and `findings*.py` put the checks into words, `happenings.py` and
`outcome_words.py` events and outcomes, `figures_*.py` the arithmetic. No rule is decided in here.
"""
