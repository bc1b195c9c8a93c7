"""Audits: fold a recorded log again, compare, run case documents. Nothing in here knows Faust or Kafka."""
