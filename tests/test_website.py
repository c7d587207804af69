"""The documentation site: its links, its cards, its reference and the pages to weigh anew. `python -m tools.website`
builds the whole of it, strictly, where `.[docs]` is installed."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from modelpick.api import Catalog, load
from tests.conftest import DATA_DAY
from tools.website import build, catalog_pages, links, offline, reference
from tools.website.__main__ import MARKER, main

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def bundled(run: Any, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    """What the site is built from is the catalog that every test has read; `run` puts it there."""
    opened = load(project=False)
    for module in (catalog_pages, reference, build):
        monkeypatch.setattr(module, "opened", lambda: opened)
    for module in (catalog_pages, build):
        monkeypatch.setattr(module, "state", lambda: catalog_pages.State(DATA_DAY, "from the catalog"))
    catalog_pages._pages_by_name.cache_clear()
    return opened


def test_what_is_written_by_hand_links_to_pages_of_the_site_alone() -> None:
    made = build.pages_by_hand()
    generated = {"api.md", "schemas.md", "explorer.md"}
    for page, text in made.items():
        for target in re.findall(r"\]\((?![a-z]+:|#)([^)#\s]+)", text):
            asked = posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
            is_file = asked == "answer.svg" or (ROOT / "docs" / asked).is_file()
            assert asked in made or asked in generated or is_file, f"{page} links to {target}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[asking](docs/asking.md#top)", "[asking](asking.md#top)"),
        ("[this](LICENSE)", "this (`LICENSE`)"),
        ("[`rules/`](rules)", "`rules/`"),
        ("[there](https://example.org/a.md)", "[there](https://example.org/a.md)"),
    ],
)
def test_a_link_leads_where_the_page_is_or_says_what_it_means(text: str, shown: str) -> None:
    assert build.relinked(text, "README.md", "index.md", {"docs/asking.md": "asking.md"}) == shown


def test_every_page_written_by_hand_has_a_title_and_a_place() -> None:
    made = build.pages_by_hand()
    placed = [page for pages in build.navigation(made).values() for page in pages.values()]
    assert sorted(placed) == sorted(made)
    assert len(placed) == len({*placed})


def test_the_configuration_has_every_section_and_the_day(bundled: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    import tomllib

    monkeypatch.setattr(build, "project_address", lambda label: None)
    read = tomllib.loads(build.config_text({"index.md": "# One", "new.md": '# A "new" page'}))
    assert read["project"]["nav"][0] == {"Start": [{"Start": "index.md"}]}
    assert read["project"]["nav"][-1] == {"More": [{'A "new" page': "new.md"}]}
    assert read["project"]["copyright"] == "from the catalog"


def test_a_model_has_its_card_in_full_with_links(bundled: Catalog) -> None:
    text = catalog_pages.card_page("model", "openai/gpt-5.5")
    assert re.search(r"^# GPT-5\.5$", text, re.MULTILINE)
    assert "| [SWE-bench Verified](../../benchmarks/swe-bench-verified.md) |" in text
    assert "| [OpenAI](../../providers/openai.md) |" in text
    heads = re.findall(r"^(\| .*)\n\| -", text, re.MULTILINE)
    assert len(heads) > 2
    assert not [head for head in heads if "|  |" in head]


def test_a_benchmark_lists_every_model_with_a_figure(bundled: Catalog) -> None:
    card: Any = bundled.show("swe-bench-verified", kind="benchmark", as_of=DATA_DAY)
    text = catalog_pages.card_page("benchmark", "swe-bench-verified")
    assert len(re.findall(r"\]\(\.\./models/", text)) == len(card.places) > 100
    assert "more:" not in text


def test_every_source_is_there_with_its_license(bundled: Catalog) -> None:
    text = catalog_pages.sources_page()
    for source in bundled.facts.sources.values():
        assert f"<br>`{source.id}` | {source.kind} |" in text
    assert text.count("<br>`") == len(bundled.facts.sources)


def test_the_list_of_models_has_each(bundled: Catalog) -> None:
    text = catalog_pages.models_page()
    assert len(re.findall(r"^\| \[", text, re.MULTILINE)) == len(bundled.facts.models)


@pytest.mark.parametrize("kind", reference.KINDS)
def test_every_rule_is_there_without_the_folder_of_whoever_built_it(bundled: Catalog, kind: str) -> None:
    text = reference.rules_page(kind)
    assert text.count("\n## ") == len(bundled.rules(kind).rules)
    assert str(ROOT) not in text


def test_the_python_api_has_every_method_and_what_it_takes() -> None:
    text = reference.api_page()
    for name in ("Catalog.recommend", "Catalog.audit", "Catalog.facts", "modelpick.load", "modelpick.update"):
        assert f"### `{name}`" in text
    assert 'under: str = "",' in text.replace("''", '""')
    assert "today: Date | None = None," in text
    assert "- `project`: whether the files that are found count" in text
    assert "Raises:\n\n- `InputErrors`: every fault" in text


def test_links_that_lead_nowhere_and_what_is_loaded_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<p id="here"><a href="b.html">b</a> <a href="#here">i</a> <a href="#no">x</a>')
    (tmp_path / "c.html").write_text('<a href="a.html#here">a</a><script src="https://example.org/x.js"></script>')
    assert list(links.dead_links(tmp_path)) == [
        "a.html links to b.html, which is not there",
        "a.html links to #no, which has no such part",
    ]
    assert list(links.loaded_from_elsewhere(tmp_path)) == ["c.html loads https://example.org/x.js"]


def test_nothing_is_left_that_only_a_server_has(tmp_path: Path) -> None:
    (tmp_path / "assets" / "javascripts").mkdir(parents=True)
    (tmp_path / "in").mkdir()
    page = tmp_path / "in" / "a.html"
    page.write_text('<a href="./..">home</a><script src="https://example.org/iframe-worker/shim" type="x"></script>')
    offline.work_from_disk(tmp_path)
    (tmp_path / "index.html").write_text("home")
    assert list(links.dead_links(tmp_path)) == []
    assert list(links.loaded_from_elsewhere(tmp_path)) == []
    assert f'<script src="../{offline.SHIM}">' in page.read_text("utf-8")


def test_a_folder_of_something_else_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main([str(tmp_path)]) == 1
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert "something else than a site" in capsys.readouterr().err
    assert not (tmp_path / MARKER).exists()


FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


@pytest.mark.parametrize("form", [form for form in FORMS if form.name != "config.yml"], ids=lambda form: form.stem)
def test_a_form_asks_each_thing_once_and_for_a_page_where_data_are_meant(form: Path) -> None:
    read = yaml.safe_load(form.read_text("utf-8"))
    assert read["name"]
    assert read["description"]
    assert {part["type"] for part in read["body"]} <= {"input", "textarea", "dropdown", "markdown"}
    ids = [part["id"] for part in read["body"]]
    assert len(ids) == len({*ids})
    assert all(part["attributes"]["label"] for part in read["body"])
    assert "data" not in read["labels"] or "page" in ids


def test_the_citation_is_of_this_version() -> None:
    import modelpick

    read = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert read["version"] == modelpick.__version__
    assert read["license"] == "Apache-2.0"


def test_the_threat_model_names_tests_that_are_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    named = re.findall(r"`(tests/[\w./]+)`", text)
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []
