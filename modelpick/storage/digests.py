"""The digest that things are called after. `hashlib` would load OpenSSL before it, which takes a while."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b"]
