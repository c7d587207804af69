"""Whether a model is meant at a place, and whose API is asked there: by the setting, the call, the block around it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal, NamedTuple

from modelpick.audit.surroundings import Frame, Surroundings
from modelpick.idents.providers import PREFIXES, provider_of_class, provider_of_host, provider_of_key, takes_deployments
from modelpick.idents.reading import readings

Role = Literal["value", "key", "offer", "doc"]
"""`key`: names an entry of a table, such as one of prices; `offer`: one of several that may be chosen; `doc`: told in a
document. None of them pins anything."""

_MODEL_WORD = re.compile(r"model|engine|llm|(?:^|_)(?:judge|fallback|embedder|chat|completion)s?(?:$|_)", re.IGNORECASE)
_MODEL_KEYS = frozenset({"model", "llm", "modelid", "model_id", "modelname", "model_name", "model_config", "chatmodel"})
_INNER_KEYS = frozenset({"name", "id", "value", "default", "defaultvalue", "const", "slug"})
"""What a model is called inside of its own mapping."""
_OTHER_KEYS = re.compile(
    r"(?:^|[._-])(?:name|title|label|description|desc|image|branch|branches|tags?|group|theme|keywords?|text|message|msg"
    r"|match|prompt|content|icon|colou?r|path|file|filename|folder|dir|repo|repository|package|dependencies|topic|bucket"
    r"|hosts?|hostname|container|service|job|user|author|alias|aliases|displayname|display_name|cachedresultname|volumes?"
    r"|api_?version|edit_format|mode|family|families|prefix|prefixes|suffix|run|uses|ref|sku|scope|summary|comment|note"
    r"|notes|licen[cs]e|tokenizer|encoding|recommendations|unwantedrecommendations|href|src|class|classname|css|test_?id"
    r"|username|password|token|secret|command|cmd|needs|jobs?|stage|event|subject|query|q|question|answer|headers?"
    r"|help|doc|docs|docstring|placeholder|tooltip|caption|heading|error|warning|reason|detail|details|status|key"
    r"|deprecated_?models|retired_?models|legacy_?models)$",
    re.IGNORECASE,
)
_TOLD_KEYS = re.compile(
    r"(?:placeholder|description|label|title|tooltip|display_?name|comment|help|alias|family|prefix|suffix|icon|docs?)$",
    re.IGNORECASE,
)
"""What is told of a model, or is another word for it."""
_DEPLOYMENT_KEY = re.compile(r"deployment|(?:^|_)endpoint(?:_name|_id)?$", re.IGNORECASE)
_OFFER_KEY = re.compile(
    r"(?:^|[._-])(?:enum|choices|options|examples?|suggestions|supported\w*|available\w*|known\w*|valid\w*|all_?models"
    r"|\w*_models_list|\w*_model_list|models_?list)$|supported|available_models|(?:^|_)(?:recommended|popular)_models",
    re.IGNORECASE,
)
_ALIAS_ANCESTORS = frozenset(
    {"model_group_alias", "fallbacks", "context_window_fallbacks", "content_policy_fallbacks", "default_fallbacks"}
    | {"router_settings", "general_settings", "model_name"}
)
_OTHER_ANCESTORS = frozenset(
    {"branches", "branches-ignore", "tags", "tags-ignore", "concurrency", "keywords", "dependencies", "devdependencies"}
    | {"peerdependencies", "recommendations", "unwantedrecommendations", "volumes", "ports", "labels", "needs", "vars"}
)
_COMPARED = re.compile(r"(?:[=!]==?|<>|\bnot\s+in|\bin|\bcase|\bwhen|\bis|\bis\s+not|\blike)\s*[\[({]?\s*(?:[\"'][^\"'\n]*[\"']\s*[,|]\s*)*$")
_COMPARED_AFTER = re.compile(r"\\*[\"'`]\s*(?:[=!]==?(?!=)|(?:not\s+)?in\s+[A-Za-z_(\[])")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*")
_PARTIAL_CALL = re.compile(
    r"(?:starts?_?with|ends?_?with|removeprefix|removesuffix|startsWith|endsWith|HasPrefix|HasSuffix|includes|indexOf"
    r"|contains|Contains|replace|split|partition|compile|match|search|fullmatch|find|raises|test|assert\w*|expect\w*"
    r"|toBe|toEqual|toContain)\(\s*[\[({]?[^)]*$"
    r"|(?:famil|prefix|suffix|substr|starts?_with|marker|pattern|regex)\w*[\"']?\]?\s*(?::[^=\n]*)?[=:]\s*[^=)\]}]*$",
    re.IGNORECASE,
)
"""Before what is only a part of an id, or what an answer is compared with."""
_KEY = re.compile(
    r"(?:\\*[\"'`])?(?P<key>[A-Za-z_$][\w.$-]{0,80})(?:\\*[\"'`])?\]?\??[ \t]*"
    r"(?::[ \t]*[A-Za-z_][\w\[\]., |\"']{0,60}?[ \t]*=(?!=)|:=|=>|(?<![=!<>])=(?!=)|:)[ \t]*(?:\([ \t]*|\[[ \t]*|\{[ \t]*|f|r|b)?$"
)
_BICEP_KEY = re.compile(r"\b(?:param|var|variable)\s+(?P<key>\w+)(?:\s+\w+)?\s*=\s*$")
_CALL = re.compile(
    r"(?P<call>[A-Za-z_$][\w$]*(?:\([^()\n]{0,200}\))?(?:\??\.[A-Za-z_$][\w$]*(?:\([^()\n]{0,200}\))?)*)\s*(?:<[^<>()]{0,60}>)?"
    r"\(\s*(?P<first>[\"'][^\"'\n]*[\"']\s*,\s*|[\w.]+\s*,\s*)?$"
)
_OPERATOR = re.compile(r"(?:\?\?=?|\|\|=?|\bor|\belse|\bdefault|\?)\s*\(?$")
_LINE_KEY = re.compile(r"^[ \t]*(?:-[ \t]+)?(?:(?:export|const|let|var|local|readonly)\s+)*[\"']?(?P<key>[A-Za-z_$][\w.$-]*)[\"']?\s*(?::\s*[\w\[\], |.]+\s*)?(?:=>|:=|[:=])(?!=)")
_TABLE_HEAD = re.compile(r"[ \t]*\[+[\w.-]*$")
"""Of TOML: [overrides."ID"]"""
_UNION = re.compile(r"\|\s*$")
_UNION_AFTER = re.compile(r"\\*[\"'`]\s*\|(?!\|)")
_URL_BESIDE = re.compile(r"https?://([\w.:@-]+)", re.IGNORECASE)
_ADDRESS_KEY = re.compile(r"(?:base_?url|api_?base|openai_api_base|endpoint|api_?host|server_?url|base_?path)[\"']?\s*[:=]\s*[\"'`]?https?://([\w.:@-]+)", re.I)
_ADDRESS_NAME = re.compile(r"\w*(?:base_?url|api_?base|endpoint|api_?host|server_?url|base_?path|url)", re.I)
_PROVIDER_KEYS = (
    "provider", "model_provider", "modelprovider", "apiprovider", "api_provider", "llm_provider", "llmprovider",
    "custom_llm_provider", "litellm_provider", "vendor", "provider_id", "providerid", "backend", "service", "platform",
)  # fmt: skip
_NODE = re.compile(r"lm(?:Chat)?(?P<name>OpenAi|Anthropic|GoogleGemini|GoogleVertex|AwsBedrock|Groq|MistralCloud|OpenRouter|AzureOpenAi|Ollama|Cohere|DeepSeek|XAiGrok)")
_NODES = {
    "openai": "openai", "anthropic": "anthropic", "googlegemini": "google", "googlevertex": "google-vertex",
    "awsbedrock": "amazon-bedrock", "groq": "groq", "mistralcloud": "mistral", "openrouter": "openrouter",
    "azureopenai": "azure", "ollama": "", "cohere": "cohere", "deepseek": "deepseek", "xaigrok": "xai",
}  # fmt: skip
_NODE_DEFAULTS = {
    "groq": "llama3-8b-8192", "anthropic": "claude-2", "googlegemini": "gemini-2.5-flash", "openai": "gpt-5-mini",
    "googlevertex": "gemini-2.5-flash", "mistralcloud": "mistral-small", "openrouter": "openai/gpt-4.1-mini",
}  # fmt: skip
"""What a node of n8n asks for where its parameters name no model."""
_NODE_MODEL = re.compile(r"\"model(?:Name|Id)?\"\s*:")
_CONSTRUCTED = re.compile(
    r"(?<![=!<>])=(?!=)[ \t]*(?:await[ \t]+)?(?:new[ \t]+)?(?P<class>[A-Za-z_][\w.]{2,60})\((?P<args>[^()]{0,800})"
)
_ASSIGNED = re.compile(r"(?P<name>\w+)[ \t]*(?::[^=\n]{1,60})?$")
_IMPORT = re.compile(
    r"^[ \t]*(?:from\s+(?P<module>[\w.]+)\s+import\s+\(?(?P<names>[^\n()#]+)|import\s+(?P<plain>[\w.]+)(?:\s+as\s+(?P<as>\w+))?\s*$"
    r"|import\s+(?:type\s+)?(?:\w+\s*,\s*)?\{(?P<js>[^}]*)\}\s*from\s*[\"'](?P<from>[^\"']+)[\"']"
    r"|(?:const|let|var)\s+\{(?P<required>[^}]*)\}\s*=\s*require\(\s*[\"'](?P<of>[^\"']+)[\"'])",
    re.MULTILINE,
)
_SDK_MODULES = {
    "google.generativeai": "google", "google.genai": "google", "google": None, "vertexai": "google-vertex",
    "langchain_google_vertexai": "google-vertex", "langchain_google_genai": "google", "langchain_aws": "amazon-bedrock",
    "@google/generative-ai": "google", "@google/genai": "google", "@google-cloud/vertexai": "google-vertex",
    "@aws-sdk/client-bedrock-runtime": "amazon-bedrock", "@openrouter/ai-sdk-provider": "openrouter",
    "ollama-ai-provider": "", "@ai-sdk/gateway": "vercel", "groq-sdk": "groq", "together-ai": "togetherai",
    "@mistralai/mistralai": "mistral", "cohere-ai": "cohere",
}  # fmt: skip
_SELF_HOSTING = re.compile(r"from_pretrained$|(?:^|\.)(?:pipeline|LLM|AsyncLLMEngine|SentenceTransformer|Llama|Ollama\w*|ChatOllama)$")
_DOCUMENTS = (".md", ".mdx", ".rst", ".txt", ".adoc", ".html", ".htm", ".tsv", ".log", ".ipynb.md")
_DOCUMENT_NAMES = frozenset({"metadata", "pkg-info", "readme", "changelog", "changes", "history", "news", "authors"})
_YAMLS = (".yml", ".yaml")
_CODE = (".py", ".pyi", ".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".go", ".rs", ".java", ".kt", ".rb", ".php", ".cs", ".swift", ".scala", ".c", ".cpp", ".h", ".tf", ".bicep", ".json", ".jsonl", ".ipynb", ".vue", ".svelte")
_SCRIPTS = (".js", ".ts", ".tsx", ".jsx", ".mjs", ".cjs", ".vue", ".svelte")
_AZURE_WORDS = ("azurerm", "azapi", "cognitiveservices", "openai.azure", "azure_openai", "azureopenai", "azure/")
_AGENT_FILES = re.compile(r"\.(?:prompt|agent|chatmode|instructions)\.md$|(?:^|/)\.(?:github|claude|cursor|opencode)/(?:agents?|prompts|commands|chatmodes)/")
_ENUM_CLASS = re.compile(r"^class\s+\w+\([^)\n]*Enum\b[^)\n]*\):", re.MULTILINE)


class Run(NamedTuple):
    """A run of the letters of ids, and how it is set off from what is around it."""

    text: str
    start: int
    end: int
    set_off: str
    """`quoted`: a whole string, or an item of a list in one; `setting`: the value of a line's setting; `item`: of a list
    of lines; `flow`: in a mapping or list of YAML without quotes; `flag`: the argument of one."""
    key: str = ""
    """The setting, where the line itself says it."""
    opened: int = -1
    """Where the string begins that holds it, if it is one of several there."""


class Place(NamedTuple):
    """A place at which a model is meant."""

    role: Role = "value"
    provider: str | None = None
    version: str | None = None
    doubt: bool = False
    default: str | None = None
    skipped: int = 0
    """Letters of the run that stand before the id."""


class FileKind:
    """What sort of file it is, and what all of it is about."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name.replace("\\", "/")
        self.base = self.name.rpartition("/")[2].lower()
        self.text = text
        self.is_yaml = self.base.endswith(_YAMLS)
        self.ignored = self.base.endswith(".csv")
        self.has_plain_values = not self.base.endswith(_CODE)
        self.is_code = not self.has_plain_values and not self.base.endswith((".json", ".jsonl", ".ipynb", ".tf", ".bicep"))
        self.is_script = self.base.endswith(_SCRIPTS)
        self.is_agent = bool(_AGENT_FILES.search(self.name))
        self.is_document = self.base.endswith(_DOCUMENTS) or self.base in _DOCUMENT_NAMES
        self.is_document &= not self.is_agent
        self.is_aider = self.base.startswith(".aider")

    @classmethod
    def of(cls, name: str, text: str) -> FileKind:
        return cls(name, text)

    @cached_property
    def is_azure(self) -> bool:
        low = self.text.lower()
        return any(word in low for word in _AZURE_WORDS)

    @cached_property
    def is_proxy(self) -> bool:
        """Whether it is the configuration of a LiteLLM proxy, whose `model_name` is the user's own."""
        return "litellm_params" in self.text or "model_list" in self.text

    @cached_property
    def imports(self) -> dict[str, str | None]:
        """What is imported from the packages of providers -> whose API it asks."""
        found: dict[str, str | None] = {}
        for match in _IMPORT.finditer(self.text):
            module = match["module"] or match["plain"] or match["from"] or match["of"] or ""
            provider = _provider_of_module(module)
            if provider is None:
                continue
            names = match["names"] or match["js"] or match["required"] or match["as"] or match["plain"] or ""
            for part in names.split(","):
                words = re.split(r"\s+as\s+|:|\s+", part.strip())
                if words[-1]:
                    found[words[-1].strip()] = provider
        return found

    @cached_property
    def clients(self) -> dict[str, tuple[str | None, bool]]:
        """The variables that hold clients -> whose API they ask, and whether they take deployments."""
        found: dict[str, tuple[str | None, bool]] = {}
        for match in _CONSTRUCTED.finditer(self.text):
            host = _ADDRESS_KEY.search(match["args"])
            name = match["class"]
            provider = provider_of_host(host[1]) if host else None
            if provider is None:
                provider = "amazon-bedrock" if "bedrock-runtime" in match["args"] else self.provider_of_name(name)
            named = _ASSIGNED.search(self.text, max(0, match.start() - 120), match.start()) if provider is not None else None
            if named and provider is not None:
                found[named["name"]] = provider, takes_deployments(name) and not host
        return found

    @cached_property
    def hint(self) -> str | None:
        """Whose API the file is about, where it asks one alone."""
        if self.base.endswith((".json", *_YAMLS)):
            return None
        asked = {p for p in self.imports.values() if p} | {p for p, _ in self.clients.values() if p}
        return next(iter(asked)) if len(asked) == 1 else None

    def provider_of_name(self, name: str) -> str | None:
        """Whose API a class or a function asks."""
        last = name.rpartition(".")[2]
        if last in self.imports and provider_of_class(last) is None:
            return self.imports[last]
        return provider_of_class(last)


def _provider_of_module(module: str) -> str | None:
    if module in _SDK_MODULES:
        return _SDK_MODULES[module]
    head = module.removeprefix("@ai-sdk/").removeprefix("@langchain/").removeprefix("langchain_")
    head = head.removeprefix("llama_index.llms.").removeprefix("pydantic_ai.models.")
    if head in PREFIXES and (head != module or head in ("groq", "anthropic", "openai", "mistralai", "cohere", "together")):
        return PREFIXES[head] or None
    return None


def place_of(run: Run, text: str, begin: int, end: int, kind: FileKind, around: Surroundings) -> Place | None:
    """The place at which `run` stands; None where no model is meant there."""
    low, start = max(begin, run.start - 400), run.opened if run.opened >= 0 else run.start
    before, after = text[low:start], text[run.end : run.end + 80]
    if run.set_off == "quoted":
        before = re.sub(r"\\*[\"'`]$", "", before) if before[-1:] in "\"'`" else before
    if text[run.end : run.end + 1] == "*" or _CONSTANT.fullmatch(run.text) or _is_partial(run, before, after, text, low):
        return None
    if text[run.start - 1 : run.start] == "`" and not kind.is_script:
        return None
    frames = around.around(run.start)
    if node := _NODE.search(run.text):
        return _node_without_model(node["name"].lower(), frames, text)
    key = _key_at(run, before, begin, frames, text)
    if kind.is_aider and "alias" in (key, frames[0].key if frames else ""):
        name, _, rest = run.text.partition(":")  # what the user calls it
        return Place(skipped=len(name) + 1) if rest else None
    if _is_denied(key, run, frames, kind):
        return None
    role = _role_at(key, before, after, run, frames, kind)
    return _with_provider(run, key, role, before, text, (begin, end), kind, frames)


def _is_partial(run: Run, before: str, after: str, text: str, low: int) -> bool:
    if run.set_off in ("flag", "item", "setting"):
        return False
    nearby = text[max(0, run.start - 200) : low] + before  # the call may stand on a line above
    return bool(_PARTIAL_CALL.search(nearby)) or bool(_COMPARED_AFTER.match(after))


def _key_at(run: Run, before: str, begin: int, frames: list[Frame], text: str) -> str:
    """What the value is said of: the setting, the argument, the name of the list."""
    if run.key:
        return run.key
    if found := _BICEP_KEY.search(before) or _KEY.search(before):
        key: str = found["key"]
        return key
    if found := _CALL.search(before):
        if found["first"]:
            return found["first"].strip(" ,\"'")
        return ""
    if _OPERATOR.search(before) and (line := _LINE_KEY.match(text[begin : begin + 200])):
        return line["key"]
    inner = frames[0] if frames else None
    if inner is not None and (inner.bracket in ("[", "{") or (not inner.bracket and run.set_off in ("item",)) or (inner.bracket == "(" and not inner.call)):
        return inner.key
    return ""


def _is_denied(key: str, run: Run, frames: list[Frame], kind: FileKind) -> bool:
    """Whether the place is one at which something else is meant: a name of the user's, a branch, a deployment."""
    ancestors = {frame.key.lower() for frame in frames if frame.key}
    if _OTHER_ANCESTORS & ancestors:
        return True
    low = key.lower()
    if low in _PROVIDER_KEYS:
        return True
    if kind.is_proxy and ((low == "model_name" and kind.is_yaml) or _ALIAS_ANCESTORS & {low, *ancestors}):
        return True
    if _DEPLOYMENT_KEY.search(key):
        return True
    parent = next((frame.key.lower() for frame in frames if frame.key), "")
    if low in _INNER_KEYS and (parent in _MODEL_KEYS or low in ("value", "default", "defaultvalue", "const", "id")):
        return False
    if low == "name" and kind.is_aider:
        return False
    if low == "alias" and kind.is_aider or run.set_off == "flag":
        return False
    if low in ("name",) and _sibling(frames[:1], ("provider",)) and "model" not in frames[0].said:
        return parent not in _MODEL_KEYS
    return bool(_OTHER_KEYS.search(key)) and (not _MODEL_WORD.search(key) or bool(_TOLD_KEYS.search(key)))


def _role_at(key: str, before: str, after: str, run: Run, frames: list[Frame], kind: FileKind) -> Role:
    inner = frames[0] if frames else None
    if run.set_off == "quoted" and re.match(r"\\*[\"'`]\s*:", after) and not re.search(r"\?\s*\\*[\"'`]?$", before):
        return "key"
    if _TABLE_HEAD.match(before) and re.match(r"\\*[\"'`]\]", after):
        return "key"
    if kind.is_document:
        return "doc"
    if _COMPARED.search(before):
        return "offer"
    if _is_table_row(key, frames, kind) or _is_id(key) or _counts_tokens(_call_at(before, frames)) or _is_constant_list(inner, kind):
        return "offer"
    if _UNION.search(before) and "||" not in before[-4:] or _UNION_AFTER.match(after):
        return "offer"
    if _OFFER_KEY.search(key) or (inner and (re.search(r"(?:^|\.)(?:enum|Literal|choices)$", inner.key) or _is_choice(inner))):
        return "offer"
    if key.isupper() and before[:1] in " \t" and inner is None and kind.base.endswith(".py"):
        heads = [m.start() for m in _ENUM_CLASS.finditer(kind.text, 0, run.start)]
        if heads and not re.search(r"\n\S", kind.text[heads[-1] + 1 : run.start].partition(":")[2]):
            return "offer"
    return "value"


_TABLE_KEYS = re.compile(
    r"costs?$|price|pricing|per_?token|context_?(?:window|length|size)?$|max_?(?:input|output|context)|aliases$"
    r"|(?:input|output)_?(?:cost|price|tokens)|capabilities$|modalities$|deprecat|released?_?(?:date|at|on)?$|knowledge",
    re.IGNORECASE,
)
"""What is told beside an id in a table of models."""


def _is_table_row(key: str, frames: list[Frame], kind: FileKind) -> bool:
    """Whether the id is told in a row of a table: with prices, limits or abilities beside it, or a list in a list."""
    if key.lower() in _MODEL_KEYS:
        return False
    shape = "".join(frame.bracket for frame in frames[:3] if not frame.call)
    if kind.is_code and (shape.startswith("[[") or (shape.startswith("[{[") and key.endswith("s"))):
        return True
    return any(
        _TABLE_KEYS.search(name) for frame in frames[:2] if frame.bracket == "{" and not frame.call for name in frame.keys
    )


def _is_id(key: str) -> bool:
    """Whether a key is an id itself: then the mapping is a table of what is called how."""
    return bool(_DISTINCT.match(key.rpartition("/")[2])) and any(letter.isdigit() for letter in key)


def _counts_tokens(call: str) -> bool:
    """Whether what is called only counts tokens or looks something up, and asks no model."""
    return bool(_COUNTING.search(call))


_COUNTING = re.compile(
    r"(?:token_?counter|count_?tokens|num_?tokens|tokens?_from|encoding_for_model|get_?encoding|(?:^|[._])(?:en|de)code"
    r"|cost_per_token|completion_cost|calculate_?cost|get_?model_?info|get_?max_?tokens|register_?model|tokenizer\w*)$",
    re.IGNORECASE,
)


def _is_constant_list(frame: Frame | None, kind: FileKind) -> bool:
    """Whether it is a list of code that tells what there is: several ids under a name such as BEDROCK_MODELS."""
    if frame is None or not frame.bracket or frame.call:
        return False
    if not kind.is_code:
        return False
    many = kind.text.count(",", frame.begin, frame.end)
    if _LOOPED.match(kind.text, frame.end):
        return True
    return many >= (_MANY_IDS if _MODELS_NAME.search(frame.key) else 2 * _MANY_IDS) and frame.bracket in "[({"


_LOOPED = re.compile(r"\]\s*\.(?:map|some|every|includes|forEach|filter|flatMap|has)\(")
"""What goes over a list of ids makes a table of them."""
_MODELS_NAME = re.compile(r"models?(?:_?(?:list|set|names|ids|map|info|catalog))?$", re.IGNORECASE)
_MANY_IDS = 4


def _is_choice(frame: Frame) -> bool:
    return frame.call.rpartition(".")[2] in ("enum", "Literal", "Choice", "oneOf", "union", "literal")


def _with_provider(
    run: Run, key: str, role: Role, before: str, text: str, line: tuple[int, int], kind: FileKind, frames: list[Frame]
) -> Place | None:
    """The place with whose API is asked there; None where it takes the names of deployments."""
    call = _call_at(before, frames)
    named = _SELF_HOSTING.search(call or "")
    if named:
        return Place(role, "")
    version = _version_beside(key, run, frames, kind, text)
    if version is not None:
        return Place(role, "azure", version or None)
    address = _address_beside(frames, text, line, run)
    if address is not None:
        return Place(role, address, doubt=address == "azure")
    beside = _provider_beside(frames)
    own = provider_of_key(key) if beside is not None else None
    if own is not None:
        return Place(role, own, doubt=own == "azure")
    if beside is not None:
        return Place(role, beside[0] if beside[0] is not None else None, doubt=beside[0] == "azure")
    if any(reading.provider is not None for reading in readings(run.text)):
        return Place(role)
    if call:
        asked, deployment = _provider_of_call(call, kind)
        if deployment:
            return None
        if asked is not None:
            return Place(role, asked)
    elsewhere = provider_of_key(key)
    if elsewhere is None and not key.isupper():
        elsewhere = None
    if elsewhere == "azure" and role == "value":
        return Place(role, "azure", doubt=True)
    if elsewhere is not None:
        return Place(role, elsewhere)
    if not _is_model_setting(run, key, call, frames, kind):
        return None
    return Place(role)


_DISTINCT = re.compile(
    r"(?:gpt-?[3-9]|gpt-35|chatgpt-|claude-(?:instant|v?\d|opus|sonnet|haiku|fable|mythos|3)|gemini-[\d]|gemini-\w+-latest"
    r"|o[134]-(?:mini|pro|preview|deep)|text-davinci-|code-davinci-|grok-[1-9]|grok-(?:beta|code|vision)|mi(?:s|x|ni)tral-\w"
    r"|(?:codestral|devstral|magistral|pixtral)-\w|open-mi[sx]tral|deepseek-(?:chat|coder|reasoner|v\d|r\d)|command-r-\w*\d|command-a-"
    r"|kimi-k|glm-\d|qwen|llama|moonshot-v1|jamba-|gemma|computer-use|codex-mini|phi-\d)",
    re.IGNORECASE,
)
"""What is written so is an id, whatever it is said of; another word may be any."""


def _is_model_setting(run: Run, key: str, call: str, frames: list[Frame], kind: FileKind) -> bool:
    """Whether a model is meant where nothing says whose: by the name of the setting, or by an id that is nothing else."""
    said = key
    if key.lower() in _INNER_KEYS or not key:
        said = f"{key} {next((frame.key for frame in frames if frame.key), '')}"
    called = not key and re.search(r"model", call, re.IGNORECASE)
    if _MODEL_WORD.search(said) or kind.is_aider or called or run.set_off == "flag":
        return True
    plain = run.text.rpartition("/")[2]
    if not _DISTINCT.match(plain) or re.fullmatch(r"o[134]", plain):
        return False
    return run.set_off != "setting" or bool(re.search(r"/", run.text))


def _call_at(before: str, frames: list[Frame]) -> str:
    """What is called with the value: directly, or by name in the call around it."""
    if found := _CALL.search(before):
        call: str = found["call"]
        return call
    return next((frame.call for frame in frames[:3] if frame.call), "")


def _provider_of_call(call: str, kind: FileKind) -> tuple[str | None, bool]:
    """Whose API a call asks, and whether it takes a deployment."""
    parts = [re.sub(r"\(.*\)$", "", part) for part in re.split(r"\??\.", call)]
    for part in parts:
        if part in kind.clients:
            return kind.clients[part]
    for part in reversed(parts):
        if part in ("chat", "responses", "languageModel", "completion", "embedding", "messages", "create", "generate"):
            continue
        asked = provider_of_class(part)
        if asked is None:
            continue
        if part[:1].islower() and "." not in call and part not in kind.imports and kind.is_script:
            continue  # a function that is called like a provider, and comes from elsewhere
        if part == "gateway":
            return "vercel", False
        return asked, takes_deployments(part)
    if parts[0] in ("gateway",) and parts[0] in kind.imports:
        return "vercel", False
    return None, False


def _sibling(frames: list[Frame], names: tuple[str, ...]) -> str | None:
    for frame in frames:
        for name in names:
            if name in frame.said:
                return frame.said[name]
    return None


def _provider_beside(frames: list[Frame]) -> tuple[str | None] | None:
    """What a mapping around the place says of the provider; (None,) where it says one that nobody knows."""
    for frame in frames:
        for name in _PROVIDER_KEYS:
            said = frame.said.get(name)
            if said is None:
                continue
            word = said.rstrip("/").rpartition("/")[2].lower()
            if word in PREFIXES:
                if PREFIXES[word]:
                    return (PREFIXES[word],)
                return ("",) if word in _ENGINES else (None,)
        node = _NODE.search(frame.said.get("type", ""))
        if node or "n8n-nodes-langchain" in frame.said.get("type", ""):
            word = node["name"] if node else frame.said["type"].rpartition(".")[2]
            if word.lower() in _NODES:
                return (_NODES[word.lower()],)
    return None


_ENGINES = frozenset({"ollama", "vllm", "lmstudio", "lm_studio", "lm-studio", "llama.cpp", "llamacpp", "localai", "hosted_vllm", "ollama_chat"})


def _address_beside(frames: list[Frame], text: str, line: tuple[int, int], run: Run) -> str | None:
    """Whose API the address beside the place is: in the same call or mapping, or on the same line of a command."""
    if "://" in run.text:
        return None
    for frame in frames[:2]:
        provider = _provider_of_address(frame, text)
        if provider is not None:
            return provider
        if frame.bracket != "{" or frame.key:
            break  # an argument's mapping may stand in a call that says more
    begin, end = line
    for _ in range(4):  # a command goes on behind a backslash
        if begin > 1 and text[:begin].endswith("\\\n"):
            begin = text.rfind("\n", 0, begin - 1) + 1
        if text[:end].endswith("\\"):
            following = text.find("\n", end + 1)
            end = len(text) if following < 0 else following
    for found in _URL_BESIDE.finditer(text, max(begin, run.start - 600), min(end, run.end + 600)):
        if (provider := provider_of_host(found[1])) is not None:
            return provider
    return None


def _provider_of_address(frame: Frame, text: str) -> str | None:
    """Whose API the address is that a call or a mapping names; in a call also one of its options."""
    if frame.call:
        found = _ADDRESS_KEY.search(text, frame.begin, min(frame.end, frame.begin + 4000))
        return provider_of_host(found[1]) if found else None
    for name, said in frame.said.items():
        host = _URL_BESIDE.match(said)
        if host and _ADDRESS_NAME.fullmatch(name):
            return provider_of_host(host[1])
    return None


def _version_beside(key: str, run: Run, frames: list[Frame], kind: FileKind, text: str) -> str | None:
    """The version that stands beside a model's name in Azure's files; empty where the name stands alone there; None
    where the place is none of Azure's.
    """
    inner = frames[0] if frames else None
    low = key.lower()
    if inner is not None:
        parent = inner.key.lower()
        if low == "name" and parent in ("model", "properties") and ("format" in inner.said or "version" in inner.said):
            if "format" in inner.said or kind.is_azure:
                return inner.said.get("version", "")
        if low.endswith("model_name") and low.replace("name", "version") in inner.said and kind.is_azure:
            return inner.said[low.replace("name", "version")]
        if low in ("defaultvalue", "value") and parent.endswith("modelname"):
            return _paired_version(inner.key, text)
    if low.endswith("modelname") and low != "modelname" and kind.is_azure:
        return _paired_version(key, text)
    if kind.is_azure and low in ("model_name", "modelname", "model-name") and not provider_of_key(key):
        return _paired_version(key, text)
    if run.set_off == "flag" and "cognitiveservices" in text[max(0, run.start - 400) : run.start]:
        found = re.search(r"--model-version[ =]+[\"']?([\w.-]+)", text[max(0, run.start - 400) : run.end + 400])
        return found[1] if found else ""
    return None


def _paired_version(key: str, text: str) -> str | None:
    """The version of the parameter that is called as `key`, with Version in place of Name."""
    other = re.sub(r"name$", lambda m: "Version" if m[0][0] == "N" else "version", key, flags=re.IGNORECASE)
    found = re.search(
        rf"\b{re.escape(other)}\b[\"']?\s*(?:string\s*)?[:=]?\s*(?:\{{[^{{}}]*?(?:defaultValue|value|default)[\"']?\s*[:=]\s*)?[\"']([\w.-]+)[\"']",
        text,
    )
    return found[1] if found else None


def _node_without_model(name: str, frames: list[Frame], text: str) -> Place | None:
    """The default that a node of n8n takes where its parameters name no model."""
    node = frames[0] if frames else None
    if node is None or name not in _NODE_DEFAULTS or "type" not in node.said:
        return None
    if _NODE_MODEL.search(text, node.begin, node.end):
        return None
    return Place("value", _NODES[name], default=_NODE_DEFAULTS[name], doubt=True)
