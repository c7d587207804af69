"""The rules by which an id is read: who is named, what says how a model is served, what tells models apart.

Every token of an id must be consumed by a rule of this file or be a part of the model's own name; an id with anything
left over is about some other model. So a word stands here only where it never tells two models of that lab apart:
`turbo` is a model at OpenAI and a faster deployment of Meta's weights, and `mini` is always another model.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from modelpick.idents import late_pattern

LABS: dict[str, str] = {
    "alibaba": "qwen",
    "arcee-ai": "arcee",
    "arcee_ai": "arcee",
    "baichuan-inc": "baichuan",
    "bytedance-seed": "bytedance",
    "cohereforai": "cohere",
    "coherelabs": "cohere",
    "deepseek-ai": "deepseek",
    "grok": "xai",
    "ibm-granite": "ibm",
    "kimi": "moonshotai",
    "lgai-exaone": "lgai",
    "liquidai": "liquid",
    "meta-llama": "meta",
    "meta-models": "meta",
    "minimaxai": "minimax",
    "mistral-ai": "mistral",
    "mistralai": "mistral",
    "moonshot": "moonshotai",
    "qwencoder": "qwen",
    "qwenlm": "qwen",
    "sarvamai": "sarvam",
    "stepfun-ai": "stepfun",
    "thudm": "zai",
    "x-ai": "xai",
    "xai-org": "xai",
    "xiaomimimo": "xiaomi",
    "z-ai": "zai",
    "zai-org": "zai",
    "zhipuai": "zai",
}
"""What others call a lab -> our id of it. A lab's own id needs no entry."""

REPACKERS = frozenset({"amd", "cortecs", "neuralmagic", "nvidia", "redhatai", "unsloth"})
"""They publish other labs' weights in another number format, under their own name."""

PLACES = frozenset(
    {"@cf", "@oi", "accounts", "chat-completion", "completion", "fireworks", "models", "pro", "route", "tee"}
    | {"workers-ai"}
)
"""Folders of an id that say where it is served and nothing about the model."""

REGION = late_pattern(
    r"global|apac|eu|us|us-gov|jp|au|ca|in|uk|kr|sg"
    r"|(?:af|ap|asia|australia|ca|eu|europe|il|me|mx|northamerica|sa|southamerica|us|us-gov)"
    r"-?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-?\d{1,2}",
    re.ASCII,
)


class Scope(NamedTuple):
    """The labs or providers at which a word only says how a model is served; both empty: everywhere."""

    labs: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()

    def holds(self, lab: str, provider: str) -> bool:
        return not (self.labs or self.providers) or lab in self.labs or provider in self.providers


def _scope_of(labs: str = "", providers: str = "") -> Scope:
    return Scope(frozenset(labs.split()), frozenset(providers.split()))


SERVING: dict[str, Scope] = {
    # Price and plan
    "free": Scope(),
    "flex": _scope_of(providers="neuralwatt"),
    "coding": _scope_of(providers="aihubmix"),
    # Number format and packing of the same weights
    "awq": Scope(),
    "gguf": Scope(),
    "gptq": Scope(),
    "hf": Scope(),
    "dynamic": _scope_of(labs="meta"),
    # Where and how it runs
    "cloud": _scope_of(providers="ollama-cloud"),
    "default": _scope_of(providers="google-vertex"),
    "maas": Scope(),
    "original": _scope_of(providers="nano-gpt"),
    "short": _scope_of(providers="neuralwatt"),
    "tee": Scope(),
    "throughput": _scope_of(providers="clarifai"),
    # The same weights on faster machines. At xAI and Amazon `fast` is a model; OpenAI and Qwen name models `turbo`.
    "fast": _scope_of(labs="anthropic deepseek meta minimax moonshotai qwen zai"),
    "highspeed": _scope_of(labs="minimax moonshotai"),
    "lightning": _scope_of(labs="minimax"),
    "instant": _scope_of(labs="meta"),
    "turbo": _scope_of(labs="deepseek meta", providers="chutes"),
    "versatile": _scope_of(labs="meta"),
    # One endpoint of the model beside another
    "beta": _scope_of(labs="xai"),
    "customtools": _scope_of(labs="google"),
    # Modes and effort: variants of a model, not models. Where thinking is a model of its own, it stands in its name.
    "high": _scope_of(labs="anthropic deepseek google openai xai zai"),
    "low": _scope_of(labs="anthropic deepseek google openai xai zai"),
    "minimal": _scope_of(labs="google openai"),
    "xhigh": _scope_of(labs="anthropic openai"),
    "non": _scope_of(labs="xai"),
    "nothinking": _scope_of(labs="anthropic deepseek google zai"),
    "reasoning": _scope_of(labs="anthropic xai"),
    "thinking": _scope_of(labs="anthropic deepseek xiaomi zai"),
}
VARIANTS = frozenset({"thinking", "nothinking", "nitro", "floor", "exacto", "extended", "free"})
"""After a colon: the router's name for a way to call the model."""

INSTRUCT = frozenset({"instruct", "it"})
"""Chat weights of a lab that also publishes the weights they were tuned from."""

CLASSES = frozenset({"large", "medium", "mini", "nano", "small", "super", "ultra"})
"""Words that stand for a size: a name that has one may leave the number out."""

MODIFIED = frozenset({"snowflake", "morph"})
"""Providers whose name before a model's means weights that they changed."""

_FORMAT_PATTERN = r"(?:nv|mx)?fp(?:4|8|16)|bf16|int[48]|w[48]a(?:8|16)|[2-8]bit"
TOKEN = late_pattern(
    r"(?P<date>(?<!\d)(?:20\d\d-[01]\d-[0-3]\d|20\d\d[01]\d[0-3]\d|[01]\d-20\d\d)(?!\d))"
    rf"|(?P<format>(?<![a-z0-9])(?:{_FORMAT_PATTERN})(?![a-z0-9]))"
    r"|(?P<size>(?<![a-z0-9])[ae]?\d+(?:\.\d+)?[bt](?![a-z0-9])|(?<![a-z0-9])\d+e(?![a-z0-9]))"
    r"|(?P<number>\d+)"
    r"|(?P<word>[a-z]+)",
    re.ASCII,
)
POINT = late_pattern(r"(?<=\d)p(?=\d)")
BEDROCK = late_pattern(r"-(?:v\d+:\d+(?::\d+k)?|\d+:\d+|v1)$", re.ASCII)
GOOGLE = late_pattern(r"-00[1-9]$", re.ASCII)
CHARACTERS = late_pattern(r"[a-z0-9@:._/ ()+,~-]*", re.ASCII)
"""An id with any other character is not read at all."""


def lab_of(name: str) -> str:
    """The lab's id in the catalog for its lowercase name."""
    return LABS.get(name, name)
