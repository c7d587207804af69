"""Whether a model is meant at a place, and if so, which part it plays there and whose API is asked."""

from __future__ import annotations

import re
from typing import NamedTuple

from modelpick.audit.asking import PROVIDER_KEYS, asked_at, is_node, node_default, provider_of_endpoint
from modelpick.audit.constants import constant_of
from modelpick.audit.roles import Role, role_at
from modelpick.audit.sites import DISTINCT_ID, MODEL_KEYS, NEAR, QUOTE, Site

_MODEL_WORD = re.compile(r"model|engine|llm|(?:^|_)(?:judge|fallback|embedder|chat|completion)s?(?:$|_)", re.IGNORECASE)
_INNER_KEYS = frozenset({"name", "id", "value", "default", "defaultvalue", "const", "slug"})
"""What a model is called inside of its own mapping."""
_VALUE_KEYS = _INNER_KEYS - {"name", "slug"}
_OTHER_KEYS = re.compile(
    r"(?:^|[._-])(?:name|title|label|description|desc|image|branch|branches|tags?|group|theme|keywords?|text|message|msg"
    r"|match|prompt|content|icon|colou?r|path|file|filename|folder|dir|repo|repository|package|dependencies|topic|bucket"
    r"|hosts?|hostname|container|service|job|user|author|alias|aliases|displayname|cachedresultname|volumes?|mode|ref"
    r"|api_?version|edit_format|family|families|prefix|prefixes|suffix|run|uses|sku|scope|summary|comment|notes?|needs"
    r"|licen[cs]e|tokenizer(?:_id|_name|_model)?|encoding|recommendations|unwantedrecommendations|href|src|class|classname|css|test_?id|help"
    r"|username|login|password|token|secret|command|cmd|jobs?|stage|event|subject|query|q|question|answer|headers?|docs?|key"
    r"|docstring|placeholder|tooltip|caption|heading|error|warning|reason|details?|status|profile"
    r"|(?:deprecated|retired|legacy)_?models)$",
    re.IGNORECASE,
)
"""Settings that hold something else, whatever it looks like."""
_TOLD_KEYS = re.compile(
    r"(?:placeholder|description|label|title|tooltip|display_?name|comment|help|alias|family|prefix|suffix|icon|docs?|profile)$",
    re.IGNORECASE,
)
"""What is told of a model, or is another word for it."""
_DEPLOYMENT_KEY = re.compile(r"deployment|(?:^|_)endpoint(?:_name|_id)?$", re.IGNORECASE)
_DEPLOYMENT_CALL = re.compile(r"deployment(?:[_.]?(?:url|name|id|client))?$", re.IGNORECASE)
"""What sets up or asks a deployment under a name of the user's own."""
_PROXY_NAMES = frozenset(
    {"model_group_alias", "fallbacks", "context_window_fallbacks", "content_policy_fallbacks", "default_fallbacks"}
    | {"router_settings", "general_settings", "model_name"}
)
"""Where a proxy is told of the names that it gives to models."""
_OTHER_ANCESTORS = frozenset(
    {"branches", "branches-ignore", "tags", "tags-ignore", "concurrency", "keywords", "dependencies", "devdependencies"}
    | {"peerdependencies", "recommendations", "unwantedrecommendations", "volumes", "ports", "labels", "needs"}
)
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*")
_PARTIAL_CALL = re.compile(
    r"(?:(?:starts?_?with|ends?_?with|removeprefix|removesuffix|startsWith|endsWith|HasPrefix|HasSuffix|includes|indexOf"
    r"|contains|Contains|replace|split|raises|assert\w*!?|expect\w*"
    r"|include|toBe|toEqual|toContain|isEqualTo|equals?|equal_?to)\??\(|(?<![a-z0-9_])eql?\??\("
    r"|(?<![a-z0-9_])(?:partition|compile|match|search|fullmatch|find|test)\??\((?![^)]*model\w*(?:\s*:[^=,)]*)?\s*[:=]))\s*[\[({]?[^)]*$",
    re.IGNORECASE,
)
_PARTIAL_SIGNS = (
    *("with", "fix", "include", "indexof", "contain", "replace", "split", "raise", "assert", "expect", "tobe", "equal"),
    *("eql", "eq(", "eq?(", "partition", "compile", "match", "search", "find", "test"),
)
"""In small letters. Without one of these there is no such call: to look for them takes less time."""
_PARTIAL_FORM = re.compile(
    r"(?:starts|ends)_with\?|(?:includes|blank)\?|prefix_p|suffix_p|string_match|replace|split|re_\w+|str$"
)
"""Of Lisp: what is called with a part of an id."""
_PATH_BEFORE = re.compile(
    r"(?:^|\s)(?:from|import)\s+[\"'`]?$|\b(?:require|import)\(\s*[\"'`]?$|\bpath\.(?:join|resolve)\([^()]*$",
    re.IGNORECASE,
)
"""Before a part of the name of a file or of a package."""
_PART_WORDS = ("famil", "prefix", "suffix", "substr", "start_with", "starts_with", "marker", "pattern", "regex")
_PARTIAL_KEY = re.compile(rf"(?:{'|'.join(_PART_WORDS)})\w*[\"']?\]?\s*(?::[^=\n]*)?[=:]\s*[^=)\]}}]*$", re.IGNORECASE)
"""Before what is only a part of an id, or what an answer is compared with."""
_COMPARED_AFTER = re.compile(
    rf"{QUOTE}(?:\s*(?:[=!]==?(?!=)|(?:not\s+)?in\s+[A-Za-z_(\[])|\.(?:equals\w*|eql\?|eq|isEqual\w*)\()"
)
_BOUND_AFTER = re.compile(r"\s*(?::?=(?![=>])|\((?!\)))")
"""What is given a value, or called with something, is no constant of a library."""
_COMPARED_WITH = re.compile(r"\s*(?:[=!]==?|->|=>)")
_PROVIDER_WITH_ID = re.compile(r"[a-z][\w.-]*[:/]\S*\d\S*")
_MODEL_CALL = re.compile(r"model(?:_?(?:ref|id|name|factory|config))?$", re.IGNORECASE)
"""What makes a model of a name: modelRef, defineModel."""
_SHORT_ID = re.compile(r"o[134]")
_SORT_KEY = re.compile(r"(?:modalit|capabilit|feature|type|kind|task|format)(?:y|ies|s)?$", re.IGNORECASE)
"""What says of a model what it does, in words of which some are ids as well."""
_PLAIN_WORD = re.compile(r"[a-z]+")
"""An id such as `command`, `rerank` or `sonar`, which is a word as well: its own setting must speak of a model."""


class ModelPlace(NamedTuple):
    """A place at which a model is meant."""

    role: Role = "value"
    provider: str | None = None
    version: str | None = None
    doubt: bool = False
    default: str | None = None
    skipped: int = 0
    """Letters of the run that stand before the id."""
    host: str = ""
    """The server that is asked, where nobody knows whose it is."""
    constant: str = ""
    """The name of the constant that stands for the id."""


def place_of(site: Site) -> ModelPlace | None:
    """What is meant at `site`; None where it is no model."""
    if site.run.set_off == "constant":
        return _place_of_constant(site)
    if not _may_be_id(site):
        return None
    if is_node(site.run.text):
        found = node_default(site)
        return ModelPlace("value", found[0], default=found[1], doubt=True) if found else None
    if site.kind.is_aider and "alias" in (site.key, site.parent):
        name, _, rest = site.run.text.partition(":")  # what the user calls it
        return ModelPlace(skipped=len(name) + 1) if rest else None
    if _means_other(site):
        return None
    asked = asked_at(site)
    if asked.deployment or not (asked.stated or _is_model_setting(site)):
        return None
    return ModelPlace(role_at(site), asked.provider, asked.version, asked.doubt, host=asked.host)


def _place_of_constant(site: Site) -> ModelPlace | None:
    found = constant_of(site)
    if found is None or (site.run.text.endswith(found.name) and _BOUND_AFTER.match(site.after)) or _is_part(site.near):
        return None
    role: Role = "offer" if _COMPARED_WITH.match(site.after) else role_at(site)
    return ModelPlace(role, found.provider, constant=found.name)


def _may_be_id(site: Site) -> bool:
    """Whether the run is a whole text of its own, and no part of one, no constant and no template."""
    run, text = site.run, site.text
    if text.startswith("*", run.end) or _CONSTANT.fullmatch(run.text):
        return False
    if text[run.start - 1 : run.start] == "`" and not site.kind.is_script:
        return False
    if run.set_off in ("flag", "item", "setting"):
        return True
    if site.kind.is_program and _PATH_BEFORE.search(site.near):
        return False
    if site.kind.is_lisp and _PARTIAL_FORM.search(site.call):
        return False
    nearby = text[max(0, run.start - NEAR) : site.low] + site.near  # the call may stand on a line above
    return not _is_part(nearby) and not _COMPARED_AFTER.match(site.after)


def _is_part(before: str) -> bool:
    """Whether what follows `before` is only a part of an id, or what an answer is compared with."""
    low, begin = before.lower(), before.rfind(")") + 1
    if "(" in before[begin:] and any(sign in low for sign in _PARTIAL_SIGNS) and _PARTIAL_CALL.search(before, begin):
        return True
    return any(word in low for word in _PART_WORDS) and bool(_PARTIAL_KEY.search(before))


def _means_other(site: Site) -> bool:
    """Whether something else is meant: a name of the user's own, a branch, a label, a deployment."""
    key = site.key.lower()
    if _OTHER_ANCESTORS & site.ancestors or ("vars" in site.ancestors and not _MODEL_WORD.search(key)):
        return True
    if _DEPLOYMENT_KEY.search(site.parent if key in _VALUE_KEYS - {"id"} else key):
        # What names a model of Vertex does so wherever it stands.
        return "publishers/" not in site.run.text and provider_of_endpoint(site) is None
    if not key and _DEPLOYMENT_CALL.search(site.call):
        return True
    if key in PROVIDER_KEYS:
        return not _PROVIDER_WITH_ID.fullmatch(site.run.text)  # promptfoo says both in one
    if key == "model_name" and site.inner is not None and "litellm_params" in site.inner.keys:
        return True
    if site.kind.is_proxy and _PROXY_NAMES & {key, *site.ancestors}:
        return True
    if key in _INNER_KEYS and (site.parent in MODEL_KEYS or key in _VALUE_KEYS):
        return False
    if key == "name" and _names_model(site):
        return False
    if site.run.set_off == "flag" or (site.kind.is_aider and key == "name"):
        return False
    return bool(_OTHER_KEYS.search(site.key)) and (
        not _MODEL_WORD.search(site.key) or bool(_TOLD_KEYS.search(site.key))
    )


def _names_model(site: Site) -> bool:
    """Whether `name` is that of a model: in a call that makes one, or beside its version in a file about Azure."""
    inner = site.inner
    beside = inner is not None and "version" in inner.said and site.kind.is_azure
    return beside or bool(_MODEL_CALL.search(site.call))


def _is_model_setting(site: Site) -> bool:
    """Whether a model is meant where nothing says whose: by the name of the setting, or by an id that is nothing
    else."""
    key = site.key
    inside = (key.lower() in _INNER_KEYS or not key) and not _PLAIN_WORD.fullmatch(site.run.text)
    said = f"{key} {site.parent}" if inside else key
    called = not key and _asks_model(site.call, site.run.text)
    if _SORT_KEY.search(key) and _PLAIN_WORD.fullmatch(site.run.text):
        return False
    if _MODEL_WORD.search(said) or site.kind.is_aider or called or site.run.set_off == "flag":
        return True
    plain = site.run.text.rpartition("/")[2]
    if not DISTINCT_ID.match(plain) or _SHORT_ID.fullmatch(plain):
        return False
    return site.run.set_off != "setting" or "/" in site.run.text


def _asks_model(call: str, text: str) -> bool:
    """Whether what is called takes a model; of a word that is no id by itself only what is called so."""
    return bool(_MODEL_CALL.search(call)) if _PLAIN_WORD.fullmatch(text) else "model" in call.lower()
