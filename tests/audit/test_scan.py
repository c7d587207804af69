"""Where a text names a model, and where it only seems to."""

from __future__ import annotations

import functools

import pytest

from modelpick.audit.ids import Ids
from modelpick.audit.scan import PARTS, id_runs, mentions
from modelpick.audit.spelling import distance
from modelpick.use_cases.source_tree import quick_search
from tests.conftest import bundled_catalog


@functools.cache
def ids() -> Ids:
    return Ids(bundled_catalog().facts)


FOUND = [
    ("app.py", 'llm = ChatOpenAI(model="gpt-4o")', "gpt-4o"),
    ("app.py", "MODEL = 'claude-sonnet-4-5'", "claude-sonnet-4-5"),
    ("app.py", 'model="openai/gpt-5"', "openai/gpt-5"),
    ("app.py", 'agent = Agent("openai:gpt-6-luna")', "openai:gpt-6-luna"),
    ("app.py", 'client.chat(model="o3")', "o3"),
    ("app.py", 'x = "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0"',
     "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    ("config.yaml", "model: gpt-4o", "gpt-4o"),
    ("config.yaml", "  model_name: gpt-4o  # the big one", "gpt-4o"),
    ("config.yaml", "models:\n  - mistral-small-latest", "mistral-small-latest"),
    ("config.json", '{"model": "gemini-2.5-pro"}', "gemini-2.5-pro"),
    ("config.toml", 'model = "deepseek/deepseek-r1"', "deepseek/deepseek-r1"),
    (".env", "OPENAI_MODEL=gpt-4o-mini", "gpt-4o-mini"),
    ("run.sh", "export LLM_MODEL=claude-opus-4-5", "claude-opus-4-5"),
    ("run.sh", "aider --model gpt-4.1 --yes", "gpt-4.1"),
    ("run.sh", "llm --model=gpt-4.1", "gpt-4.1"),
    ("Dockerfile", "ENV MODEL=gpt-4o", "gpt-4o"),
    ("Dockerfile", "ENV MODEL gpt-4o", "gpt-4o"),
    ("main.tf", 'model_id = "anthropic.claude-sonnet-4-5-20250929-v1:0"', "anthropic.claude-sonnet-4-5-20250929-v1:0"),
    ("app.py", 'P = """\n{"model": "gpt-4o"}\n"""', "gpt-4o"),
    ("app.ts", "const model = `gpt-4o`;", "gpt-4o"),
    ("app.py", 'AutoModel.from_pretrained("meta-llama/Llama-3.3-70B-Instruct")', "meta-llama/Llama-3.3-70B-Instruct"),
]  # fmt: skip

FRIENDS = [
    ("pyproject.toml", 'dependencies = ["llama-index", "claude-agent-sdk"]'),
    ("pyproject.toml", 'dependencies = ["llama-index-llms-openai==0.3", "gpt-engineer", "mistral-common"]'),
    ("requirements.txt", "llama-cpp-python\nclaude-agent-sdk==0.1.2"),
    ("README.md", "We tried gpt-4o and it was good; `gpt-4o` in prose is prose."),
    ("app.py", 'url = "https://api.openai.com/v1/models/gpt-4o"'),
    ("app.py", 'open("gpt-4.json")'),
    ("app.py", 'open("gpt-4.swift")'),
    ("app.py", 'path = "claude-3.yaml"'),
    ("app.py", 'if model.startswith("gpt-4"):'),
    ("app.py", 'if model.startswith(\n    ("gpt-3.5-turbo", "gpt-4")\n):'),
    ("app.py", 'if "gpt-4" in model_name:'),
    ("app.py", 'FAMILIES = ("gpt-4", "gpt-3.5-turbo")'),
    ("app.py", '# was: model="gpt-3.5-turbo"'),
    ("app.py", "the id, e.g. 'gpt-3.5-turbo'"),
    ("app.py", 'x = "o1"'),
    ("app.py", 'names = ["o1", "o2", "o3"]'),
    ("app.py", '"name": "GPT-5.2"'),
    ("app.py", 'header = "chatgpt-account-id"'),
    ("app.py", 'tool = "gemini-cli"'),
    ("app.py", 'encoder = "gpt2"'),
    ("app.py", 'service = "nova-compute"'),
    ("app.py", 'model = "rerank"'),
    ("app.py", 'font = "Cambria-9"'),
    ("app.py", 'tool = "whisper-server"'),
    ("app.py", 'model = "email-1"'),
    ("app.py", 'image = "ghcr.io/ggml-org/llama.cpp:server"'),
    ("config.yaml", "image: ollama/llama:latest"),
    ("config.yaml", "version: gpt-4o"),
    ("app.py", 'alias = "gpt-4o-team-1"'),
    ("app.py", 'prefix = "gpt-4-"'),
    ("app.py", 'def f():\n    """Calls it.\n\n    llm(model="gpt-4o")\n    """\n'),
    ("app.py", 'x = 1  # model="gpt-4o"'),
]


def known(name: str, text: str) -> list[str]:
    return [each.text for each in mentions(text, name) if ids().meaning(each.text)]


@pytest.mark.parametrize(("name", "text", "id_"), FOUND, ids=[text for _, text, _ in FOUND])
def test_an_id_is_found(name, text, id_):
    assert known(name, text) == [id_]


@pytest.mark.parametrize(("name", "text"), FRIENDS, ids=[text for _, text in FRIENDS])
def test_a_false_friend_is_left_alone(name, text):
    assert known(name, text) == []


def test_a_place_is_a_line_and_a_column():
    (found,) = mentions('\n\nx = 1\nllm(model="gpt-4o")\n')
    assert (found.line, found.column, found.role) == (4, 12, "value")


def test_a_key_of_a_table_pins_nothing():
    (found,) = mentions('PRICES = {"gpt-4o": 5}')
    assert found.role == "key"


@pytest.mark.parametrize(
    ("id_", "reading", "model", "near"),
    [
        ("gpt-4o", "floating", "openai/gpt-4o", "gpt-4o-2024-11-20"),
        ("gpt-4o-2024-11-20", "known", "openai/gpt-4o", None),
        ("gpt-35-turbo", "known", "openai/gpt-3.5-turbo", None),
        ("gemini/gemini-flash-latest", "floating", None, None),
        ("claude-sonet-4-5", "misspelt", "anthropic/claude-sonnet-4.5", "claude-sonnet-4-5"),
        ("gpt-4o-mni", "misspelt", "openai/gpt-4o-mini", "gpt-4o-mini"),
        ("gpt-4-turbo", "unknown", None, None),
        ("openai/claude-sonnet-4-5", "wrong-prefix", "anthropic/claude-sonnet-4.5", None),
    ],
)
def test_what_an_id_means(id_, reading, model, near):
    found = ids().meaning(id_)
    assert found is not None
    assert (found.reading, found.model, found.near) == (reading, model, near)


def test_another_figure_is_no_misspelling():
    assert ids().meaning("gpt-4.7") is None or ids().meaning("gpt-4.7").reading == "unknown"


def test_distance_counts_a_swap_once():
    assert [distance("sonent", "sonnet", 2), distance("mini", "mini", 2), distance("a", "abcd", 2)] == [1, 0, 3]


@pytest.mark.parametrize("name", ["app.py", "flow.json", "notes.txt"])
def test_looking_for_all_parts_at_once_finds_what_looking_for_each_does(name):
    has_part = quick_search()
    texts = [f'{"é " * 3}{" " * away}model = "{part}5-x"{" " * 1200}' for away in (0, 470, 995) for part in PARTS]
    texts += [f'{" " * away}x = "GPT-4o" y' for away in range(480, 510)]
    texts += ["", " " * 3000, "".join(texts)]
    for text in texts:
        assert id_runs(text.encode(), name, has_part) == id_runs(text.encode(), name)
    assert all(id_runs(text.encode(), name, has_part) for text in texts[-33:-3])
