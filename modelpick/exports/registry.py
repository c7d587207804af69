"""The programs that a recommendation is exported to, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export, OwnServing
from modelpick.model.fields import Plain, field


class Target(Plain):
    """A program: what it is, which providers it can call, and which constraints its configuration enforces."""

    name: str
    about: str
    files: Callable[[Export], tuple[ExportedFile, ...]]
    providers: tuple[str, ...] = ()
    """In no order; empty where models run on machines of one's own."""
    carries: Mapping[str, str] = field(default_factory=dict)
    """Constraint -> the setting that enforces it."""
    holds: Mapping[str, str] = field(default_factory=dict)
    """The same where that holds for the hosts behind the service alone."""
    labs: tuple[str, ...] = ()
    """Whose models alone it takes; empty for all."""
    one_provider: bool = False
    """Whether all models are called at the provider of the first."""
    refusal: Callable[[OwnServing], str | None] | None = None
    """Why a model cannot be served so."""

    @property
    def hosts(self) -> bool:
        """Whether models run on machines of one's own."""
        return not self.providers


TARGETS: Mapping[str, str] = {
    "litellm": "LiteLLM proxy: config.yaml with fallbacks",
    "openrouter": "OpenRouter: a request with fallbacks and provider routing",
    "opencode": "opencode: opencode.jsonc",
    "aider": "aider: .aider.conf.yml",
    "continue": "Continue: config.yaml",
    "llm": "llm: aliases.json",
    "codex": "Codex: config.toml and profiles",
    "claude-code": "Claude Code: settings.json with fallbacks",
    "promptfoo": "promptfoo: promptfooconfig.yaml",
    "vllm": "vLLM: the command that serves it",
    "llama.cpp": "llama.cpp: the command that serves it",
    "ollama": "Ollama: Modelfile",
}
"""Name -> what it is, and the file."""
_SERVING = {"vllm": "vllm", "llama.cpp": "llamacpp", "ollama": "ollama"}
_MODULES = {"continue": "continue_", "claude-code": "claude_code"}


def target(name: str) -> Target:
    """The program of that name, one of `TARGETS`."""
    if name in _SERVING:
        from modelpick.exports import serving

        refusal = serving.vllm_refusal if name == "vllm" else None
        return Target(name, TARGETS[name], getattr(serving, _SERVING[name]), refusal=refusal)
    module = import_module(f"modelpick.exports.{_MODULES.get(name, name)}")
    return Target(
        name,
        TARGETS[name],
        module.files,
        module.PROVIDERS,
        getattr(module, "CARRIES", {}),
        getattr(module, "HOLDS", {}),
        getattr(module, "LABS", ()),
        getattr(module, "ONE_PROVIDER", False),
    )
