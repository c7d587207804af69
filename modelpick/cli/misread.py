"""A command line that cannot be read, said as a sentence with the nearest thing that could."""

from __future__ import annotations

import re
from typing import Any

from modelpick.cli.grammar import CommandGroup, about_and_examples, argument_shape, option_names
from modelpick.cli.meant import asks_for
from modelpick.cli.option_table import SHARED
from modelpick.cli.spoken import OPTION_WORDS
from modelpick.model.names import meant_hint, nearest


def sentence(error: Any) -> str:
    """What is wrong, and what to write instead."""
    said: str = error.format_message()
    command = error.ctx.command if getattr(error, "ctx", None) else None
    valueless = re.match(r"Option '(--?[\w-]+)' requires an argument", said)
    if valueless:
        about = next((each.help for each in command.params if valueless[1] in each.opts), "") if command else ""
        return f"{valueless[1]} needs a value. {about}".rstrip(". ")
    if command is None:
        return said
    path = error.ctx.command_path
    if hasattr(error, "option_name") and hasattr(error, "possibilities"):
        known = option_names(command.params)
        if isinstance(command, CommandGroup) and _is_of_commands(error.option_name):
            return f"{error.message}. Write it behind the command: {path} recommend {error.option_name}"
        near = _nearest_options(error.option_name, known)
        return f"{error.message}. {near or f'`{path} --help-all` lists the options'}"
    param = getattr(error, "param", None)
    if param is not None and said.startswith("Missing"):
        _, examples = about_and_examples(command.help or "")
        shown = f" For example: {examples[0]}" if examples else f" `{path} --help` tells more"
        name = argument_shape(param).rstrip(".") if param.param_type_name == "argument" else param.opts[0]
        return f"Missing {name}.{shown}"
    _, extra, words = said.partition("unexpected extra argument(s) (")
    if extra:
        return _sentence_on_extra(error.ctx, words.removesuffix(")"))
    return said


def _is_of_commands(word: str) -> bool:
    """Whether `word` is an option that commands share, or said for one."""
    said = OPTION_WORDS.get(word)
    return any((said.means[0] if said else word) in options for options, _ in SHARED.values())


def _sentence_on_extra(context: Any, words: str) -> str:
    """What to do with words that a command has no place for: a need may be one that is asked with an option."""
    path, known = context.command_path, option_names(context.command.params)
    if "--need" in known and asks_for(words) == "recommend":
        return f"{words!r} has no place here. Did you mean `--need {words}`?"
    if path.endswith(" check"):
        return f"{words!r} has no place here: one model at a time. Of several: `modelpick compare MODEL MODEL`"
    return f"{words!r} has no place here. `{path} --help` shows what it takes"


def _nearest_options(word: str, known: list[str]) -> str | None:
    """The options that are written or said much like `word`."""
    spoken = {said: spoken.means[0] for said, spoken in OPTION_WORDS.items() if spoken.means[0] in known}
    spoken |= {name: name for name in known}
    close = list(dict.fromkeys(spoken[each] for each in nearest(word, spoken)))
    return meant_hint(close)
