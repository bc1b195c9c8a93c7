"""Everything that knows Faust, Kafka or Prometheus; no law and no figure is decided here.

The way of a batch: `fetching` (bytes to records), `consumer` with `deliveries` (in order, without a gap), `conductor`
and `faust_app` (to the agent), `engine` (who owns which partition), `lane` (fold and commit), `transaction` (one Kafka
transaction). At an assignment: `engine`, `transaction` (fences the owner before), `recovery` with `reading` (state).
Beside it: `metrics`, `watch` and `endpoint`; `topics`, `cluster` and `deployment`; `gateway` for the input; `folded`
and `case_run` for whoever waits for results; `broker` for development. `exits` says how a process ends.
"""
