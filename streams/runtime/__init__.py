"""Everything that knows Faust, Kafka or Prometheus; no law and no figure is decided here."""
