"""A place in a text at which an id may stand, with what is around it: the setting, the call, the mapping."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from modelpick.audit.filekinds import FileKind
from modelpick.audit.surroundings import MAKERS, TYPED, Enclosure, Surroundings, flat_lisp, key_before
from modelpick.model.fields import cached_property

WINDOW = 400
"""Characters of the line before the place that are looked at."""
NEAR = 160
"""Of them, what is looked at for the setting and the call."""
QUOTE = r"\\*[\"'`]"
MODEL_KEYS = frozenset(
    {"model", "llm", "modelid", "model_id", "modelname", "model_name", "model_config", "chatmodel"}
    | {"fallback", "fallback_model"}
)
DISTINCT_ID = re.compile(
    r"(?:gpt-?[3-9]|gpt-35|chatgpt-|claude-(?:instant|v?\d|opus|sonnet|haiku|fable|mythos)|gemini-\d|gemini-\w+-latest"
    r"|o[134]-(?:mini|pro|preview|deep)|(?:text|code)-(?:davinci|curie|babbage|ada|cushman)-|grok-(?:[1-9]|beta|code|vision)|mi(?:s|x|ni)tral-\w"
    r"|(?:codestral|devstral|magistral|pixtral)-\w|open-mi[sx]tral|deepseek-(?:chat|coder|reasoner|v\d|r\d)|kimi-k|glm-\d"
    r"|command-r-\w*\d|command-a-|qwen|llama|moonshot-v1|jamba-|gemma|computer-use|codex-mini|phi-\d)",
    re.IGNORECASE,
)
"""What is written so is an id, whatever it is said of; another word may be any."""
_LAST_QUOTE, _SYMBOL_MARK = re.compile(rf"{QUOTE}$"), re.compile(r"(?<=[\s(\[{,>]):$")
_KEY = re.compile(
    rf"(?:{QUOTE})?(?P<key>[A-Za-z_$][\w.$-]{{0,80}}+)(?:{QUOTE})?\]?\??[ \t]*(?:\?\?(?==)|\|\|(?==))?"
    rf"(?:{TYPED}|:=|=>|<-|(?<![=!<>])=(?!=)|:)"
    r"[ \t]*(?:\([ \t]*|\[[ \t]*|\{[ \t]*|[frb])?$"
)
_PAIR_KEY = re.compile(rf"{QUOTE}(?P<key>[A-Za-z_$][\w.$-]{{0,80}}){QUOTE}\s*(?:->|\bto)\s*$")
"""Of Kotlin and Scala: "model" to "ID", "model" -> "ID" """
_ENDS_KEY = frozenset("=:>-([{frb")
"""What stands last where a value follows: what gives it to a key, or the bracket or the prefix of a string behind."""
_BICEP_KEY = re.compile(r"\b(?:param|var|variable)\s+(?P<key>\w+)(?:\s+\w+)?\s*=\s*$")
_CALL = re.compile(
    r"(?P<call>[A-Za-z_$][\w$]*+(?:\([^()\n]{0,200}\))?(?:\??\.[A-Za-z_$][\w$]*+(?:\([^()\n]{0,200}\))?)*)"
    r"\s*(?:<[^<>()]{0,60}>)?\(\s*(?P<first>[\"'][^\"'\n]*[\"']\s*,\s*|[\w.]+\s*,\s*)?$"
)
_OPERATOR = re.compile(r"(?:\?\?=?|\|\|=?|\bor|\belse|\bdefault|\?)\s*\(?$")
_LINE_KEY = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:(?:export|const|let|var|local|readonly)\s+)*[\"']?(?P<key>[A-Za-z_$][\w.$-]*)[\"']?\s*"
    r"(?::\s*[\w\[\]<>&?, |.']+\s*)?(?:=>|:=|[:=])(?!=)"
)

_SUBSCRIPT_CALL = re.compile(r"\[[\"'](?P<key>[\w.:-]+)[\"']\]\.\w+\($")
"""Of what stands under a key: settings["Model"].Returns("ID")"""
_PAIR_OF_LISP = re.compile(r"\([ \t]*:?(?P<key>[\w.:/-]+)[ \t]+\.[ \t]+$")
_FORM_OF_LISP = re.compile(
    r"\"(?P<text>(?:[^\"\\\n]|\\.)*)\"|:(?P<keyword>[^\s()\[\]{}\",]+)|(?P<symbol>[^\s()\[\]{}\",:;][^\s()\[\]{}\",]*)"
)
_KEYWORD_ABOVE = re.compile(r"(?<![\w:]):[^\s()\[\]{}\",]+\s*$")
_DEFINING = re.compile(r"def\w*|setq\w*|set!|let\*?|custom-set-variables|reset!|swap!|assoc|assoc-in")
_FIRST_SETTING = re.compile(r"\(\s*[\"'](?P<key>[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[\"']\s*,")
"""Of what is looked up first in a call: getOr("OPENAI_MODEL", text, "ID")"""
_OPTION_CALL = re.compile(r"(?:^|[._])(?:add_argument|add_option|[oO]ption|[aA]rgument|Field)$")
"""What defines an option, an argument or a field with its default."""
_LONG_OPTION = re.compile(
    r"[\"'](?:-\w,?[ \t]+)?--(?P<name>[\w-]+)[^\"']*[\"']|\bdest[ \t]*=[ \t]*[\"'](?P<dest>\w+)[\"']"
)
_FIRST_NAME = re.compile(r"\(\s*[\"'](?P<name>[A-Za-z]\w*)[\"']\s*,")
_CREDENTIALS = frozenset({"key", "token", "secret", "password"})
"""What is given before an id that it has nothing to do with."""

SetOff = Literal["quoted", "setting", "item", "flow", "word", "flag", "constant"]


class LetterRun(NamedTuple):
    """A run of the letters of ids, and how it is set off from what is around it."""

    text: str
    start: int
    end: int
    set_off: SetOff
    """`quoted`: a whole string, or an item of a list in one; `setting`: the value of a line's setting; `item`: of a
    list of lines; `flow`: in a mapping or list of YAML without quotes; `word`: of a list of words; `flag`: the argument
    of one; `constant`: a name that stands for one."""
    key: str = ""
    """The setting, where the line itself says it."""
    opened: int = -1
    """Where the string begins that holds it, if it is one of several there."""


class Site:
    """The place of a run in a file."""

    def __init__(self, run: LetterRun, begin: int, end: int, kind: FileKind, around: Surroundings) -> None:
        self.run, self.kind, self.text = run, kind, kind.text
        self.begin, self.end = begin, end
        """Of the line."""
        self._around = around
        self.low = max(begin, run.start - WINDOW)
        before = self.text[self.low : run.opened if run.opened >= 0 else run.start]
        self.before = _LAST_QUOTE.sub("", before) if run.set_off == "quoted" else before
        if kind.language.has_symbols:
            self.before = _SYMBOL_MARK.sub("", self.before)
        """What stands before it on its line, without the quote."""
        self.near = self.before[-NEAR:]
        """The last of it: what the value is said of."""
        self.after = self.text[run.end : run.end + 80]

    @cached_property
    def frames(self) -> list[Enclosure]:
        """What encloses it, the innermost first."""
        return self._around.around(self.run.start)

    @property
    def inner(self) -> Enclosure | None:
        """What encloses it first of all."""
        return self.frames[0] if self.frames else None

    @cached_property
    def key(self) -> str:
        """What the value is said of: the setting, the argument, the name of the list; empty if it has none."""
        found = self._written_key
        if found in ("", "default") and self.kind.is_program and (option := self._option_defined):
            return option
        if self.kind.is_markup and found.lower() in ("", "value") and self.inner is not None:
            return self.inner.key
        if found == "value" and self.inner is not None and "name" in self.inner.said:
            return self.inner.said["name"]  # {name: MODEL, value: ID}, as containers are told of their environment
        return found

    @property
    def _option_defined(self) -> str:
        """The option or the field whose default it is: add_argument("--model", default="ID"), m: str = Field("ID")"""
        frame = next((each for each in self.frames[:2] if each.call), None)
        if frame is None or not _OPTION_CALL.search(frame.call):
            return ""
        told = _LONG_OPTION.search(self.text, frame.begin, min(frame.end, frame.begin + WINDOW))
        if told is None:
            given_to = key_before(frame.before_call)
            told = given_to or _FIRST_NAME.match(self.text, frame.begin)
            return told.group("key" if given_to else "name") if told else ""
        return (told["name"] or told["dest"]).replace("-", "_")

    @cached_property
    def _written_key(self) -> str:
        if self.run.key:
            return self.run.key
        if self.kind.is_lisp:
            return self._key_of_lisp
        last = self.near.rstrip()[-1:]
        if last in ("o", ">") and (found := _PAIR_KEY.search(self.near)):
            return found["key"]
        if last == "." and (found := _PAIR_OF_LISP.search(self.near)):
            return found["key"]
        if last in _ENDS_KEY and (found := _BICEP_KEY.search(self.near) or _KEY.search(self.near)):
            is_choice = last == ":" and self.near[: found.start()].rstrip().endswith("?")
            return self._key_of_choice if is_choice else found["key"]
        if found := self._call_before:
            first = found["first"] or ""
            if not first and (subscript := _SUBSCRIPT_CALL.search(self.near)):
                return subscript["key"]
            return "" if first.strip(" ,") in _CREDENTIALS else first.strip(" ,\"'")
        if _OPERATOR.search(self.near) and (key := self._key_of_line):
            return key
        inner = self.inner
        if inner is not None and inner.call and (setting := _FIRST_SETTING.match(self.text, inner.begin)):
            return setting["key"] if setting.end() <= self.run.start else ""
        if inner is None or (inner.bracket == "(" and inner.call) or (not inner.bracket and self.run.set_off != "item"):
            return ""
        return inner.key

    @property
    def _key_of_line(self) -> str:
        """What the line gives a value to."""
        found = _LINE_KEY.match(self.text[self.begin : self.begin + 200])
        return found["key"] if found else ""

    @property
    def _key_of_choice(self) -> str:
        """What gets the second of two values: placeholder={is_a ? "A" : "B"}"""
        inner = self.inner
        return inner.key if inner is not None and inner.key and inner.begin >= self.begin else self._key_of_line

    @cached_property
    def _key_of_lisp(self) -> str:
        """The keyword before it, in a mapping also a text, and a symbol where one is given a value."""
        if found := _PAIR_OF_LISP.search(self.near):
            return found["key"]
        inner = self.inner
        forms = self._forms_of_lisp
        if not forms or not self.near[-1:].isspace() or self.is_key_of_lisp:
            return "" if inner is None else inner.key
        if forms[-1]["keyword"]:
            return forms[-1]["keyword"]
        if inner is not None and inner.bracket == "{":
            return forms[-1]["text"] or forms[-1]["symbol"] or ""
        if inner is not None and (inner.bracket == "[" or _DEFINING.fullmatch(inner.call)):
            return forms[-1]["symbol"] or inner.key
        return "" if inner is None else inner.key

    @cached_property
    def _forms_of_lisp(self) -> list[re.Match[str]]:
        """What stands before it on its line in what encloses it."""
        begin = max(self.low, self.inner.begin + 1) if self.inner is not None else self.low
        return list(_FORM_OF_LISP.finditer(flat_lisp(self.text[begin : self.run.start - 1])))

    @property
    def is_key_of_lisp(self) -> bool:
        """Whether it is the first of a pair in a mapping of Lisp; behind a keyword it is the second."""
        inner, forms = self.inner, self._forms_of_lisp
        if inner is None or inner.bracket != "{" or (forms and forms[-1]["keyword"]):
            return False
        if not forms and inner.begin < self.low and _KEYWORD_ABOVE.search(self.text, max(0, self.low - NEAR), self.low):
            return False
        return len(forms) % 2 == 0

    @property
    def is_case_of_lisp(self) -> bool:
        """Whether it is what a form of `case` compares with, and not what comes of that."""
        forms = self._forms_of_lisp
        if self.inner is not None and self.inner.begin < self.low:
            return not forms  # each case is on a line of its own
        return len(forms) % 2 == 0

    @cached_property
    def _call_before(self) -> re.Match[str] | None:
        found = _CALL.search(self.near) if self.near.rstrip()[-1:] in ("(", ",") else None
        return found if found and found["call"] not in MAKERS else None

    @cached_property
    def parent(self) -> str:
        """The key of the nearest mapping, list or block that has one, in small letters."""
        return next((frame.key.lower() for frame in self.frames if frame.key), "")

    @cached_property
    def ancestors(self) -> frozenset[str]:
        """The keys of all that encloses it, in small letters."""
        return frozenset(frame.key.lower() for frame in self.frames if frame.key)

    @cached_property
    def call(self) -> str:
        """What is called with the value: directly, or by name in the call around it; empty where nothing is."""
        if found := self._call_before:
            return found["call"]
        return next((frame.call for frame in self.frames[:3] if frame.call), "")
