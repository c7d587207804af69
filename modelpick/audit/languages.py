"""What the end of a file's name says of the file: what sort it is of, how its comments and its longer strings begin."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

Sort = Literal[
    "program", "script", "lisp", "markup", "json", "jsonl", "yaml", "sections", "infrastructure", "query", "quoted",
    "document", "record", "table", "plain",
]  # fmt: skip
"""`script`: a program of JavaScript's kin; `sections`: settings under headings; `infrastructure`: what Terraform and
Bicep set up; `query`: SQL; `quoted`: other settings of which every text stands in quotes; `record`: what was asked and
answered once; `plain`: whatever else, where a text needs no quotes."""
Strings = Literal["", "python", "yaml", "backtick", "triple", "rust", "verbatim", "raw", "heredoc"]
"""How strings of several lines are written, or those that hold quotes as they are."""


class Language(NamedTuple):
    """What files have in common whose names end alike."""

    ends: str
    """Of their names, or all of it, set apart by spaces."""
    sort: Sort = "plain"
    comment: str = r"#|//|\*(?=[\s/]|$)|/\*|<!--"
    """With which a line begins that is one: a pattern."""
    strings: Strings = ""
    has_symbols: bool = False
    """Whether a word behind a colon is a text, and so are the words of a list: :"gpt-4o", %w[gpt-4o o1]"""

    @property
    def is_program(self) -> bool:
        return self.sort in ("program", "script", "lisp")

    @property
    def is_markup(self) -> bool:
        return self.sort == "markup"

    @property
    def is_table(self) -> bool:
        """Whether it is a table of data: nothing in it asks a model."""
        return self.sort == "table"


_SLASHES = r"//|\*(?=[\s/]|$)|/\*|<!--"
"""Where `#` begins something else: a private field, an attribute, a directive."""
PLAIN = Language("")
LANGUAGES = (
    Language(".py .pyi .ipynb", "program", strings="python"),
    Language(".js .ts .tsx .jsx .mjs .cjs .mts .cts .vue .svelte", "script", _SLASHES, "backtick"),
    Language(".go", "program", _SLASHES, "backtick"),
    Language(".java .kt .kts .scala .swift .dart .groovy", "program", _SLASHES, "triple"),
    Language(".ex .exs", "program", strings="triple", has_symbols=True),
    Language(".cs", "program", _SLASHES, "verbatim"),
    Language(".rs", "program", _SLASHES, "rust"),
    Language(".c .h .cc .cpp .hpp", "program", _SLASHES, "raw"),
    Language(".fs", "program", _SLASHES, "triple"),
    Language(".rb", "program", strings="heredoc", has_symbols=True),
    Language(".php", "program", r"#(?!\[)|" + _SLASHES, "heredoc"),
    Language(".lua .hs", "program", "--"),
    Language(".jl", "program", strings="python"),
    Language(".r .pl .pm .cr .nim", "program"),
    Language(".m .mm .zig .sbt .sc .gradle", "program", _SLASHES),
    Language(".el .clj .cljs .cljc .edn .lisp .scm .rkt", "lisp", ";"),
    Language(".sql", "query", r"#|--\s|/\*|\*(?=[\s/]|$)"),
    Language(".xml .config .csproj .fsproj .vbproj .props .targets .plist .xaml .resx", "markup"),
    Language(".json .json5 .jsonc", "json"),
    Language(".jsonl .ndjson", "jsonl"),
    Language(".yml .yaml", "yaml", strings="yaml"),
    Language(".toml .ini .cfg .conf", "sections", r"[#;]|//|\*(?=[\s/]|$)|/\*|<!--"),
    Language(".tf .tfvars", "infrastructure", strings="heredoc"),
    Language(".bicep .bicepparam", "infrastructure"),
    Language(".hcl", "quoted", strings="heredoc"),
    Language(".sh .bash .zsh dockerfile .dockerfile containerfile", "plain", strings="heredoc"),
    Language(".md .mdx .rst .txt .adoc .html .htm .tsv .log", "document"),
    Language("metadata pkg-info readme changelog changes history news authors", "document"),
    Language(".snap .ambr .har", "record"),
    Language(".csv", "table"),
)
_BY_END = {end: language for language in LANGUAGES for end in language.ends.split()}
_OTHER_ENDS = (
    *("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "lock", "env"),
    *("gguf", "ggml", "bin", "safetensors", "pt", "pth", "onnx", "whl", "gz", "zip", "tar"),
    *("com", "io", "ai", "org", "dev", "net"),
)
"""Of files and of hosts that are not read as a language of their own."""
FILE_NAME = re.compile(
    rf"\.(?:{'|'.join([*(end[1:] for end in _BY_END if end.startswith('.')), *_OTHER_ENDS])})(?::.*)?$",
    re.IGNORECASE | re.ASCII,
)
"""The end of a text that is the name of a file or a host, and no id."""


_TEMPLATE_END = re.compile(r"(?<=.)\.(?:j2|jinja2?|tpl|tmpl|gotmpl|template|erb|dist|example|sample|in|bak)$")
"""Behind the end of a name that says what sort of file is made of it."""


def base_of(name: str) -> str:
    """The last part of the `name` of a file, in small letters, or of what is made of the template that it names."""
    base = name[max(name.rfind("/"), name.rfind("\\")) + 1 :].lower()
    return _TEMPLATE_END.sub("", base) or base


@lru_cache
def language_of(base: str) -> Language:
    """What a file is written in whose name is `base`, in small letters."""
    other = _BY_END["readme"] if base.startswith("readme.") else PLAIN
    return _BY_END.get(base[base.rfind(".") :]) or _BY_END.get(base) or other


@lru_cache
def comment_of(language: Language) -> re.Pattern[str]:
    """What a line begins with that is a comment."""
    return re.compile(rf"\s*(?:{language.comment})")
