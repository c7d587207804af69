"""Looks at the machine that the program runs on."""
