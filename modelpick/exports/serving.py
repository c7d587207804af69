"""Commands that serve open weights on machines of one's own: vLLM, llama.cpp and Ollama."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export, OwnServing, Pick
from modelpick.exports.text import comment
from modelpick.fit.repositories import SPELLED

_VLLM_QUANTS = ("fp8",)
"""What vLLM makes of published weights when it loads them."""
_NO_GGUF = "the catalog knows no GGUF file of it:"
_GGUF_FILES = "Whether a GGUF repository has the precision behind the colon is not known: look at its files"


def vllm_refusal(hosted: OwnServing) -> str | None:
    """Why vLLM cannot serve it so; None where it can."""
    if hosted.published or hosted.quant in _VLLM_QUANTS:
        return None
    return f"it fits {hosted.machine} at {hosted.quant} only, which vLLM does not make of the published weights"


def vllm(export: Export) -> tuple[ExportedFile, ...]:
    """``serve.sh``: the command of the first model; those of the others stand in comments."""
    spelled = (_serving_of(pick).repository for _, pick in export.picks if not _serving_of(pick).sure)
    more = [f"{repository}: {SPELLED}" for repository in spelled]
    return (_serve_script(export, more, (" ".join(_vllm_words(pick)) for _, pick in export.picks)),)


def llamacpp(export: Export) -> tuple[ExportedFile, ...]:
    """``serve.sh``."""
    more = _said_of_gguf(export, "set GGUF to one of the precision that is said")
    return (_serve_script(export, more, (_llamacpp_line(pick) for _, pick in export.picks)),)


def ollama(export: Export) -> tuple[ExportedFile, ...]:
    """A ``Modelfile`` for each model, and the commands that use it."""
    made = [ExportedFile(f"{name}.Modelfile", _modelfile_text(pick)) for name, pick in export.picks]
    lines = (f"ollama create {name} -f {name}.Modelfile && ollama run {name}" for name, _ in export.picks)
    more = _said_of_gguf(export, "put the path of one behind FROM in its Modelfile")
    return (_serve_script(export, more, lines), *made)


def _said_of_gguf(export: Export, what_to_do: str) -> list[str]:
    """What is to be known of the GGUF files of the picks; `what_to_do` where none is known."""
    hosted = [_serving_of(pick) for _, pick in export.picks]
    missing = [f"{each.repository}: {_NO_GGUF} {what_to_do}" for each in hosted if each.gguf is None]
    return [*([_GGUF_FILES] if len(missing) < len(hosted) else []), *missing]


def _serve_script(export: Export, more: Sequence[str], lines: Iterator[str]) -> ExportedFile:
    first, *others = lines
    told = "".join(f"# instead: {line}\n" for line in others)
    return ExportedFile("serve.sh", f"#!/bin/sh\n{comment(export, '#', more)}{first}\n{told}")


def _serving_of(pick: Pick) -> OwnServing:
    assert pick.hosted is not None
    return pick.hosted


def _vllm_words(pick: Pick) -> Iterator[str]:
    hosted = _serving_of(pick)
    yield from ("vllm serve", hosted.repository, "--served-model-name", _model_slug(pick))
    if hosted.devices > 1:
        yield f"--tensor-parallel-size {hosted.devices}"
    yield f"--max-model-len {hosted.context} --max-num-seqs {hosted.concurrency}"
    if not hosted.published:
        yield f"--quantization {hosted.quant}"
    yield "--host 127.0.0.1 --port 8000"


def _llamacpp_line(pick: Pick) -> str:
    hosted = _serving_of(pick)
    # Its context is shared by the requests that it answers at a time.
    context = hosted.context * hosted.concurrency
    meant = f'--model "${{GGUF:?{hosted.repository} at {hosted.quant or "its published precision"}}}"'
    return (
        f"llama-server {f'-hf {hosted.gguf}' if hosted.gguf else meant}"
        f" --alias {_model_slug(pick)} --ctx-size {context} --parallel {hosted.concurrency}"
        " --n-gpu-layers 999 --host 127.0.0.1 --port 8080"
    )


def _modelfile_text(pick: Pick) -> str:
    hosted = _serving_of(pick)
    about = f"# {hosted.repository} at {hosted.quant or 'its published precision'}\n"
    start = f"hf.co/{hosted.gguf}" if hosted.gguf else f"./GGUF-FILE-OF-{_model_slug(pick)}"
    return f"{about}FROM {start}\nPARAMETER num_ctx {hosted.context}\n"


def _model_slug(pick: Pick) -> str:
    return pick.model.partition("/")[2]
