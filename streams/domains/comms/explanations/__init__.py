"""What a person reads who asks why: each decision is taken again from what was recorded, and told in plain words.

`explaining.py` finds what an id names. `memory.py` reads what the stages remember. `talk.py` tells of a communication,
`custody.py` of a record; `reasons.py`, `codes.py` and `happenings.py` put reasons, breaches and events into words. No
rule is decided in here.
"""
