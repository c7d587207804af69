"""Where ids are written, tool by tool: what must be said of each line, and of which nothing may be said."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from modelpick.documents.audit_reports import Finding
from modelpick.use_cases.audit import AuditQuestion, audit
from tests.conftest import DATA_DAY, bundled_catalog

FILES = {row["file"]: row for row in yaml.safe_load((Path(__file__).parent / "places.yaml").read_text("utf-8"))}


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> dict[str, dict[int, list[Finding]]]:
    root = tmp_path_factory.mktemp("places")
    for name, row in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(row["text"])
    report = audit(bundled_catalog(), AuditQuestion((root,), on=DATA_DAY))
    found: dict[str, dict[int, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for each in report.findings:
        found[each.path.rpartition(f"{root.name}/")[2]][each.line].append(each)
    return found


@pytest.mark.parametrize("name", FILES)
def test_what_is_said_of_each_line(said, name):
    expected = FILES[name]["said"]
    loud = {line: [f for f in found if f.severity != "note"] for line, found in said[name].items()}
    loud = {line: found for line, found in loud.items() if found}
    assert sorted(loud) == sorted(expected)
    for line, (kind, severity, provider) in expected.items():
        assert (kind, severity, provider) in [(f.kind, f.severity, f.provider) for f in loud[line]]


def test_what_answers_in_its_place_is_told_with_its_price(said):
    routed = [f for f in said["routed.env"][1] if f.kind == "routed"]
    assert "from 2026-12-01 on" in routed[0].text
    assert "gemini-3.8-flash ($" in routed[0].text


def test_the_id_that_was_meant_is_named(said):
    hints = [said["dated.env"][line][0].hint for line in (1, 2)]
    assert hints == ["Did you mean `claude-sonnet-4-5-20250929`?", "Did you mean `gemini-pro-latest`?"]


def test_conflicts_and_doubts_are_told(said):
    (retiring,) = [f for f in said["main.tf"][16] if f.kind == "retiring"]
    assert "other sources say 2027-01-14" in retiring.text
    assert "deployment that somebody named so" in said["proxy.yaml"][4][0].text
    assert "no model is named here" in said["flow.json"][2][0].text


def test_what_to_take_instead_is_an_id_that_has_not_ended(said):
    hints = {line: said["undated.py"][line][0].hint for line in (1, 2, 4)}
    assert hints[1] == "Anthropic recommends claude-haiku-4-5-20251001"
    assert "recommends gemini-3.8-flash" in hints[2]
    assert "recommends anthropic.claude-sonnet-4-5-20250929-v1:0" in hints[4]
    bare = said["undated.py"][9][0]
    assert "what OpenRouter says of it is not known" in bare.text
    assert bare.hint.startswith("Anthropic recommends claude-opus-4-8")


def test_the_default_of_a_node_is_named_by_its_id(said):
    assert said["flow.json"][2][0].text.startswith("llama3-8b-8192 (the default of lmChatGroq): Llama 3 8B was retired")


def test_of_an_address_the_id_is_told(said):
    told = next(found for found in said["address.ts"][1] if found.kind == "retired")
    assert told.text.startswith("gemini-1.5-flash: ")
    assert told.id.startswith("https://")


def test_an_offer_is_a_note(said):
    for name, line in (("hosts.py", 6), ("openrouter.ts", 6), ("models.bicep", 5)):
        assert {found.severity for found in said[name][line]} == {"note"}


def test_of_a_constant_the_id_is_told(said):
    (told,) = said["Koog.kt"][2]
    assert told.text.startswith("gpt-4 (OpenAIModels.Chat.GPT4) was retired at OpenAI")
    assert (told.column, told.end_column) == (28, 50)


def test_a_constant_that_is_compared_is_a_note(said):
    for name, line in (("stack.ts", 6), ("Anthropic.java", 5), ("Koog.kt", 3)):
        assert {found.severity for found in said[name][line]} == {"note"}


def test_a_constant_that_is_called_like_no_id_names_none(said):
    assert said["stack.ts"][5] == said["own.py"][6] == said["Consts.cs"][6] == []


def test_what_is_no_text_model_is_told_apart(said):
    told = {line: [(found.kind, found.text) for found in found] for line, found in said["others.yaml"].items()}
    words = {1: "an embedding model", 3: "a speech model", 4: "a reranker", 9: "a moderation model"}
    for line, word in words.items():
        ((kind, text),) = told[line]
        assert (kind, text.partition(": ")[2]) == ("not-ranked", f"{word}; not ranked here")
    assert [kind for kind, _ in told[5]] == ["retired"]
    assert not any(kind == "unknown-id" for found in told.values() for kind, _ in found)


def test_the_place_in_a_text_within_a_text_is_that_of_the_file(said):
    (found,) = said["heredoc.tf"][5]
    assert (found.column, found.id) == (14, "llama3-70b-8192")
    (found,) = said["embedded.py"][27]
    assert (found.column, found.id) == (37, "claude-2.1")


def test_the_geography_of_an_id_of_bedrock_decides_its_region(tmp_path):
    ids = [f"{geography}.anthropic.claude-sonnet-4-6" for geography in ("us", "eu", "global")]
    (tmp_path / "a.env").write_text("".join(f"MODEL={id_}\n" for id_ in ids))
    report = audit(bundled_catalog(), AuditQuestion((tmp_path,), residency=("eu",), on=DATA_DAY))
    assert [f.line for f in report.findings if f.kind == "not-in-region"] == [1, 3]
    assert not [f for f in report.findings if f.kind == "region-unproven"]


def test_what_runs_on_ones_own_machine_has_no_region_and_no_end(tmp_path):
    (tmp_path / "a.py").write_text('LLM(model="meta-llama/Llama-3.3-70B-Instruct")\nx = "ollama/llama3.1:8b"\n')
    report = audit(bundled_catalog(), AuditQuestion((tmp_path,), residency=("eu",), on=DATA_DAY))
    assert [f for f in report.findings if f.severity != "note"] == []


def test_long_lines_and_many_ids_take_time_by_their_size(tmp_path):
    """Each of these took a look at everything before for each find."""
    (tmp_path / "a.json").write_text('{"models": [' + '"gpt-4o",' * 2_000 + '""]}')
    (tmp_path / "b.py").write_text("f(" * 2_000 + 'model="gpt-4o"' + ")" * 2_000)
    (tmp_path / "c.sh").write_text("\\\n".join(["--model gpt-4o "] * 500))
    (tmp_path / "d.json").write_text('{"body": "' + '\\"gpt-4o\\", ' * 500 + '"}')
    (tmp_path / "e.rs").write_text('r#"' * 20_000 + 'f("gpt-4o")')
    (tmp_path / "f.rb").write_text("".join(f"<<A{'B' * number}\n" for number in range(1, 600)) + 'f("gpt-4o")')
    (tmp_path / "h.ts").write_text("/*\n" * 40_000 + 'f("gpt-4o")')
    (tmp_path / "i.cs").write_text('@" ""' * 20_000 + 'f("gpt-4o")')
    (tmp_path / "j.go").write_text('\t"gpt-4o",\n' * 2_000)
    (tmp_path / "k.clj").write_text("(a {:b [" * 4_000 + '(f :model "gpt-4o")\n' * 400)
    (tmp_path / "l.py").write_text('log("model=gpt-4o , ' + "temperature=0.1 , " * 60 + "prompt='hello'\")")
    (tmp_path / "m.env").write_text("MODELS=gpt-4o=b ," + "a=b ," * 60 + " !")
    (tmp_path / "g.xml").write_text("<a>" * 20_000 + "<Model>gpt-4o</Model>" * 500)
    report = audit(bundled_catalog(), AuditQuestion((tmp_path,), on=DATA_DAY))
    assert report.ids >= 2_500


def test_a_list_whose_beginning_is_far_is_a_table_all_the_same(tmp_path):
    rows = "".join(f'\t"openai/some-model-of-a-long-name-{number}",\n' for number in range(200))
    (tmp_path / "list.go").write_text(f'var Models = []string{{\n{rows}\t"gpt-4-32k",\n}}\n')
    report = audit(bundled_catalog(), AuditQuestion((tmp_path,), on=DATA_DAY))
    assert [f.severity for f in report.findings if f.id == "gpt-4-32k"] == ["note"]


def test_a_list_of_forty_in_a_configuration_is_a_catalog(tmp_path):
    rows = "".join(f"    - some-lab/a-model-{number}\n" for number in range(40))
    (tmp_path / "long.yaml").write_text(f"models:\n  default:\n{rows}    - gpt-4-32k\n")
    (tmp_path / "short.yaml").write_text("models:\n  default:\n    - a\n    - gpt-4-32k\n")
    report = audit(bundled_catalog(), AuditQuestion((tmp_path,), on=DATA_DAY))
    assert {f.path.rpartition("/")[2]: f.severity for f in report.findings} == {
        "long.yaml": "note",
        "short.yaml": "error",
    }


def test_a_row_of_a_menu_is_one_however_far_the_list_begins(tmp_path):
    rows = "".join(f'  {{"id": "some-lab-model-{number}", "name": "Some model of a lab"}},\n' for number in range(90))
    (tmp_path / "menu.json").write_text(f'{{"models": [\n{rows}  {{"id": "gpt-4-32k", "name": "GPT-4 32k"}}]}}')
    report = audit(bundled_catalog(), AuditQuestion((tmp_path,), on=DATA_DAY))
    assert [f.severity for f in report.findings if f.id == "gpt-4-32k"] == ["note"]


def test_prose_in_a_line_too_long_to_take_apart_is_no_setting(tmp_path):
    said = "The policy reads the name of the deployment. " * 60
    text = f"""  value: '<!-- {said} If you named it so instead of "gpt-4-32k" -->'\n"""
    (tmp_path / "policy.bicep").write_text(text)
    report = audit(bundled_catalog(), AuditQuestion((tmp_path,), on=DATA_DAY))
    assert report.findings == ()


def test_why_somebody_else_may_be_asked_is_told(said):
    assert "what gateway.example.org says of it is not known" in said["hosts2.py"][1][0].text
    assert "spells it in another way" in said["spelled.json"][1][0].text
    assert "Groq alone spells it so" in said["spelled.json"][4][0].text


def test_of_a_server_that_is_named_no_seller_is_guessed(tmp_path):
    """The id is one that Groq alone spells so."""
    (tmp_path / "a.py").write_text(
        'client.create(base_url="https://proxy.corp.example/v1", model="mixtral-8x7b-32768")\n'
    )
    report = audit(bundled_catalog(), AuditQuestion((tmp_path,), on=DATA_DAY))
    assert not [f for f in report.findings if "nothing says whose API is asked" in f.text]
