"""The use cases: load, decide, return a result document. The command line and the Python API call these."""
