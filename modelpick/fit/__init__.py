"""Memory and speed of models on hardware. Pure: `fit` and `best_fit` say what runs, `modelpick.fit.hardware` reads the
words for machines.
"""

from modelpick.fit.estimate import best_fit, fit

__all__ = ["best_fit", "fit"]
