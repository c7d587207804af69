"""One text -> whose API is asked for which id: prefixes, geographies, addresses and versions taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from modelpick.idents import late_pattern
from modelpick.idents.providers import ENGINES, PREFIXES, SELF_HOSTED, provider_of_host

BEDROCK, VERTEX, AZURE = "amazon-bedrock", "google-vertex", "azure"
GEOGRAPHIES = ("us-gov", "us", "eu", "apac", "global", "jp", "au", "ca", "in")
_BEDROCK_ID = late_pattern(
    rf"(?:(?P<geo>{'|'.join(GEOGRAPHIES)})\.)?(?P<id>(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen"
    r"|stability|twelvelabs|writer|nvidia|google|minimax|moonshotai|moonshot|zai|xai|luma)\.[a-z0-9][a-z0-9.-]*"
    r"(?::[a-z0-9-]+){0,2})",
    re.IGNORECASE,
)
_ARN = late_pattern(
    r"arn:aws[a-z-]*:bedrock:(?P<region>[a-z0-9*-]*):[^:/]*:(?P<type>[a-z-]+)/(?P<rest>.+)", re.IGNORECASE
)
_BARE_ARN = late_pattern(r"(?P<type>foundation-model|(?:application-)?inference-profile)/(?P<rest>.+)", re.IGNORECASE)
_URL = late_pattern(r"[a-z][a-z+.-]*://(?P<host>[^/\s]+)(?P<path>/.*)?", re.IGNORECASE)
_ID_IN_PATH = late_pattern(
    r"/models/(?P<model>[^/:?]+(?:@[^/:?]+)?)(?::\w+)?/?$|/model/(?P<invoked>[^/?]+)(?:/|$)|/engines/(?P<engine>[^/?]+)/"
)
_PUBLISHED = late_pattern(
    r"(?:projects/[^/]+/locations/[^/]+/)?publishers/(?P<publisher>[^/]+)/models/(?P<id>[^/:]+)(?::\w+)?", re.I
)
_INVOKED = late_pattern(r"amazonaws\.com/model/(?P<id>[^/?]+)(?:/.*)?", re.IGNORECASE)
"""The rest of an address of Bedrock's whose region is a variable."""
_TUNED = late_pattern(r"ft:(?P<base>[^:]+)(?::[^:]*){1,3}")
_PREFIX = late_pattern(r"([A-Za-z0-9_.-]+)([/:])(?=[A-Za-z@~])")
_TYPES = frozenset(
    {"chat", "completion", "responses", "embedding", "embeddings", "assistant", "realtime", "image", "messages", "live"}
    | {"moderation", "converse", "text", "video", "agents", "nova-sonic"}
)
"""What promptfoo writes between the provider and the id."""
_SUBROUTES = frozenset({"converse", "invoke", "responses", "chat", "eu", "us", "global", "apac", "converse_like"})
"""What LiteLLM writes there."""
_REGION = late_pattern(r"(?:us-gov|us|eu|ap|ca|sa|me|af|il|mx)-[a-z]+-\d")
_WITHOUT_IDS = frozenset(
    {"file", "exec", "http", "https", "package", "promptfoo", "python", "javascript", "webhook", "s3", "gs"}
)
VARIANTS = frozenset(
    {"free", "nitro", "floor", "online", "extended", "thinking", "batch", "exacto", "beta", "self-moderated"}
)
"""What OpenRouter writes behind an id."""
_PATHS_WITH_IDS = frozenset({"google", VERTEX, BEDROCK})
"""Whose addresses name the model that is asked."""
_BEDROCK_CONTEXT = late_pattern(r"(:\d+):[a-z0-9]+$")
_VERTEX_DAY = late_pattern(r"-(20\d{6})$")
"""The day in an id of Claude as its maker writes it; on Vertex it stands behind an `@`."""
_FIREWORKS = "accounts/fireworks/models/"
_ROUTED = late_pattern(r"(?P<repository>[\w.-]+/[\w.-]+):(?P<host>[a-z][a-z-]+)")
"""A repository of Hugging Face, and who is to serve it."""
_OF_OPENROUTER = late_pattern(r"(?!openrouter/)[\w.-]+/[\w.-]+:[a-z-]+")
"""A lab, a model and a variant, as nobody else writes it."""
_PACKERS = frozenset(
    {"bartowski", "unsloth", "thebloke", "mlx-community", "lmstudio-community", "ggml-org", "quantfactory", "redhatai"}
    | {"mradermacher", "maziyarpanahi", "neuralmagic", "casperhansen", "hugging-quants", "turboderp", "lmstudio-ai"}
)
"""Who puts the weights of others into other forms: their folder names no lab."""
_PACKING = late_pattern(
    r"[-:._](?:i?q\d(?:_[\dkmslx]+)*|iq\d_\w+|ud-\w+|gguf|ggml|mlx|awq|gptq|exl[23]|bnb|\d+bit|int[48]|w[48]a\d+|fp(?:4|8|16)"
    r"|bf16|f16|nvfp4|mxfp4|qat|dynamic|latest)$",
    re.ASCII,
)
_ISO_VERSION = late_pattern(r"[-@:](\d{4}-\d\d-\d\d|\d{4}(?:-preview)?|turbo-\d{4}-\d\d-\d\d)$")


_LETTERS_AND_FIGURES = late_pattern(r"[^a-z0-9]+|(?<=\d)dot(?=\d)", re.ASCII)


def folded(id_: str) -> str:
    """The letters and figures of an id alone, as the name of a constant has them: ``GPT_4_1`` is ``gpt-4.1``."""
    return _LETTERS_AND_FIGURES.sub("", id_.lower())


class AskedId(NamedTuple):
    """One way to read a text. `provider` None: the text does not say whose API; empty: nobody's, one's own machine."""

    provider: str | None
    id: str
    geography: str | None = None
    """The geography of Bedrock that requests stay in."""
    opaque: bool = False
    """Whether nobody can read which model it is."""
    deployment: bool = False
    """Whether it is the name of a deployment, which is the user's own and may be any."""
    may_be_deployment: bool = False


def readings(text: str, asked: str | None = None) -> list[AskedId]:
    """Every way to read `text`, the plainest first; none where it cannot be an id.

    Args:
        asked: whose API is asked, where the place says so. Then the whole text is an id there first.
    """
    return list(dict.fromkeys(_every_reading(text.strip(), asked)))


def _every_reading(text: str, asked: str | None) -> Iterator[AskedId]:
    if found := _ARN.fullmatch(text) or _BARE_ARN.fullmatch(text):
        yield from _of_arn(found["type"].lower(), found["rest"])
    elif "://" in text:
        yield from _of_address(text)
    elif found := _PUBLISHED.fullmatch(text):
        yield AskedId(VERTEX, found["id"])
    elif found := _INVOKED.fullmatch(text):
        yield from _of_bedrock(found["id"].replace("%3A", ":").replace("%3a", ":"))
    elif found := _TUNED.fullmatch(text):
        yield AskedId(asked or "openai", found["base"])
    elif text.lower().startswith("models/"):
        yield AskedId(asked or "google", text[len("models/") :])
    elif text.lower().startswith(_FIREWORKS):
        yield AskedId(asked or "fireworks-ai", text)
    else:
        yield from _of_plain_text(text, asked)


def _of_arn(kind: str, rest: str) -> Iterator[AskedId]:
    if kind == "application-inference-profile":
        yield AskedId(BEDROCK, rest, opaque=True)
    elif kind in ("foundation-model", "inference-profile"):
        yield from _of_bedrock(rest)


def _of_bedrock(text: str) -> Iterator[AskedId]:
    found = _BEDROCK_ID.fullmatch(text)
    geography = found["geo"].lower() if found and found["geo"] else None
    yield AskedId(BEDROCK, found["id"] if found else text, geography)


def _of_address(text: str) -> Iterator[AskedId]:
    found = _URL.match(text)
    provider = provider_of_host(found["host"]) if found else None
    place = _ID_IN_PATH.search(found["path"] or "") if found and provider in (*_PATHS_WITH_IDS, "openai") else None
    if place and place["invoked"] and provider == BEDROCK:
        yield from _of_bedrock(place["invoked"].replace("%3A", ":").replace("%3a", ":"))
    elif place and place["model"] and provider in _PATHS_WITH_IDS:
        yield AskedId(provider, place["model"])
    elif place and place["engine"]:
        yield AskedId(provider, place["engine"])


def _of_plain_text(text: str, asked: str | None) -> Iterator[AskedId]:
    if (found := _ROUTED.fullmatch(text)) and (host := PREFIXES.get(found["host"].lower())):
        yield AskedId(host, found["repository"])
        return
    if asked is None and _OF_OPENROUTER.fullmatch(text) and text.rpartition(":")[2] in VARIANTS:
        asked = "openrouter"
    if asked in (None, BEDROCK) and _BEDROCK_ID.fullmatch(text):
        yield from _of_bedrock(text)
        return
    if asked is not None:
        yield AskedId(asked, text)
    elif provider := provider_by_look(text):
        yield AskedId(provider, text)
    else:
        yield AskedId(None, text)
    yield from _without_prefixes(text, asked)


def provider_by_look(id_: str) -> str | None:
    """Who spells ids so: `@` is Vertex's, the point left out of gpt-35 Azure's, and Databricks writes its own name."""
    low = id_.lower()
    if "@" in low[1:] and "/" not in low:
        return VERTEX
    if low.startswith("databricks-"):
        return "databricks"
    return AZURE if low.startswith("gpt-35") else None


def _without_prefixes(text: str, asked: str | None) -> Iterator[AskedId]:
    provider, rest, mark = None, text, ""
    while found := _PREFIX.match(rest):
        head = found[1].lower()
        if head in _WITHOUT_IDS:
            return
        if head in PREFIXES and not provider:
            provider = PREFIXES[head] or (SELF_HOSTED if head in ENGINES else provider)
            mark = found[2]
        elif provider and (head in _TYPES or head in _SUBROUTES or _REGION.fullmatch(head)):
            pass
        else:
            break
        rest = rest[found.end() :]
        if provider == AZURE and mark == ":":
            named = rest.partition(":")[2] if rest.partition(":")[0] in _TYPES else rest
            has_version = ":" in named and _ISO_VERSION.search(named) is not None  # which no deployment has in its name
            yield AskedId(AZURE, named if has_version else rest, deployment=not has_version)
            return
        yield from _at_provider(rest, provider if asked in (None, "") or provider == asked else asked, mark)
    if provider == BEDROCK:
        yield from _of_bedrock(rest)


def _at_provider(rest: str, provider: str | None, mark: str) -> Iterator[AskedId]:
    if rest.lower().startswith("models/"):
        rest = rest[len("models/") :]
    if provider in (BEDROCK, None) and _BEDROCK_ID.fullmatch(rest):
        yield from _of_bedrock(rest)
    elif found := _TUNED.fullmatch(rest):
        yield AskedId(provider, found["base"])
    else:
        yield AskedId(provider, rest, may_be_deployment=provider == AZURE and mark == "/")


def spellings(id_: str, provider: str | None) -> list[str]:
    """The forms under which a table may hold `id_`, in lower case, the plainest first."""
    low = id_.lower()
    found = [low]
    if provider == BEDROCK:
        plain = _BEDROCK_CONTEXT.sub(r"\1", low)
        plain = plain.partition(".")[2] if plain.partition(".")[0] in GEOGRAPHIES else plain
        found += [plain, f"{plain}:0", plain.removesuffix(":0")]
    elif provider == VERTEX:
        plain = low.removesuffix("@default").removesuffix("-maas")
        found += [plain, f"{plain}@default", f"{plain}-maas"]
        found += [plain.partition("/")[2]] if "/" in plain else []
        found += [_VERTEX_DAY.sub(r"@\1", plain)] if plain.startswith("claude-") else []
    elif provider == "fireworks-ai":
        found += [low.removeprefix(_FIREWORKS), _FIREWORKS + low]
    elif provider == "google":
        found += [low.removeprefix("models/")]
    if provider in (None, "openrouter") and low.rpartition(":")[2] in VARIANTS:
        found.append(low.rpartition(":")[0])
    return list(dict.fromkeys(found))


_MADE = late_pattern(
    r"(?P<anthropic>claude-)|(?P<google>gemini-)|(?P<openai>gpt-[345]|chatgpt-|o[134](?:-|$))|(?P<xai>grok-)", re.ASCII
)
"""What the closed models of a lab are called, whoever sells them."""
_BEDROCK_NAME = late_pattern(r"anthropic\.(claude-.+?)(?:-v\d+(?::\d+)*)?", re.ASCII)


def made_by(id_: str, provider: str) -> tuple[str, str] | None:
    """Who makes the closed model that another sells as `id_`, and how its maker spells it; None where that is not
    known, or where its maker sells it. Azure has versions and days of its own."""
    low = id_.lower()
    low = low.rpartition(":")[0] if low.rpartition(":")[2] in VARIANTS else low
    named = _BEDROCK_NAME.fullmatch(low) if provider == BEDROCK else None
    plain = named[1] if named else low.rpartition("/")[2].removesuffix("@default").replace("@", "-")
    plain = plain.removeprefix("databricks-")
    found = _MADE.match(plain)
    if found is None or provider == AZURE or (found.lastgroup == provider and "." not in plain):
        return None
    if found.lastgroup == "anthropic":
        plain = re.sub(r"(?<=\d)\.(?=\d)", "-", plain)
        plain = re.sub(r"-v\d(?=-20\d{6}$|$)", "", plain)
    return (found.lastgroup or "", plain) if found.lastgroup != provider or plain != low else None


def same_id(one: str, other: str, provider: str) -> bool:
    """Whether two spellings are the same id at `provider`."""
    return bool(set(spellings(one, provider)) & set(spellings(other, provider)))


def unpacked(id_: str) -> str:
    """The name of weights, or of a model, without who packed them again, how many bits they have, and what variant
    of OpenRouter's is asked: ``bartowski/Llama-3.3-70B-Instruct-GGUF:Q4_K_M`` is ``llama-3.3-70b-instruct``."""
    plain = re.sub(r"^(?:hf\.co|huggingface\.co|ollama|ollama_chat|huggingface)/", "", id_.strip().lower())
    folder, _, name = plain.rpartition("/")
    name = name.rpartition(":")[0] if name.rpartition(":")[2] in VARIANTS else name
    before = None
    while before != name:
        before, name = name, _PACKING.sub("", name)
    return name if not folder or folder in _PACKERS else f"{folder}/{name}"


def name_and_version(id_: str) -> tuple[str, str | None]:
    """An id of Azure that somebody wrote as one text: ``gpt-4o-2024-05-13``, ``gpt-35-turbo-0613``, or behind another
    sign, ``gpt-4o@2024-05-13``."""
    found = _ISO_VERSION.search(id_)
    return (id_[: found.start()], found[1]) if found else (id_, None)
