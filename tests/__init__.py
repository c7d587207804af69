import os
import sys

# Before anything else is imported: what the tests import, and every run of the program that one starts, is compiled
# once and kept, and not compiled each time, whatever the environment says.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
