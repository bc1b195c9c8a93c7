"""Countinghouse: figures of regulated duties, folded from Kafka topics, that can be defended years later."""
