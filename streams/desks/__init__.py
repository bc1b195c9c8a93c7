"""What a desk asks of a recorded log, answered from the log and from nothing else. Nothing in here writes."""
