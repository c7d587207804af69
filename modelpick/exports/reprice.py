"""One SQL statement that prices a usage table anew by the table of prices, for DuckDB and for Spark SQL."""

from __future__ import annotations

_STATEMENT = """\
-- What a usage table costs at the prices of {day}, in US dollars a row; null where a price is not known.
-- usage: provider, id, requests, and of one request input_tokens (all of them), cache_read_tokens,
-- cache_write_tokens, output_tokens; batch is true for what went through a batch interface.
-- Tiers hold for the whole request, by its input_tokens. Of several offerings of one id the cheapest counts: leave
-- `p.preferred` out and join on `p.geography` or `p.deployment` to say which.{setup}
SELECT
  u.*,
  p.model,
  u.requests * (
    (u.input_tokens - u.cache_read_tokens - u.cache_write_tokens)
      * CASE WHEN u.batch THEN p.batch_input ELSE p.input END
    + u.cache_read_tokens * CASE WHEN u.batch THEN p.batch_cache_read ELSE p.cache_read END
    + u.cache_write_tokens * CASE WHEN u.batch THEN p.batch_cache_write ELSE p.cache_write END
    + u.output_tokens * CASE WHEN u.batch THEN p.batch_output ELSE p.output END
  ) / 1000000 AS usd
FROM usage AS u
LEFT JOIN {prices} AS p
  ON p.provider = u.provider
  AND p.id = u.id
  AND p.preferred
  AND u.input_tokens >= p.prompt_from
  AND (p.prompt_to IS NULL OR u.input_tokens <= p.prompt_to)
"""


def duckdb_statement(file: str, day: str) -> str:
    """The statement over `file`, which holds the prices as CSV or Parquet."""
    return _STATEMENT.format(day=day, setup="", prices=f"'{file}'")


def spark_statement(file: str, day: str) -> str:
    """The same for Spark SQL; of CSV a view is to be made first, which a comment says."""
    if file.endswith(".parquet"):
        return _STATEMENT.format(day=day, setup="", prices=f"parquet.`{file}`")
    options = f"OPTIONS (path '{file}', header 'true', inferSchema 'true')"
    setup = f"\n-- First: CREATE OR REPLACE TEMPORARY VIEW prices USING csv {options}"
    return _STATEMENT.format(day=day, setup=setup, prices="prices")
