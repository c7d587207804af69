"""Whose API a text asks for: by the prefixes, hosts, classes and settings of the tools in which ids are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from modelpick.idents import late_pattern

PREFIXES: dict[str, str] = {
    "openai": "openai", "text-completion-openai": "openai", "chatgpt": "openai", "azure": "azure",
    "azure_ai": "azure", "azure_openai": "azure", "azureopenai": "azure", "azure_text": "azure",
    "bedrock": "amazon-bedrock", "bedrock_converse": "amazon-bedrock", "bedrock_mantle": "amazon-bedrock",
    "anthropic_bedrock": "amazon-bedrock", "amazon-bedrock": "amazon-bedrock", "sagemaker": "",
    "vertex": "google-vertex", "vertex_ai": "google-vertex", "vertex_ai_beta": "google-vertex",
    "google_vertexai": "google-vertex", "google_anthropic_vertex": "google-vertex", "google-vertex": "google-vertex",
    "google-vertex-anthropic": "google-vertex", "gemini": "google", "google": "google", "google_genai": "google",
    "google-gla": "google", "palm": "google", "anthropic": "anthropic", "claude_platform": "anthropic",
    "mistral": "mistral", "mistralai": "mistral", "codestral": "mistral", "text-completion-codestral": "mistral",
    "cohere": "cohere", "cohere_chat": "cohere", "groq": "groq", "together": "togetherai",
    "together_ai": "togetherai", "togetherai": "togetherai", "fireworks": "fireworks-ai",
    "fireworks_ai": "fireworks-ai", "fireworks-ai": "fireworks-ai", "deepinfra": "deepinfra",
    "openrouter": "openrouter", "xai": "xai", "x-ai": "xai", "deepseek": "deepseek", "perplexity": "perplexity",
    "moonshot": "moonshotai", "moonshotai": "moonshotai", "dashscope": "alibaba", "alibaba": "alibaba",
    "aliyun": "alibaba", "zai": "zai", "minimax": "minimax", "cerebras": "cerebras", "sambanova": "sambanova",
    "baseten": "baseten", "databricks": "databricks", "snowflake": "snowflake-cortex", "watsonx": "", "ibm": "",
    "nvidia": "nvidia", "nvidia_nim": "nvidia", "novita": "novita-ai", "nebius": "nebius", "scaleway": "scaleway",
    "ovhcloud": "ovhcloud", "github": "github-models", "github_models": "github-models",
    "github_copilot": "github-copilot", "github-copilot": "github-copilot", "vercel": "vercel",
    "vercel_ai_gateway": "vercel", "cloudflare": "cloudflare-workers-ai", "cloudflare-ai": "cloudflare-workers-ai",
    "meta_llama": "llama", "llamaapi": "llama", "ai21": "ai21", "replicate": "", "huggingface": "", "hf": "",
    "ollama": "", "ollama_chat": "", "hosted_vllm": "", "vllm": "", "lm_studio": "", "lmstudio": "", "localai": "",
    "litellm": "", "litellm_proxy": "", "custom_openai": "", "openai_like": "", "converse": "", "invoke": "",
    "responses": "", "anyscale": "", "models": "", "wandb": "wandb", "amazon_bedrock": "amazon-bedrock",
    "aws_bedrock": "amazon-bedrock", "aws-bedrock": "amazon-bedrock", "azure-openai": "azure",
    "azure-cognitive-services": "azure", "google-ai": "google", "googleai": "google", "google-genai": "google",
    "vertexai": "google-vertex", "google-vertex-ai": "google-vertex", "google_vertex": "google-vertex",
    "gcp-vertex": "google-vertex", "mistral-ai": "mistral", "mistral_ai": "mistral", "opencode": "", "lm-studio": "",
    "llama.cpp": "", "llamacpp": "", "llama-cpp": "", "llamafile": "", "sagemaker_chat": "",
    "moonshot-ai": "moonshotai", "together-ai": "togetherai", "groqcloud": "groq", "github-models": "github-models",
    "wandb_inference": "wandb",
}  # fmt: skip
"""The prefixes and provider keys of LiteLLM, LangChain, promptfoo, opencode and others -> our id of the provider;
empty: they say nothing about whose API it is."""
HOSTS: dict[str, str] = {
    "api.openai.com": "openai", "eu.api.openai.com": "openai", "us.api.openai.com": "openai",
    "api.anthropic.com": "anthropic", "generativelanguage.googleapis.com": "google",
    "aiplatform.googleapis.com": "google-vertex", "models.inference.ai.azure.com": "github-models",
    "models.github.ai": "github-models", "api.githubcopilot.com": "github-copilot", "api.groq.com": "groq",
    "api.mistral.ai": "mistral", "codestral.mistral.ai": "mistral", "api.cohere.com": "cohere",
    "api.cohere.ai": "cohere", "api.x.ai": "xai", "api.deepseek.com": "deepseek", "api.perplexity.ai": "perplexity",
    "api.together.xyz": "togetherai", "api.together.ai": "togetherai", "api.fireworks.ai": "fireworks-ai",
    "openrouter.ai": "openrouter", "ai-gateway.vercel.sh": "vercel", "api.cerebras.ai": "cerebras",
    "api.sambanova.ai": "sambanova", "api.deepinfra.com": "deepinfra", "api.moonshot.ai": "moonshotai",
    "api.moonshot.cn": "moonshotai", "dashscope.aliyuncs.com": "alibaba", "dashscope-intl.aliyuncs.com": "alibaba",
    "api.z.ai": "zai", "open.bigmodel.cn": "zai", "integrate.api.nvidia.com": "nvidia",
    "router.huggingface.co": "huggingface", "api.ai21.com": "ai21", "api.llama.com": "llama",
    "api.scaleway.ai": "scaleway", "localhost": "", "127.0.0.1": "", "host.docker.internal": "",
}  # fmt: skip
"""The host of a server -> whose API it is; empty: one's own machine."""
_HOST_PATTERN = late_pattern(
    r"(?P<vertex>[\w-]+-aiplatform\.googleapis\.com)|(?P<bedrock>bedrock-runtime[\w.-]*\.amazonaws\.com)"
    r"|(?P<azure>[\w-]+\.(?:openai|services\.ai|inference\.ai|cognitiveservices)\.azure\.com)"
)
_HOST_PROVIDERS = {"vertex": "google-vertex", "bedrock": "amazon-bedrock", "azure": "azure"}
RESELLERS = frozenset(
    {
        "openrouter",
        "groq",
        "togetherai",
        "fireworks-ai",
        "cerebras",
        "github-copilot",
        "deepinfra",
        "novita-ai",
        "nvidia",
    }
    | {"baseten", "huggingface", "sambanova", "ibm-watsonx", "vercel", "nebius", "github-models"}
)
"""Who sells models of many labs: the folder in their ids names the lab, and not who is asked."""
SELF_HOSTED = ""
"""Whose API one's own machine is: nobody's, and nothing ends there."""

# What calls a model, without what its name begins or ends with in one library or another (Chat, Async, Client).
_CLASSES = {
    "openai": "openai", "anthropic": "anthropic", "groq": "groq", "cohere": "cohere", "mistral": "mistral",
    "mistralai": "mistral", "together": "togetherai", "togetherai": "togetherai", "fireworks": "fireworks-ai",
    "fireworksai": "fireworks-ai", "deepseek": "deepseek", "xai": "xai", "perplexity": "perplexity",
    "googlegenerativeai": "google", "googlegenai": "google", "gemini": "google", "generativemodel": "google",
    "genai": "google", "googleai": "google", "googleaigemini": "google",
    "vertexai": "google-vertex", "googlevertexai": "google-vertex",
    "vertex": "google-vertex", "googlevertex": "google-vertex", "anthropicvertex": "google-vertex",
    "vertexanthropic": "google-vertex", "bedrock": "amazon-bedrock", "bedrockconverse": "amazon-bedrock",
    "anthropicbedrock": "amazon-bedrock", "bedrockanthropic": "amazon-bedrock", "amazonbedrock": "amazon-bedrock",
    "bedrockruntime": "amazon-bedrock", "azureopenai": "azure", "azure": "azure", "azureai": "azure",
    "azureaichatcompletions": "azure", "openrouter": "openrouter", "nvidia": "nvidia", "databricks": "databricks",
    "cerebras": "cerebras", "sambanova": "sambanova", "sambanovacloud": "sambanova", "moonshot": "moonshotai",
    "baseten": "baseten", "ai21": "ai21", "deepinfra": "deepinfra", "tongyi": "alibaba", "dashscope": "alibaba",
    "alibaba": "alibaba", "githubmodels": "github-models", "ollama": SELF_HOSTED, "llamacpp": SELF_HOSTED,
    "vllm": SELF_HOSTED, "lmstudio": SELF_HOSTED, "huggingfacepipeline": SELF_HOSTED,
    "mlxpipeline": SELF_HOSTED, "watsonx": "ibm-watsonx", "watsonxai": "ibm-watsonx", "ibm": "ibm-watsonx",
    "cortex": "snowflake-cortex", "aicomplete": "snowflake-cortex",
}  # fmt: skip
_CLASS_TRIM = late_pattern(
    r"^(?:async|chat|create|add|with)+"
    r"|(?:async|chat|client|sdk|llm|model|provider|languagemodel|ref|embed(?:der|dings?)?|reranker?|service"
    r"|(?:chat|text)completions?|text(?:embedding)?generation)+$"
)
_CLASS_PARTS = (("vertex", "google-vertex"), ("bedrock", "amazon-bedrock"), ("watsonx", "ibm-watsonx"))
"""Words that say whose API it is in the name of any class: VertexAiGeminiChatModel."""
_DEPLOYMENT_CLASSES = frozenset({"azureopenai", "azure"})
_KEY_WORDS = (
    ("AZURE", "azure"), ("BEDROCK", "amazon-bedrock"), ("VERTEX", "google-vertex"), ("GROQ", "groq"),
    ("OPENROUTER", "openrouter"), ("GEMINI", "google"), ("GOOGLE", "google"), ("ANTHROPIC", "anthropic"),
    ("CLAUDE", "anthropic"), ("MISTRAL", "mistral"), ("COHERE", "cohere"), ("XAI", "xai"), ("GROK", "xai"),
    ("DEEPSEEK", "deepseek"), ("TOGETHER", "togetherai"), ("FIREWORKS", "fireworks-ai"), ("PERPLEXITY", "perplexity"),
    ("CEREBRAS", "cerebras"), ("OLLAMA", SELF_HOSTED), ("OPENAI", "openai"), ("MOONSHOT", "moonshotai"),
    ("DASHSCOPE", "alibaba"), ("COPILOT", "github-copilot"), ("GITHUB_MODEL", "github-models"),
    ("GITHUB_MODELS", "github-models"), ("LMSTUDIO", SELF_HOSTED), ("LM_STUDIO", SELF_HOSTED),
    ("VLLM", SELF_HOSTED),
)  # fmt: skip
"""Words in the name of a setting, those that say more first: AZURE_OPENAI_MODEL is Azure's."""
_PARTS_OF_NAME = late_pattern(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a part of a name begins that is written with capitals."""


ENGINES = frozenset(
    {"ollama", "ollama_chat", "hosted_vllm", "vllm", "lm_studio", "lmstudio", "lm-studio", "localai", "llamafile"}
    | {"llama.cpp", "llamacpp"}
)
"""Prefixes that name what runs weights on one's own machine."""


def provider_of_host(host: str) -> str | None:
    """Whose API the server `host` is; `SELF_HOSTED` for one's own machine, None where nobody can say."""
    plain = host.lower().partition(":")[0].rpartition("@")[2]
    if plain in HOSTS:
        return HOSTS[plain]
    if found := _HOST_PATTERN.fullmatch(plain):
        return _HOST_PROVIDERS[found.lastgroup or ""]
    is_own = "." not in plain and plain.isascii()  # other letters stand for a name that somebody is to fill in
    return SELF_HOSTED if is_own or plain.startswith(("192.168.", "10.", "172.")) else None


def _class_forms(name: str) -> tuple[str, ...]:
    """What a class is called, without what libraries add to the name of a provider."""
    plain = name.rpartition(".")[2].replace("_", "").replace("-", "").lower()
    return plain, _CLASS_TRIM.sub("", plain), _CLASS_TRIM.sub("", plain.replace("chat", ""))


@cache
def provider_of_class(name: str) -> str | None:
    """Whose API a class, a function or a module of a library asks: ChatGroq, AnthropicVertex, createOpenAI; None where
    the name says nothing."""
    forms = _class_forms(name)
    found = next((_CLASSES[form] for form in forms if form in _CLASSES), None)
    if found is None and name.rpartition(".")[2][:1].isupper():
        found = next((provider for word, provider in _CLASS_PARTS if word in forms[0]), None)
    return found


@cache
def takes_deployments(name: str) -> bool:
    """Whether what `name` calls takes the name of a deployment, and no id: it is the user's own."""
    return any(form in _DEPLOYMENT_CLASSES for form in _class_forms(name))


def provider_of_section(keys: Iterable[str]) -> str | None:
    """Whose API the sections of a configuration are about, from the outermost inwards; the one that says more."""
    return provider_of_key("_".join(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key) for key in keys).upper())


@cache
def provider_of_key(name: str) -> str | None:
    """Whose API the setting `name` is about: GROQ_MODEL, openRouterModelId; None where it does not say."""
    words = _PARTS_OF_NAME.sub("_", name) if "_" not in name else name  # openRouterModelId, GroqModelName
    words = f"_{re.sub('[^A-Z0-9]+', '_', words.upper())}_"
    for apart in ("OPEN_ROUTER", "OPEN_AI", "DEEP_SEEK"):
        words = words.replace(apart, apart.replace("_", ""))
    return next((provider for word, provider in _KEY_WORDS if f"_{word}_" in words), None)
