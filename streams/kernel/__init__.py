"""The vocabulary that all domains share: records and what comes of them, tables of state, stages, marks, law.

Nothing in here knows a law, Kafka, a clock or a random source. A result is a pure function of the log and the law.
"""
