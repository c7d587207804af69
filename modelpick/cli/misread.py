"""A command line that cannot be read, said as a sentence with the nearest thing that could."""

from __future__ import annotations

from typing import Any

from modelpick.cli.grammar import about_and_examples, argument_shape, option_names
from modelpick.cli.spoken import OPTION_WORDS
from modelpick.model.names import nearest


def sentence(error: Any) -> str:
    """What is wrong, and what to write instead."""
    said: str = error.format_message()
    command = error.ctx.command if getattr(error, "ctx", None) else None
    if command is None:
        return said
    path = error.ctx.command_path
    if hasattr(error, "option_name") and hasattr(error, "possibilities"):
        known = option_names(command.params)
        near = _nearest_options(error.option_name, known)
        return f"{error.message}. {near or f'`{path} --help-all` lists the options'}"
    param = getattr(error, "param", None)
    if param is not None and said.startswith("Missing"):
        _, examples = about_and_examples(command.help or "")
        shown = f" For example: {examples[0]}" if examples else f" `{path} --help` tells more"
        name = argument_shape(param) if param.param_type_name == "argument" else param.opts[0]
        return f"Missing {name}.{shown}"
    return said


def _nearest_options(word: str, known: list[str]) -> str | None:
    """The options that are written or said much like `word`."""
    spoken = {said: spoken.means[0] for said, spoken in OPTION_WORDS.items() if spoken.means[0] in known}
    spoken |= {name: name for name in known}
    close = list(dict.fromkeys(spoken[each] for each in nearest(word, spoken)))
    return f"Did you mean {' or '.join(f'`{each}`' for each in close)}?" if close else None
