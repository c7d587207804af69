"""What people ask most of the weights that they run at home: whether it fits has to be known."""

from __future__ import annotations

import pytest

from tests.conftest import DATA_DAY


@pytest.mark.parametrize(
    ("name", "machine"),
    [
        ("qwen2.5-coder:32b", "rtx 3090"),
        ("qwq", "rtx 4090"),
        ("qwen2.5:7b", "rtx 3060 12gb"),
        ("gemma2:27b", "rtx 4090"),
        ("llama3.1:405b", "8xh100"),
        ("deepseek-v3", "8xh200"),
    ],
)
def test_weights_that_many_run_have_a_known_size(run, name, machine):
    found = run("fit", name, "--hardware", machine, "--as-of", DATA_DAY)
    assert found.code == 0, found.err
    assert " fits " in found.out
