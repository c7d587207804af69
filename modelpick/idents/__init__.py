"""How ids of models are written, in whatever tool: who is asked, for which id, of which version. Pure, one grammar for
all that reads ids."""
