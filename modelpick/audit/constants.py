"""Constants of libraries that name a model: FoundationModelIdentifier.ANTHROPIC_CLAUDE_V2_1, openai.GPT4oMini, and by
what they are known from those of the user's own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from modelpick.audit.filekinds import FileKind
from modelpick.audit.sites import Site
from modelpick.idents.providers import provider_of_class, provider_of_key
from modelpick.idents.reading import BEDROCK

_CHAIN = re.compile(r"(?P<of>(?:[A-Za-z_]\w*(?:\.|::))*)(?P<name>[A-Za-z]\w*)", re.ASCII)
_ACCESSOR = re.compile(
    r"\.(?:to_?string|as_?str(?:ing)?|get_?value|get_?name|value|raw_?value|model_?name|id|into|to_owned)$",
    re.IGNORECASE,
)
"""What asks a constant for the id that it stands for."""
_IMPLICIT = re.compile(r"model\w*\s*[:=]\s*\.$", re.IGNORECASE)
"""Of Swift, which leaves out the type that the place says: model: .gpt4_o"""
_CLASS_OF_ONE = re.compile(r"(?:Chat)?Model$")
_FAMILY = re.compile(
    r"gpt|claude|gemini|gemma|(?<![a-z])o[134](?![a-z0-9])|modelo[134]|o[134]_?(?:mini|preview|pro)|llama|tral|deep_?seek|grok"
    r"|command|nova|titan|davinci|babbage|bison|kimi|qwen|sonar|jamba|embed|whisper|dall_?e|imagen|opus|sonnet|haiku"
)
"""What such a name has, in small letters."""
_MODELS_CLASS = re.compile(
    r"_?(?:(?:chat|completion|language|foundation|embeddings?|text|llm|api)_?)*models?_?"
    r"(?:names?|ids?|identifiers?|types?|versions?|definitions?)?$",
    re.IGNORECASE,
)
"""What a class of such constants is called, or ends with behind the name of a provider."""
_FAMILY_CLASSES = {
    "claude": "anthropic", "gpt": "openai", "gemini": "google", "mistral": "mistral", "google": "google"
}  # fmt: skip
_FOUNDATION_MODELS = frozenset({"FoundationModelIdentifier", "BedrockFoundationModel"})
"""The classes of AWS's CDK, which are found under these names alone."""
_JSII_NAME = re.compile(rf"(?:{'|'.join(sorted(_FOUNDATION_MODELS))})_(?P<name>[A-Z]\w*)")
"""In Go they are functions that are called after class and constant."""
_SDK_WORDS = "openai|chat_gpt|anthropic|mistral|gemini|genai|vertex|bedrock|cohere|groq|deepseek"
_SDK_IMPORT = re.compile(
    rf"^[ \t]*(?:import|using|use|from|open|@?import)\b[^\n]*?(?:{_SDK_WORDS})[^\n]*$", re.IGNORECASE | re.MULTILINE
)
_NAME_IMPORT = re.compile(r"^[ \t]*(?:pub[ \t]+)?(?:import(?:[ \t]+static)?|use)[ \t]+(?P<of>[\w.:]+?)(?:\.|::)"
                          r"(?:(?P<name>\w+)|\{(?P<names>[^}]*)\})[ \t]*;?[ \t]*$", re.MULTILINE)  # fmt: skip
_IMPORT_LINE = re.compile(r"[ \t]*(?:pub[ \t]+)?(?:import|use|using|from|package|namespace)\b")
_DEFINED = re.compile(
    r"(?:class|enum|struct|interface|object|const|type|trait|module|def|val|var|let)(?=[ \t]+(?P<name>\w+))"
)
_WHOLE_IMPORT = re.compile(r"^[ \t]*(?:from[ \t]+(?P<py>[\w.]+)[ \t]+import|import)\b(?P<names>[^\n]*)", re.MULTILINE)
_RELATIVE = re.compile(r"[\"'](?:\.|@/|~/|src/)")
_KEPT_FILES = 8
"""Files of which is kept what all of one says, as one is read after the other: each place in it asks the same."""


class Constant(NamedTuple):
    """The name of a constant, and whose API it is about; None where its library does not say."""

    name: str
    provider: str | None


@lru_cache(maxsize=10_000)
def is_constant(token: str) -> bool:
    """Whether a word may name a constant that stands for a model."""
    found = _CHAIN.fullmatch(_ACCESSOR.sub("", token))
    if found is None or not _FAMILY.search(found["name"].lower()):
        return False
    if not found["of"]:
        return any(letter.isdigit() for letter in token)
    of = re.split(r"\.|::", found["of"])[-2]
    return found["name"][0].isupper() or (of[0].isupper() and bool(_MODELS_CLASS.search(of)))


def constant_of(site: Site) -> Constant | None:
    """The constant of a library that a place names; None where it may be one of the user's own."""
    kind = site.kind
    found = _CHAIN.fullmatch(_ACCESSOR.sub("", site.run.text))
    if found is None or (site.low == site.begin and _IMPORT_LINE.match(site.before)):
        return None
    name, parts = found["name"], [part for part in re.split(r"\.|::", found["of"]) if part]
    if not parts:
        if _IMPLICIT.search(site.before) or _is_model_class(site, name):
            return _of_known_sdk(name, kind)
        of = _imported_constants(kind).get(name)
        return Constant(name, of or None) if of is not None else None
    if _FOUNDATION_MODELS & set(parts):
        return Constant(name, BEDROCK)
    if jsii := _JSII_NAME.fullmatch(name):
        return Constant(jsii["name"], BEDROCK)
    if parts[0] in kind.imports:
        return Constant(name, kind.imports[parts[0]] or None)
    named = next((provider for part in reversed(parts) if (provider := _provider_of_part(part))), None)
    if named is None and (kind.imports_by_name or not _MODELS_CLASS.fullmatch(parts[-1])):
        return None
    if _is_own(parts, kind):
        return None
    return _of_known_sdk(name, kind) if named is None else Constant(name, named)


def _is_model_class(site: Site, name: str) -> bool:
    """Whether a class is made for one model, as in Dart: model: Gpt4ChatModel()"""
    made = site.text.startswith("()", site.run.end) and _CLASS_OF_ONE.search(name) is not None
    return made and not site.kind.imports_by_name and name not in _names_defined(site.kind)


def _of_known_sdk(name: str, kind: FileKind) -> Constant | None:
    """A constant of a class that is called after no provider, where the file imports the package of one."""
    sdks = _sdks_imported(kind)
    return Constant(name, next(iter(sdks)) if len(sdks) == 1 else None) if sdks else None


@lru_cache(_KEPT_FILES)
def _sdks_imported(kind: FileKind) -> frozenset[str | None]:
    """The providers whose packages a file imports; None stands for one that is not known."""
    return frozenset(provider_of_key(each[0].strip()) for each in _SDK_IMPORT.finditer(kind.text))


def _is_own(parts: list[str], kind: FileKind) -> bool:
    """Whether a class is defined in the file, or comes from one of the project beside it."""
    return parts[-1] in _names_defined(kind) or (kind.imports_by_name and not _packages_imported(kind).get(parts[0]))


@lru_cache(_KEPT_FILES)
def _names_defined(kind: FileKind) -> frozenset[str]:
    return frozenset(each["name"] for each in _DEFINED.finditer(kind.text))


def _provider_of_part(part: str) -> str | None:
    """Whose API a class of constants, or a package, is called after."""
    plain = _MODELS_CLASS.sub("", part)
    if plain.lower() in _FAMILY_CLASSES:
        return _FAMILY_CLASSES[plain.lower()]
    return provider_of_class(plain.removesuffix("Api")) if plain else None


@lru_cache(_KEPT_FILES)
def _packages_imported(kind: FileKind) -> dict[str, bool]:
    """Each name that a file imports, and whether it comes from a package, and not from a file of the project beside."""
    found: dict[str, bool] = {}
    for each in _WHOLE_IMPORT.finditer(kind.text):
        names = each["names"]
        beside = max((mark.start() for mark in _RELATIVE.finditer(names)), default=-1)
        ends = {name[0]: name.end() for name in re.finditer(r"\w+", names)}
        for name, end in ends.items():
            found.setdefault(name, not (each["py"] or "").startswith(".") and beside < end)
    return found


@lru_cache(_KEPT_FILES)
def _imported_constants(kind: FileKind) -> dict[str, str]:
    """The names that are imported one by one from a package of a provider -> whose; empty where it does not say."""
    if kind.imports_by_name:
        return kind.imports
    found: dict[str, str] = {}
    for each in _NAME_IMPORT.finditer(kind.text):
        provider = provider_of_key(each["of"].replace(".", "_").replace("::", "_"))
        for name in (each["names"] or each["name"] or "").split(","):
            if provider is not None and name.strip():
                found[name.strip()] = provider
    return found
