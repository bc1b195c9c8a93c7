"""The register of comms: the views of its topic in a database, complete as of one tick, to be searched."""
