"""A plugin of Simon Willison's `llm`: `llm modelpick ...` is the command line, and models may ask it as a tool."""

from __future__ import annotations

import sys
from typing import Any

import click
import llm


@llm.hookimpl
def register_commands(cli: Any) -> None:
    """Put `llm modelpick` among the commands; its words are those of `modelpick`."""

    @cli.command(name="modelpick", context_settings={"ignore_unknown_options": True, "help_option_names": []})
    @click.argument("words", nargs=-1, type=click.UNPROCESSED)
    def modelpick_command(words: tuple[str, ...]) -> None:
        """Which language model to use: llm modelpick recommend coding"""
        from modelpick.cli.main import main

        sys.exit(main(list(words)))


@llm.hookimpl
def register_tools(register: Any) -> None:
    """Let models ask which model to use, and what is known of one."""
    register(recommend_model, name="recommend_model")
    register(model_status, name="model_status")


def recommend_model(needs: str, constraints: str = "") -> str:
    """Which language model to use for `needs` (coding, rag, health ...), with reasons and how sure that is.

    `constraints` are options of `modelpick recommend`: --self-host --residency eu --max-price-out 5.
    """
    return _said_by("recommend", needs, *constraints.split())


def model_status(model: str) -> str:
    """Whether a language model can be called today, where, and until when."""
    return _said_by("status", model)


def _said_by(*words: str) -> str:
    """What the command line answers; where a question makes no sense, what to write instead."""
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    from modelpick.cli.main import main

    said, told = StringIO(), StringIO()
    with redirect_stdout(said), redirect_stderr(told):
        code = main(list(words))
    return said.getvalue() if code in (0, 1) else told.getvalue()
