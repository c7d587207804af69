"""The scheduled workflows: what they may do, and whose code they run."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
WORKFLOW = ROOT / ".github" / "workflows" / "refresh-data.yml"


def test_the_workflow_may_do_no_more_than_it_must() -> None:
    text = WORKFLOW.read_text("utf-8")
    read = yaml.safe_load(text)
    assert read["permissions"] == {}
    (job,) = read["jobs"].values()
    assert job["permissions"] == {"contents": "write", "pull-requests": "write"}
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each) for each in used), used
    scripts = [step["run"] for step in job["steps"] if "run" in step]
    assert any("tools.refresh" in script for script in scripts)
    assert not any("${{" in script for script in scripts)  # nothing is put into a script but by the environment
