"""Audits: read a recorded log, fold it again, compare, certify, explain; nothing here knows the engine."""
