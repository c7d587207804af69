"""A question as the words of a command line: what is written asks the same again."""

from __future__ import annotations

import pytest

from modelpick.cli.options import CONSTRAINT_FLAGS
from modelpick.documents.command import OWN_FLAG, flags
from modelpick.model.request import Request


def test_the_constraints_with_an_option_are_those_of_the_command_line():
    assert CONSTRAINT_FLAGS.keys() == OWN_FLAG


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, ("--require", "house")),
        (40, ("--require", "house=40")),
        (("eu", "us"), ("--require", "house=eu,us")),
        ({"exam": 80}, ("--require", "house=exam=80")),
        (False, ()),
    ],
)
def test_a_constraint_of_ones_own_rules_is_required_by_its_id(value, words):
    assert flags(Request(constraints={"house": value})) == words


def test_hosted_beside_the_machine_stays_asked():
    assert "--or-hosted" in flags(Request(hardware="rtx-4090", or_hosted=True))
