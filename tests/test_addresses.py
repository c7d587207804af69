"""Where a build says that the project is: `project.urls`, as hatch_build.py works them out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

from tools.website import build, catalog_pages

ROOT = Path(__file__).resolve().parent.parent
OURS = "https://github.com/owner/modelpick"
SOURCES = ("MODELPICK_PROJECT_URL", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_WORKSPACE")
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="no git")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the metadata of this checkout are made of, in a folder that is nobody's repository."""
    for name in SOURCES:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "checkout"
    (folder / "data").mkdir(parents=True)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "data/LICENSES.md"):
        shutil.copy2(ROOT / name, folder / name)
    return folder


def urls(folder: Path) -> dict[str, str]:
    return dict(metadata(folder).urls)


def metadata(folder: Path) -> Any:
    return ProjectMetadata(str(folder), PluginManager()).core


def with_origin(folder: Path, origin: str) -> Path:
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "config", "remote.origin.url", origin], check=True)
    return folder


def test_without_an_address_there_is_none(checkout: Path) -> None:
    assert urls(checkout) == {}


def test_a_workflow_names_its_repository(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "owner/modelpick")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(checkout))
    assert urls(checkout) == {
        "Homepage": OURS,
        "Source": OURS,
        "Documentation": f"{OURS}/tree/HEAD/docs",
        "Changelog": f"{OURS}/blob/HEAD/CHANGELOG.md",
        "Issues": f"{OURS}/issues",
    }


def test_the_repository_of_whoever_installs_it_in_a_workflow_is_not_ours(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "somebody/else")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert urls(checkout) == {}


@needs_git
def test_what_is_stated_wins(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_origin(checkout, "https://github.com/fork/modelpick")
    assert urls(checkout)["Source"] == "https://github.com/fork/modelpick"
    monkeypatch.setenv("MODELPICK_PROJECT_URL", "https://gitlab.example.org:8443/group/sub/modelpick/")
    assert urls(checkout)["Source"] == "https://gitlab.example.org:8443/group/sub/modelpick"
    assert urls(checkout)["Issues"] == "https://gitlab.example.org:8443/group/sub/modelpick/-/issues"


def test_a_wrong_statement_is_refused_and_not_repeated(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODELPICK_PROJECT_URL", "http://user:s3cret@github.com/owner/modelpick")
    with pytest.raises(ValueError, match="MODELPICK_PROJECT_URL") as refused:
        urls(checkout)
    assert "s3cret" not in str(refused.value)


@needs_git
@pytest.mark.parametrize(
    "origin",
    [
        "https://github.com/owner/modelpick",
        "https://github.com/owner/modelpick.git/",
        "https://x-access-token:s3cret@github.com/owner/modelpick.git",
        "https://s3cret@GitHub.com:443/owner/modelpick",
        "git@github.com:owner/modelpick.git",
        "git@github.com:/owner/modelpick",
        "ssh://git@github.com/owner/modelpick.git",
        "ssh://git:s3cret@ssh.github.com:443/owner/modelpick.git",
    ],
)
def test_the_origin_is_named_as_people_open_it(checkout: Path, origin: str) -> None:
    assert urls(with_origin(checkout, origin))["Homepage"] == OURS


@needs_git
def test_of_a_forge_that_is_not_known_no_page_is_guessed(checkout: Path) -> None:
    where = "https://git.example.org/~owner/modelpick"
    assert urls(with_origin(checkout, where)) == {"Homepage": where, "Source": where}


@needs_git
@pytest.mark.parametrize(
    "origin",
    [
        "/srv/git/modelpick.git",
        "../modelpick",
        "C:\\Users\\me\\modelpick",
        "C:/Users/me/modelpick",
        "file:///srv/git/modelpick",
        "http://github.com/owner/modelpick",
        "git://github.com/owner/modelpick",
        "https://localhost/owner/modelpick",
        "https://127.0.0.1:3000/owner/modelpick",
        "https://[::1]/owner/modelpick",
        "https://[broken/owner/modelpick",
        "https://git.localhost/owner/modelpick",
        "https://forge/owner/modelpick",
        "https://git.corp.internal/owner/modelpick",
        "https://github.com/modelpick",
        "https://github.com/owner/modelpick?token=s3cret",
        "https://github.com/owner/../modelpick",
        'https://github.com/owner/model"><script>',
        "git@github.com-work:owner/modelpick",
        "me@machine.example.org:code/modelpick",
        "git@localhost:owner/modelpick",
    ],
)
def test_what_strangers_cannot_open_is_not_named(checkout: Path, origin: str) -> None:
    assert urls(with_origin(checkout, origin)) == {}


def test_links_of_the_readme_lead_to_the_repository(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert metadata(checkout).readme == text
    monkeypatch.setenv("MODELPICK_PROJECT_URL", OURS)
    led = metadata(checkout).readme
    assert f"]({OURS}/raw/HEAD/docs/answer.svg)" in led
    assert f"]({OURS}/blob/HEAD/docs/asking.md#the-needs)" in led
    assert {target for target in re.findall(r"\]\(([^)]*)\)", led) if "://" not in target} == set()
    assert re.sub(f"{OURS}/(?:raw|blob)/HEAD/", "", led) == text
    monkeypatch.setenv("MODELPICK_PROJECT_URL", "https://git.example.org/owner/modelpick")
    assert metadata(checkout).readme == text


@needs_git
def test_a_repository_around_it_is_somebody_elses(checkout: Path) -> None:
    with_origin(checkout.parent, OURS)
    assert urls(checkout) == {}


@needs_git
def test_without_git_it_builds_all_the_same(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_origin(checkout, OURS)
    monkeypatch.setenv("PATH", os.devnull)
    assert urls(checkout) == {}


@pytest.mark.parametrize("stated", [OURS, ""])
def test_a_source_distribution_keeps_what_it_was_made_with(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    monkeypatch.setenv("MODELPICK_PROJECT_URL", stated)
    made = metadata(checkout)
    (archive,) = SdistBuilder(str(checkout)).build(directory=str(tmp_path / "out"), versions=["standard"])
    with tarfile.open(archive) as held:
        # Python 3.11.3 and before know no filter, and take all as it is.
        held.extractall(tmp_path / "unpacked", **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    monkeypatch.setenv("MODELPICK_PROJECT_URL", "https://github.com/somebody/else")
    kept = metadata(unpacked)
    assert (kept.urls, kept.readme) == (made.urls, made.readme)
    assert bool(made.urls) == bool(stated)
    assert "Dynamic:" not in (unpacked / "PKG-INFO").read_text("utf-8")


def installed_with(folder: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """As if the package of these lines of metadata were what is installed."""
    info = folder / "modelpick-9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "\n".join(["Metadata-Version: 2.2", "Name: modelpick", "Version: 9", *lines]), "utf-8"
    )
    monkeypatch.syspath_prepend(str(folder))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            (f"Project-URL: Source, {OURS}", f"Project-URL: Issues, {OURS}/issues"),
            f", and report it at {OURS}/issues\n",
        ),
        ((), "for details\n"),
    ],
)
def test_a_fault_of_the_program_says_where_to_report_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any, lines: tuple[str, ...], told: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    installed_with(tmp_path, monkeypatch, *lines)
    monkeypatch.setattr("modelpick.render.dispatch.rendered", broken)
    ended = run("show", "muse-spark")
    assert ended.code == 70
    assert ended.err.endswith(told)


def test_the_site_names_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "state", lambda: catalog_pages.State("2026-11-27", "from the catalog"))
    installed_with(tmp_path, monkeypatch, f"Project-URL: Source, {OURS}")
    read = tomllib.loads(build.config_text({"index.md": "# One"}))
    assert read["project"]["copyright"] == f"from the catalog <a href='{OURS}'>Source</a>"
