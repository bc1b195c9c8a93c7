"""The notice and its readings, one noun a file; each function cites what it carries out."""
