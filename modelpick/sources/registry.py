"""The sources that `modelpick catalog update` knows, by name."""

from __future__ import annotations

from collections.abc import Mapping

from modelpick.model.errors import ModelpickError
from modelpick.model.names import near_or_all
from modelpick.sources.adapter import Adapter, Kind
from modelpick.sources.aider import AIDER
from modelpick.sources.arc_prize import ARC_PRIZE
from modelpick.sources.arena import ARENA
from modelpick.sources.artificial_analysis import ARTIFICIAL_ANALYSIS
from modelpick.sources.bfcl import BFCL
from modelpick.sources.bullshitbench import BULLSHITBENCH
from modelpick.sources.chi_bench import CHI_BENCH
from modelpick.sources.deepswe import DEEPSWE
from modelpick.sources.epoch import EPOCH
from modelpick.sources.eqbench import EQBENCH
from modelpick.sources.every_eval_ever import EVERY_EVAL_EVER
from modelpick.sources.hugging_face import HUGGING_FACE
from modelpick.sources.lechmazur import LECHMAZUR
from modelpick.sources.litellm import LITELLM
from modelpick.sources.livebench import LIVEBENCH
from modelpick.sources.mmmu import MMMU_BOARD
from modelpick.sources.modeldeprecations import MODELDEPRECATIONS
from modelpick.sources.models_dev import MODELS_DEV
from modelpick.sources.openhands import OPENHANDS
from modelpick.sources.openrouter import OPENROUTER
from modelpick.sources.swe_bench import SWE_BENCH
from modelpick.sources.tau_bench import TAU_BENCH
from modelpick.sources.terminal_bench import TERMINAL_BENCH
from modelpick.sources.vectara import VECTARA

ADAPTERS: dict[str, Adapter] = {
    known.id: known
    for known in (
        *(MODELS_DEV, OPENROUTER, LITELLM, MODELDEPRECATIONS, ARTIFICIAL_ANALYSIS, EVERY_EVAL_EVER),
        *(ARENA, TERMINAL_BENCH, DEEPSWE, ARC_PRIZE, EPOCH, OPENHANDS, BULLSHITBENCH, VECTARA, MMMU_BOARD, EQBENCH),
        *(LECHMAZUR, CHI_BENCH, HUGGING_FACE, LIVEBENCH, TAU_BENCH, BFCL, SWE_BENCH, AIDER),
    )
}


def adapter(name: str) -> Adapter:
    """The adapter called `name`; `models.dev` and `modeldeprecations.dev` are accepted.

    Raises:
        ModelpickError: there is none.
    """
    id_ = name.lower().replace(".", "-").replace("_", "-").replace(" ", "-")
    for known in (id_, id_.removesuffix("-dev")):
        if known in ADAPTERS:
            return ADAPTERS[known]
    raise ModelpickError(f"unknown source {name!r}", hint=near_or_all(name, ADAPTERS, 1))


def default_sources(environment: Mapping[str, str], kind: Kind | None = None) -> tuple[Adapter, ...]:
    """The sources that an update without names reads: all that can be fetched, with keys only those in
    `environment`; of one `kind` if given.
    """
    return tuple(
        known
        for known in ADAPTERS.values()
        if known.urls
        and kind in (None, known.kind)
        and (known.key_env is None or environment.get(known.key_env, "").strip())
    )
