"""The regulated duties, one folder each. None knows another, and none knows Kafka, Faust or a clock."""
