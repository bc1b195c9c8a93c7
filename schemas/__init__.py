"""The contract of every event: what stands on a topic, how it is read, and the schema its writers hold on to.

This package knows messages only. It imports nothing of the domains or the engine and reads no clock.
"""
