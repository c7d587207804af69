"""``python -m modelpick``."""

from modelpick.cli.main import run

run()
