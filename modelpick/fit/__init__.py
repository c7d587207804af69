"""Memory and speed of models on hardware. Pure: `fit`, `best_fit` and `parse_hardware` are all that others need."""

from modelpick.fit.estimate import best_fit, fit
from modelpick.fit.hardware import parse_hardware, parse_memory, parse_vram

__all__ = ["best_fit", "fit", "parse_hardware", "parse_memory", "parse_vram"]
