"""When data are stale, in days since their newest fact or since their source was last asked."""

BUNDLED_DAYS = 60
"""Bundled data that are older are stale, if nothing was synced."""
SYNCED_DAYS = 14
"""A synced source that was not asked for longer is stale."""
