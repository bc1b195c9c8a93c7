"""How do events get from a file into a domain's input topic? (`gateway.py` first; docs/publishing.md)"""
