"""Files as the field writes them, turned into events. Pure functions over lines: no Kafka, no clock, no guessing."""
