"""A recommendation as the configuration of other programs: a module a program, which turns a shortlist into files."""
