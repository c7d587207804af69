"""Whose API is asked at a place, for which version: by the address, the provider, the call, the setting beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from modelpick.audit.filekinds import ADDRESS, FileKind
from modelpick.audit.sites import Site
from modelpick.audit.surroundings import Enclosure
from modelpick.idents.providers import (
    ENGINES,
    PREFIXES,
    RESELLERS,
    SELF_HOSTED,
    provider_of_host,
    provider_of_key,
    provider_of_section,
    takes_deployments,
)
from modelpick.idents.reading import AZURE, BEDROCK, VERTEX, readings

_SELF_HOSTING = re.compile(
    r"from_pretrained$|(?:^|\.)(?:pipeline|AsyncLLMEngine|SentenceTransformer|Llama|Ollama\w*|ChatOllama)$"
)
_ENGINE_CLASS = re.compile(r"(?:^|\.)LLM$")
"""A class of vLLM and its like, and of libraries that ask an API."""
_ENGINE_PACKAGES = re.compile(r"vllm|sglang|tensorrt_llm|lmdeploy|mlc_llm|gpt4all|ctransformers")
_URL = re.compile(r"https?://([\w.:@-]+)", re.IGNORECASE)
_ADDRESS_NAME = re.compile(r"\w*(?:base_?url|api_?base|endpoint|api_?host|server_?url|base_?path|url)", re.IGNORECASE)
PROVIDER_KEYS = (
    "provider", "model_provider", "modelprovider", "apiprovider", "api_provider", "llm_provider", "llmprovider",
    "custom_llm_provider", "litellm_provider", "vendor", "provider_id", "providerid", "backend", "service", "platform",
    "api_type",
)  # fmt: skip
_PROVIDER_KEYS = frozenset(PROVIDER_KEYS)
_METHODS = frozenset(
    {"chat", "responses", "languageModel", "completion", "completions", "embedding", "messages", "create", "generate"}
)
_NODE = re.compile(r"n8n-nodes-langchain\.(?:lm(?:Chat)?)?(?P<name>\w+)")
_NODES = {
    "openai": "openai", "anthropic": "anthropic", "googlegemini": "google", "googlevertex": "google-vertex",
    "awsbedrock": "amazon-bedrock", "groq": "groq", "mistralcloud": "mistral", "openrouter": "openrouter",
    "azureopenai": "azure", "ollama": SELF_HOSTED, "cohere": "cohere", "deepseek": "deepseek", "xaigrok": "xai",
}  # fmt: skip
"""The nodes of n8n that ask a model."""
_NODE_DEFAULTS = {
    "groq": "llama3-8b-8192", "anthropic": "claude-2", "googlegemini": "gemini-2.5-flash", "openai": "gpt-5-mini",
    "googlevertex": "gemini-2.5-flash", "mistralcloud": "mistral-small", "openrouter": "openai/gpt-4.1-mini",
}  # fmt: skip
"""What a node asks for where its parameters name no model."""
_GITHUB_ACTION = "actions/ai-inference"
"""The action that asks GitHub's models."""
_NODE_MODEL = re.compile(r"\"model(?:Name|Id)?\"\s*:")
_AZURE_NAME = re.compile(r"gpt-|o\d(?:-|$)|text-embedding-|dall-e-|whisper$|tts", re.IGNORECASE)
_VERSION_FLAG = re.compile(r"--model-version[ =]+[\"']?([\w.-]+)")
_REMOTE_MODEL = re.compile(r"\bCREATE\b[^;\"]*?\bMODEL\b[^;\"]*\"?$|\b(?:AI|ML)\.[A-Z_]+\([^;\"]*\"?$", re.IGNORECASE)
"""Of BigQuery: CREATE MODEL x REMOTE WITH CONNECTION y OPTIONS (ENDPOINT = 'ID'), AI.GENERATE(x, endpoint => 'ID')"""
_RESOLD, _PLATFORMS = frozenset({"google", "anthropic", "mistral"}), frozenset({VERTEX, BEDROCK})
"""Labs whose models are called after them where others sell them, and who sells them."""
OPENROUTER, GITHUB_MODELS = "openrouter", "github-models"
_LONG_QUERY = 800
_LIST_KEYS = frozenset({"models", "default", "model"})
"""Keys under which an endpoint lists its models."""
_OTHER_MAPPING = re.compile(r"\}.*\{", re.DOTALL)
"""Between an address and what is said in the mapping behind or before its own."""
_CONTINUED = 4
"""Lines of a command that a backslash joins."""


class Asked(NamedTuple):
    """Whose API a place asks: None where it does not say, empty for one's own machine."""

    provider: str | None = None
    version: str | None = None
    doubt: bool = False
    """Whether the name of a deployment may stand there."""
    host: str = ""
    """The server that the place asks, where nobody knows whose it is."""
    deployment: bool = False
    """Whether nothing else can."""
    stated: bool = True
    """Whether the place says that a model is meant."""


def asked_at(site: Site) -> Asked:
    """Whose API is asked at `site`, by what says most about it."""
    found = _asked_beside(site)
    return found if found.provider not in (None, "openai") else found._replace(host=_unknown_host(site))


def _is_about_openrouter(kind: FileKind) -> bool:
    return kind.hint == OPENROUTER or kind.configures_openrouter


def _unknown_host(site: Site) -> str:
    """The server whose address stands in the same call or mapping, where nobody knows whose it is."""
    for frame in _frames_of_request(site):
        host = _host_said(frame)
        if host is not None:
            return host if provider_of_host(host) is None and "{" not in host else ""
    return ""


def _asked_beside(site: Site) -> Asked:
    if _SELF_HOSTING.search(site.call):
        return Asked(SELF_HOSTED)
    if _ENGINE_CLASS.search(site.call) and _ENGINE_PACKAGES.search(site.text):
        return Asked(SELF_HOSTED)
    if (found := provider_of_endpoint(site)) is not None:
        return Asked(found)
    version = _version_beside(site)
    if version is not None:
        return Asked(AZURE, version or None)
    found = _address_beside(site)
    if found is None:
        found, known = _provider_beside(site.frames)
        found = provider_of_key(site.key) or found if known else found
        if known:
            return Asked(found, doubt=found == AZURE)
    if found is not None:
        return Asked(found, doubt=found == AZURE)
    if (seller := provider_of_key(site.key)) in RESELLERS:
        return Asked(seller)
    if any(reading.provider is not None for reading in readings(site.run.text)):
        if "/" not in site.run.text:
            return Asked()
        seller = _provider_of_call(site)[0] if site.call else None
        if seller is None and (site.kind.hint == GITHUB_MODELS or _is_about_openrouter(site.kind)):
            # Where all ids begin with the lab, as a tool's route to it does.
            seller = site.kind.hint if site.kind.hint == GITHUB_MODELS else OPENROUTER
        return Asked(seller) if seller in RESELLERS else Asked()
    return _asked_by_name(site)


def provider_of_endpoint(site: Site) -> str | None:
    """Whose API the id of an endpoint is that a setting names: of a model in BigQuery's SQL, or one that Databricks
    serves by itself; None of any other, which is the user's own."""
    key = site.key.lower()
    if "endpoint" not in key:
        return None
    if site.run.text.startswith("databricks-"):
        return "databricks"
    begin = max(0, site.run.start - _LONG_QUERY)
    return VERTEX if key == "endpoint" and _REMOTE_MODEL.search(site.text, begin, site.run.start) else None


def _asked_by_name(site: Site) -> Asked:
    """By what the call or the setting is called."""
    provider, deployment = _provider_of_call(site) if site.call else (None, False)
    if provider is not None:
        names_both = site.key.lower() in ("modelid", "model_id") and _names_deployment(site.inner)
        return Asked(provider, deployment=deployment and not names_both)
    provider = provider_of_key(site.key)
    if provider in _RESOLD and site.kind.hint in _PLATFORMS:
        provider = site.kind.hint  # the setting says what is asked, and the file whom
    if provider is None and not site.kind.is_program:
        provider = provider_of_section(frame.key for frame in reversed(site.frames))
    return Asked(provider, doubt=provider == AZURE, stated=provider is not None)


def _names_deployment(call: Enclosure | None) -> bool:
    """Whether a call is told the name of a deployment, so that the model's own is told beside it."""
    return call is not None and any("deployment" in key.lower() for key in call.keys)


def _provider_of_call(site: Site) -> tuple[str | None, bool]:
    """Whose API a call asks, and whether it takes the name of a deployment."""
    parts = [part.partition("(")[0] for part in re.split(r"\??\.(?![^(]*\))", site.call)]
    for part in parts:
        if part in site.kind.clients:
            return site.kind.clients[part]
    for part in reversed(parts):
        imported = site.kind.imports.get(part)
        asked = imported if part == "gateway" else site.kind.provider_of_name(part)
        if part in _METHODS or asked is None:
            continue
        if site.kind.is_script and part[:1].islower() and len(parts) == 1 and imported is None:
            continue  # a function that is called like a provider, and comes from elsewhere
        return asked, takes_deployments(part)
    return None, False


def _provider_beside(frames: list[Enclosure]) -> tuple[str | None, bool]:
    """What a mapping around the place says of the provider, and whether one does."""
    for frame in frames:
        for name in PROVIDER_KEYS if _PROVIDER_KEYS & frame.said.keys() else ():
            word = frame.said.get(name, "").rstrip("/").rpartition("/")[2].lower()
            if word in PREFIXES:
                return PREFIXES[word] or (SELF_HOSTED if word in ENGINES else None), True
        if frame.said.get("uses", "").startswith(_GITHUB_ACTION):
            return "github-models", True
        node = _NODE.search(frame.said.get("type", ""))
        if node and node["name"].lower() in _NODES:
            return _NODES[node["name"].lower()], True
    return None, False


def node_default(site: Site) -> tuple[str, str] | None:
    """Whose API a node of n8n asks, and for which model because its parameters name none; None of any other place."""
    found, node = _NODE.search(site.run.text), site.inner
    name = found["name"].lower() if found else ""
    if node is None or name not in _NODE_DEFAULTS or "type" not in node.said:
        return None
    named = _NODE_MODEL.search(site.text, node.begin, node.end)
    return None if named else (_NODES[name], _NODE_DEFAULTS[name])


def is_node(text: str) -> bool:
    """Whether a text is the type of a node of n8n, and no id."""
    return bool(_NODE.search(text))


def _address_beside(site: Site) -> str | None:
    """Whose API the address beside the place is: in the same call or mapping, or on the same line of a command."""
    if "://" in site.run.text:
        return None
    for frame in _frames_of_request(site):
        host = _host_in_frame(frame, site.text)
        provider = provider_of_host(host) if host is not None else None
        if provider is not None:
            return provider
    begin, end = _command_around(site.text, site.begin, site.end)
    near = max(begin, site.run.start - 600), min(end, site.run.end + 600)
    for each in _URL.finditer(site.text, *near):
        between = site.text[each.end() : site.run.start] or site.text[site.run.end : each.start()]
        if not _OTHER_MAPPING.search(between):
            provider = provider_of_host(each[1])
            if provider is not None:
                return provider
    return None


def _frames_of_request(site: Site) -> Iterator[Enclosure]:
    """What says of a request beside the place whom it goes to."""
    for frame in site.frames[:4]:
        yield frame
        if frame.key.lower() not in _LIST_KEYS and (frame.bracket != "{" or frame.key):
            return  # an argument's mapping may stand in a call that says more, and a list in an endpoint


def _command_around(text: str, begin: int, end: int) -> tuple[int, int]:
    """The lines of a command that backslashes join."""
    for _ in range(_CONTINUED):
        if begin > 1 and text.startswith("\\\n", begin - 2):
            begin = text.rfind("\n", 0, begin - 1) + 1
        if end and text.startswith("\\", end - 1):
            following = text.find("\n", end + 1)
            end = len(text) if following < 0 else following
    return begin, end


def _host_in_frame(frame: Enclosure, text: str) -> str | None:
    """The server whose address a call or a mapping names; in a call also one of its options."""
    if frame.call:
        names_one = text.find("://", frame.begin, frame.end) >= 0
        found = ADDRESS.search(text, frame.begin, frame.end) if names_one else None
        return found[1] if found else None
    return _host_said(frame)


def _host_said(frame: Enclosure) -> str | None:
    """The server whose address a call or a mapping names itself, and nothing in it."""
    for name, said in frame.said.items():
        host = _URL.match(said) if "://" in said else None
        if host and _ADDRESS_NAME.fullmatch(name):
            return host[1]
    return None


def _version_beside(site: Site) -> str | None:
    """The version that stands beside a model's name in Azure's files; empty where the name stands alone there; None
    where the place is none of Azure's."""
    low, inner = site.key.lower(), site.inner
    if inner is not None:
        said, parent = inner.said, inner.key.lower()
        in_model = low == "name" and parent in ("model", "properties")
        in_model |= low == "name" and "version" in said and bool(_AZURE_NAME.match(site.run.text))
        if in_model and ("format" in said or ("version" in said and site.kind.is_azure)):
            return said.get("version", "")
        beside = low.replace("name", "version")
        if low.endswith("model_name") and beside in said and site.kind.is_azure:
            return said[beside]
        if low in ("defaultvalue", "value", "default") and parent.endswith(("modelname", "model_name")):
            return _paired_version(inner.key, site.text)
        if low in ("defaultvalue", "value", "default") and parent.endswith("model") and site.kind.is_azure:
            return _paired_version(f"{inner.key}{'_name' if '_' in parent else 'Name'}", site.text)
    named = low in ("model_name", "model-name") or low.endswith("modelname")
    if named and site.kind.is_azure and not provider_of_key(site.key):
        return _paired_version(site.key, site.text) or ("" if site.kind.is_infrastructure else None)
    if site.run.set_off == "setting" and low.endswith("_model") and provider_of_key(site.key) == AZURE:
        return _paired_version(f"{site.key}_NAME", site.text)
    command = ""
    if site.run.set_off == "flag":
        begin, end = _command_around(site.text, site.begin, site.end)
        command = site.text[begin:end]
    if "cognitiveservices" in command:
        found = _VERSION_FLAG.search(command)
        return found[1] if found else ""
    return None


_VERSION_WORDS = {"name": "version", "NAME": "VERSION"}


def _paired_version(key: str, text: str) -> str | None:
    """The version of the parameter that is called as `key`, with Version in place of Name."""
    other = re.sub(r"name$", lambda end: _VERSION_WORDS.get(end[0], "Version"), key, flags=re.IGNORECASE)
    found = re.search(
        rf"\b{re.escape(other)}\b[\"']?\s*(?:string\s*)?[:=]?\s*"
        r"(?:\{[^{}]*?(?:defaultValue|value|default)[\"']?\s*[:=]\s*)?[\"']?([\w.-]*\d[\w.-]*)",
        text,
    )
    return found[1] if found else None
