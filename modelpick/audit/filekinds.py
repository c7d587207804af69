"""What sort of file a text is, and what all of it is about: whose packages it imports, whose clients it makes."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping
from itertools import islice

from modelpick.audit.languages import base_of, language_of
from modelpick.idents.providers import PREFIXES, provider_of_class, provider_of_host, takes_deployments
from modelpick.idents.reading import folded
from modelpick.model.fields import cached_property

_CONSTRUCTED = re.compile(
    r"=(?<![=!<>]=)(?!=)[ \t]*(?:await[ \t]+)?(?:new[ \t]+)?(?P<class>[A-Za-z_][\w.]{2,60}+)\((?P<args>[^()]{0,800})"
)
_ASSIGNED = re.compile(r"(?P<name>\w+)[ \t]*(?::[^=\n]{1,60})?$")
_IMPORT = re.compile(
    r"[ \t]*(?:from\s+(?P<module>[\w.]+)\s+import\s+\(?(?P<names>[^\n()#]+)"
    r"|import\s+(?P<plain>[\w.]+)(?:\s+as\s+(?P<as>\w+))?\s*$"
    r"|import\s+(?:type\s+)?(?:\w+\s*,\s*)?\{(?P<js>[^}]*)\}\s*from\s*[\"'](?P<from>[^\"']+)[\"'])",
    re.MULTILINE,
)
_REQUIRE = re.compile(
    r"^[ \t]*(?:const|let|var)\s+\{(?P<js>[^}]*)\}\s*=\s*require\(\s*[\"'](?P<from>[^\"']+)[\"']", re.MULTILINE
)
_SDK_MODULES = {
    "google.generativeai": "google", "google.genai": "google", "vertexai": "google-vertex",
    "langchain_google_vertexai": "google-vertex", "langchain_google_genai": "google", "langchain_aws": "amazon-bedrock",
    "@google/generative-ai": "google", "@google/genai": "google", "@google-cloud/vertexai": "google-vertex",
    "@aws-sdk/client-bedrock-runtime": "amazon-bedrock", "@openrouter/ai-sdk-provider": "openrouter",
    "ollama-ai-provider": "", "@ai-sdk/gateway": "vercel", "groq-sdk": "groq", "together-ai": "togetherai",
    "@mistralai/mistralai": "mistral", "cohere-ai": "cohere",
}  # fmt: skip
_SDK_FOLDERS = (
    *("@ai-sdk/", "@langchain/", "langchain_", "llama_index.llms.", "pydantic_ai.models.", "@genkit-ai/", "genkitx-"),
    "@llamaindex/",
)
"""Before the name of a provider, as a library calls its package for it."""
_SDK_NAMES = frozenset({"groq", "anthropic", "openai", "mistralai", "cohere", "together"})
_VERTEX = "google-vertex"
_VERTEX_PACKAGE = re.compile(
    r"(?:import|from|require|using|package)\b[^\n]*vertex_?ai|\"[^\"\n]*/vertexai[/\"]", re.IGNORECASE
)
_AGENT_FILES = re.compile(
    r"\.(?:prompt|agent|chatmode|instructions)\.md$"
    r"|(?:^|/)\.(?:github|claude|cursor|opencode)/(?:agents?|prompts|commands|chatmodes)/"
)
_RECORD_FOLDER = re.compile(
    r"\.har\.\w+$|\.lock\.ya?ml$|(?:^|/)(?:[\w-]*cassettes?|(?:__)?recordings(?:__)?|__snapshots__|vcr|[\w.-]+\.snapshot)/",
    re.IGNORECASE,
)
_SAMPLE_FOLDER = re.compile(r"(?:^|/)(?:(?:__)?fixtures(?:__)?|testdata|__data__|__mocks__)/", re.IGNORECASE)
"""Of data that tests read."""
_RECORD_HEAD = re.compile(
    r"(?:\s*(?:---|#[^\n]*)\n)*\s*(?:\{\s*)?\"?(?:openapi|swagger|http_interactions|interactions)\"?\s*:"
)
_AZURE_WORDS = ("azurerm", "azapi", "cognitiveservices", "openai.azure", "azure_openai", "azureopenai", "azure/")
_STRING_REST = re.compile(r"[^\"\\]*(?:\\.[^\"\\]*)*", re.DOTALL)
_LONGEST_STRING = 100_000
_NAMED_ID = re.compile(
    r"\b(?P<names>(?:[A-Za-z_]\w{0,60}[^\"'`\w]{1,12}){1,5})[\"'`](?P<id>[a-z0-9][\w.:/@-]{1,80})[\"'`]", re.ASCII
)
"""An id with the words before it, of which one may be its name."""
_NAME_WORD, _NAME_VERSION = re.compile(r"[a-z]+|\d+"), re.compile(r"_v\d+$")
_MANY_NAMES, _SHORTEST_NAME = 4, 2
_ADDRESS_OF_HOST = re.compile(r"https?://([\w.-]+)")
_OWN_IDS = frozenset({"groq", "github-models", "togetherai", "fireworks-ai", "cerebras", "deepinfra"})
_LIST_LINES = re.compile(r"(?:^[ \t]*-[ \t]+[^\s:][^\s]*[ \t]*(?:#[^\n]*)?(?:\n|\Z))+", re.MULTILINE)
_LONG_LIST = 40
_ENUM_CLASS = re.compile(r"^class\s+\w+\([^)\n]*Enum\b[^)\n]*\):(?:\n(?:[ \t][^\n]*)?)*", re.MULTILINE)
ADDRESS = re.compile(
    r"(?:base_?url|api_?base|endpoint|api_?host|server_?url|base_?path)[\"']?\s*[:=]\s*[\"'`]?https?://([\w.:@-]+)",
    re.IGNORECASE,
)
"""A setting that holds the address of a server."""


class FileKind:
    """What sort of file it is, and what all of it is about."""

    def __init__(self, name: str, text: str, whole: FileKind | None = None) -> None:
        """`whole`: the file of which `text` is a part, such as a cell of a notebook: it knows what others import."""
        path = name.replace("\\", "/")
        self.base = base_of(name)
        self.text = text
        self._whole = whole
        self.language = language = language_of(self.base)
        self.is_yaml = language.sort == "yaml"
        self.has_sections = language.sort == "sections"
        self.is_script = language.sort == "script"
        self.is_lisp = language.sort == "lisp"
        self.is_program = language.is_program
        self.is_library = self.is_program and not self.base.endswith(".ipynb")
        """Whether others may use what it defines; what a notebook lists, it asks one after the other."""
        self.is_markup = language.is_markup
        self.is_json = language.sort in ("json", "jsonl")
        self.is_infrastructure = language.sort == "infrastructure"
        self.is_query = language.sort == "query"
        quoted = self.is_program or self.is_query or self.is_markup or self.is_json or self.is_infrastructure
        self.has_plain_values = not (quoted or language.sort == "quoted")
        """Whether texts need no quotes in it."""
        self._last_string = -1, -1
        self.imports_by_name = self.is_script or language.strings == "python"
        """Whether a name that is not defined in it is always imported by its name."""
        self.is_document = language.sort == "document" or self._is_record(path)
        if self.is_document and _AGENT_FILES.search(path):
            self.is_document = False  # what an assistant reads to know which model to ask
        self.is_aider = self.base.startswith(".aider")

    def _is_record(self, path: str) -> bool:
        """Whether it tells what was asked and answered, or what may be: recorded calls, the description of an API."""
        if _RECORD_FOLDER.search(path) or self.language.sort == "record":
            return True
        if self.is_json and _SAMPLE_FOLDER.search(path):
            return True
        return not self.is_program and bool(_RECORD_HEAD.match(self.text))

    @cached_property
    def is_azure(self) -> bool:
        """Whether anything in it is about Azure."""
        if self._whole is not None:
            return self._whole.is_azure
        low = self.text.lower()
        return any(word in low for word in _AZURE_WORDS)

    @cached_property
    def is_proxy(self) -> bool:
        """Whether it is the configuration of a LiteLLM proxy, whose `model_name` is the user's own."""
        return self.is_yaml and ("litellm_params" in self.text or "model_list" in self.text)

    @cached_property
    def imports(self) -> dict[str, str]:
        """What is imported from the packages of providers -> whose API it asks."""
        if self._whole is not None:
            return self._whole.imports
        found: dict[str, str] = {}
        for match in _import_statements(self.text):
            said = match.groupdict()
            provider = _provider_of_module(said.get("module") or said.get("plain") or said["from"] or "")
            if provider is not None:
                found |= dict.fromkeys(_imported_names(said), provider)
        return found

    @cached_property
    def clients(self) -> dict[str, tuple[str, bool]]:
        """The variables that hold clients -> whose API they ask, and whether they take deployments."""
        if self._whole is not None:
            return self._whole.clients
        found: dict[str, tuple[str, bool]] = {}
        asked: dict[str, str | None] = {}
        for match in _CONSTRUCTED.finditer(self.text):
            name, args = match.groups()
            host = ADDRESS.search(args) if "://" in args else None
            provider = provider_of_host(host[1]) if host else None
            if provider is None and "bedrock-runtime" in args:
                provider = "amazon-bedrock"
            elif provider is None:
                if name not in asked:
                    asked[name] = self.provider_of_name(name)
                provider = asked[name]
            if provider is None:
                continue
            named = _ASSIGNED.search(self.text, max(0, match.start() - 120), match.start())
            if named:
                found[named["name"]] = provider, takes_deployments(name) and not host
        return found

    @cached_property
    def hint(self) -> str | None:
        """Whose API the file is about, where it asks one alone."""
        if not self.is_program:
            return None
        asked = {*self.imports.values(), *(provider for provider, _ in self.clients.values())} - {""}
        if asked <= {"openai"}:  # its package asks any API of that kind
            asked = self._hosts_named or asked
        return next(iter(asked)) if len(asked) == 1 else None

    @cached_property
    def _hosts_named(self) -> set[str]:
        """Who is named by an address in it, and calls the models of others by ids of its own."""
        if self._whole is not None:
            return self._whole._hosts_named
        hosts = {provider_of_host(found[1]) for found in _ADDRESS_OF_HOST.finditer(self.text)}
        named = {host for host in hosts if host and host != "openai"}
        return named if named <= _OWN_IDS else set()

    @cached_property
    def configures_openrouter(self) -> bool:
        """Whether it is no program, and names OpenRouter, but as no route among others (``openrouter/...``)."""
        if self.is_program or "openrouter/" in self.text:
            return False
        return re.search("openrouter", self.text, re.IGNORECASE) is not None

    @cached_property
    def _enum_spans(self) -> list[tuple[int, int]]:
        return [match.span() for match in _ENUM_CLASS.finditer(self.text)] if self.language.strings == "python" else []

    @cached_property
    def names_many_ids(self) -> bool:
        """Whether it gives many ids names that are made of them, as a library that tells what there is."""
        if self._whole is not None:
            return self._whole.names_many_ids
        named = (
            each
            for each in _NAMED_ID.finditer(self.text)
            if any(is_called_after(name, each["id"]) for name in re.findall(r"\w+", each["names"]))
        )
        return next(islice(named, _MANY_NAMES - 1, None), None) is not None

    def is_in_enum(self, at: int) -> bool:
        """Whether a place lies in the body of an enumeration."""
        number = bisect(self._enum_spans, (at, len(self.text)))
        return number > 0 and at < self._enum_spans[number - 1][1]

    @cached_property
    def _long_lists(self) -> list[tuple[int, int]]:
        if not self.is_yaml:
            return []
        return [m.span() for m in _LIST_LINES.finditer(self.text) if m[0].count("\n") >= _LONG_LIST]

    def is_in_long_list(self, at: int) -> bool:
        """Whether a place lies in a list of YAML so long that it is a catalog of what there is."""
        number = bisect(self._long_lists, (at, len(self.text)))
        return number > 0 and at < self._long_lists[number - 1][1]

    def string_start(self, at: int) -> int | None:
        """Where the string of JSON begins that holds a place, behind its quote; None where that is too far to say."""
        begin, end = self._last_string
        if not begin <= at <= end:
            begin = _quote_before(self.text, at, max(end, at - _LONGEST_STRING)) + 1
            if not begin:
                return None
            found = _STRING_REST.match(self.text, begin)
            self._last_string = begin, found.end() if found else at
        return begin

    def string_end(self, at: int) -> int:
        """Where the string of JSON ends that holds a place."""
        return self._last_string[1] if self.string_start(at) is not None else at

    def provider_of_name(self, name: str) -> str | None:
        """Whose API a class or a function asks."""
        last = name.rpartition(".")[2]
        imported = self.imports.get(last)
        if imported == _VERTEX or (last.lower().endswith("generativemodel") and self._is_vertex):
            return _VERTEX  # both of Google's APIs call a class so
        found = provider_of_class(last)
        return imported if found is None else found

    @cached_property
    def _is_vertex(self) -> bool:
        if self._whole is not None:
            return self._whole._is_vertex
        return bool(_VERTEX_PACKAGE.search(self.text)) and "google" not in self.imports.values()


def is_called_after(name: str, id_: str) -> bool:
    """Whether a name is made of the letters and figures of an id, or of most of them."""
    mine, theirs = folded(name), folded(id_.rpartition("/")[2])
    if mine == theirs:
        return True
    if len(mine) < _SHORTEST_NAME or not any(map(str.isdigit, mine)):
        return False
    # OPUS_3 is claude-3-opus: the words may stand in another order, and a version of the name need not be there.
    words = _NAME_WORD.findall(_NAME_VERSION.sub("", name.lower()))
    return mine in theirs or theirs in mine or (len(words) > 1 and all(word in theirs for word in words))


def _quote_before(text: str, at: int, low: int) -> int:
    """Where the last quote stands before `at` that no backslash escapes; -1 if there is none from `low` on."""
    place = at
    while (place := text.rfind('"', max(low, 0), place)) >= 0:
        begin = place
        while begin > 0 and text[begin - 1] == "\\":
            begin -= 1
        if (place - begin) % 2 == 0:
            return place
    return -1


def _import_statements(text: str) -> Iterator[re.Match[str]]:
    """Where something is imported; looked for by the word, which is rare, and not line by line."""
    at = text.find("import")
    while at >= 0:
        found = _IMPORT.match(text, text.rfind("\n", 0, at) + 1)
        if found:
            yield found
        at = text.find("import", max(at + 6, found.end() if found else 0))
    if "require(" in text:
        yield from _REQUIRE.finditer(text)


def _imported_names(said: Mapping[str, str | None]) -> Iterator[str]:
    names = said.get("names") or said.get("js") or said.get("as") or said.get("plain") or ""
    for part in names.split(","):
        word = re.split(r"\s+as\s+|:|\s+", part.strip())[-1].strip()
        if word:
            yield word


def _provider_of_module(module: str) -> str | None:
    """Whose package a module is; None of any other."""
    if module in _SDK_MODULES:
        return _SDK_MODULES[module]
    head = module
    for folder in _SDK_FOLDERS:
        head = head.removeprefix(folder)
    if head != module:
        head = head.partition("/")[0]  # @ai-sdk/google-vertex/anthropic is Vertex's
    known = head in PREFIXES and (head != module or head in _SDK_NAMES)
    return PREFIXES[head] or None if known else None
