"""The documentation as a site that opens from a folder: what is written by hand in docs/, and what is generated."""
