"""Asks servers which models they have, and looks at the machine that the program runs on."""
