"""One line of a log of real use, in the words of the interfaces and tools that write one.

OpenAI (chat completions, responses, batch files), Anthropic (messages, batch results, transcripts), Google, Amazon
Bedrock (Converse, invocation logs), LiteLLM (spend logs, logging payloads), LangChain (`usage_metadata`), Vercel's AI
SDK and OpenTelemetry (spans with `gen_ai` attributes). No word of theirs has two meanings.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from msgspec import Struct

Other = list[Any] | str | float | bool | None
"""What may stand where a part is looked for, and is none."""


class _TokenDetails(Struct, gc=False):
    cached_tokens: int | None = None
    cache_creation_tokens: int | None = None


class _LangChainDetails(Struct, gc=False):
    cache_read: int | None = None
    cache_creation: int | None = None


class _SdkDetails(Struct, gc=False):
    """Of Vercel's AI SDK."""

    cacheReadTokens: int | None = None
    cacheWriteTokens: int | None = None


class _WrittenTokens(Struct, gc=False):
    ephemeral_5m_input_tokens: int | None = None
    ephemeral_1h_input_tokens: int | None = None


class UsageFields(Struct, gc=False):
    """The usage of one request in the words of several interfaces, which share no word with two meanings."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _TokenDetails | None = None
    prompt_cache_hit_tokens: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    input_tokens_details: _TokenDetails | None = None
    cache_read_input_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    cache_creation: _WrittenTokens | None = None
    service_tier: str | None = None
    promptTokenCount: int | None = None  # Google's spelling
    cachedContentTokenCount: int | None = None
    candidatesTokenCount: int | None = None
    thoughtsTokenCount: int | None = None
    trafficType: str | None = None
    input_token_details: _LangChainDetails | None = None
    inputTokens: int | None = None  # of Bedrock and Vercel's AI SDK
    outputTokens: int | None = None
    cacheReadInputTokens: int | None = None
    cacheWriteInputTokens: int | None = None
    cachedInputTokens: int | None = None
    inputTokenDetails: _SdkDetails | None = None


class _SpanAttributes(Struct, gc=False, rename=lambda name: "gen_ai." + name.replace("__", ".")):
    """The attributes of a span of OpenTelemetry: https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/.
    The input holds what was read from a cache and written to it."""

    usage__input_tokens: int | None = None
    usage__output_tokens: int | None = None
    usage__cache_read__input_tokens: int | None = None
    usage__cache_creation__input_tokens: int | None = None
    response__model: str | None = None
    request__model: str | None = None
    provider__name: str | None = None


class _InvocationInput(Struct, gc=False):
    """Of Bedrock's invocation logs."""

    inputTokenCount: int | None = None
    cacheReadInputTokenCount: int | None = None
    cacheWriteInputTokenCount: int | None = None


class _InvocationOutput(Struct, gc=False):
    outputTokenCount: int | None = None


class LoggedAnswer(Struct, gc=False):
    """What a model answered, wherever it stands in a line."""

    model: str | None = None
    modelVersion: str | None = None
    modelId: str | None = None
    id: str | int | None = None
    usage: UsageFields | Other = None
    usageMetadata: UsageFields | Other = None
    usage_metadata: UsageFields | Other = None
    service_tier: str | None = None


class AnswerHolder(LoggedAnswer, gc=False):
    """An answer, or what holds one: ``response.body`` of OpenAI's batches, ``result.message`` of Anthropic's."""

    body: LoggedAnswer | Other = None
    message: LoggedAnswer | Other = None


class ClassHolder(Struct, gc=False):
    """What LiteLLM keeps of a request: what it asked, and on what basis it was billed."""

    service_tier: Other = None


class LogMetadata(Struct, gc=False):
    usage_object: UsageFields | Other = None
    cost_breakdown: ClassHolder | Other = None


class _AnswerNote(Struct, gc=False):
    """What LangChain keeps of an answer beside it."""

    model_name: str | None = None
    model: str | None = None


class LogLine(AnswerHolder, gc=False):
    """One line; the fields of a usage may stand in it directly, as LiteLLM's spend logs have them."""

    response: AnswerHolder | Other = None
    result: AnswerHolder | Other = None
    message: LoggedAnswer | Other = None
    metadata: LogMetadata | Other = None
    response_metadata: _AnswerNote | Other = None
    attributes: _SpanAttributes | Other = None
    input: _InvocationInput | Other = None
    output: _InvocationOutput | Other = None
    cost_breakdown: ClassHolder | Other = None
    model_parameters: ClassHolder | Other = None
    custom_llm_provider: str | None = None
    response_cost: float | str | None = None
    spend: float | str | None = None
    cache_hit: bool | str | None = None
    timestamp: str | float | None = None
    startTime: str | float | None = None
    created: str | float | None = None
    created_at: str | float | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    cache_creation_input_tokens: int | None = None


def answer_in(line: LogLine) -> tuple[LoggedAnswer, UsageFields | None, bool]:
    """The answer that a line is of, its usage, and whether it came from a batch; without a usage the line itself."""
    if isinstance(line.usage, UsageFields):
        return line, line.usage, False
    for outer, held in ((line.response, "body"), (line.result, "message")):
        if isinstance(outer, AnswerHolder):
            inner = getattr(outer, held)
            if isinstance(inner, LoggedAnswer) and isinstance(inner.usage, UsageFields):
                return inner, inner.usage, True
            if (found := _usage_of_answer(outer)) is not None:
                return outer, found, False
    if isinstance(line.message, LoggedAnswer) and isinstance(line.message.usage, UsageFields):
        return line.message, line.message.usage, False
    if isinstance(line.metadata, LogMetadata) and isinstance(line.metadata.usage_object, UsageFields):
        return line, line.metadata.usage_object, False
    return line, _usage_of_answer(line), False


def _usage_of_answer(answer: LoggedAnswer) -> UsageFields | None:
    for usage in (answer.usage, answer.usageMetadata, answer.usage_metadata):
        if isinstance(usage, UsageFields):
            return usage
    return None


def model_of(line: LogLine, answer: LoggedAnswer) -> str | None:
    """The model of an answer, as the line spells it."""
    named = answer.model or answer.modelVersion or answer.modelId or line.model or line.modelId
    if not named and isinstance(line.response_metadata, _AnswerNote):
        named = line.response_metadata.model_name or line.response_metadata.model
    if not named and isinstance(line.attributes, _SpanAttributes):
        named = line.attributes.response__model or line.attributes.request__model
    return named


class _CountedTokens(NamedTuple):
    """The tokens of one request as an interface counts them."""

    input: int | None
    output: int | None
    read: int | None = None
    written: int | None = None
    kept: int | None = None
    """Of those that were written, for an hour."""
    inclusive: bool = True
    """Whether the input holds what was read from a cache and written to it."""


def tokens_of(line: LogLine, usage: UsageFields | None) -> tuple[int, int, int, int, int] | None:
    """(fresh, read, written, kept, output) of one request; None where it says nothing of tokens.

    What OpenAI, Google, LangChain, OpenTelemetry, LiteLLM and Vercel's AI SDK call the input holds what was read from a
    cache and written to it; what Anthropic and Bedrock call so does not, nor does one that is less than these.
    """
    counted = _counted_in_usage(usage) if usage is not None else _counted_in_line(line)
    if counted.input is None and counted.output is None:
        return None
    fresh, read, written, kept = counted.input or 0, counted.read or 0, counted.written or 0, counted.kept or 0
    if counted.inclusive and fresh >= read + written:
        fresh -= read + written
    return fresh, read, written - kept, kept, counted.output or 0


def _counted_in_usage(usage: UsageFields) -> _CountedTokens:
    if usage.promptTokenCount is not None:
        output = (usage.candidatesTokenCount or 0) + (usage.thoughtsTokenCount or 0)
        return _CountedTokens(usage.promptTokenCount, output, usage.cachedContentTokenCount)
    if usage.inputTokens is not None:
        return _counted_in_camel_case(usage)
    if usage.input_token_details is not None:
        parts = usage.input_token_details
        return _CountedTokens(usage.input_tokens, usage.output_tokens, parts.cache_read, parts.cache_creation)
    by_prompt = usage.prompt_tokens is not None or usage.input_tokens is None
    details = usage.prompt_tokens_details if by_prompt else usage.input_tokens_details
    read = usage.cache_read_input_tokens or (details.cached_tokens if details else None)
    written = usage.cache_creation_input_tokens or (details.cache_creation_tokens if details else None)
    kept = usage.cache_creation.ephemeral_1h_input_tokens if usage.cache_creation else None
    if by_prompt:
        read = read or usage.prompt_cache_hit_tokens
        return _CountedTokens(usage.prompt_tokens, usage.completion_tokens, read, written, kept)
    return _CountedTokens(usage.input_tokens, usage.output_tokens, read, written, kept, inclusive=details is not None)


def _counted_in_camel_case(usage: UsageFields) -> _CountedTokens:
    """As Bedrock counts, or Vercel's AI SDK: they tell of caches in other words."""
    if usage.inputTokenDetails is not None or usage.cachedInputTokens is not None:
        parts = usage.inputTokenDetails or _SdkDetails(usage.cachedInputTokens)
        return _CountedTokens(usage.inputTokens, usage.outputTokens, parts.cacheReadTokens, parts.cacheWriteTokens)
    read, written = usage.cacheReadInputTokens, usage.cacheWriteInputTokens
    return _CountedTokens(usage.inputTokens, usage.outputTokens, read, written, inclusive=False)


def _counted_in_line(line: LogLine) -> _CountedTokens:
    """Of a line that holds the fields of a usage itself."""
    read, written = line.cache_read_input_tokens, line.cache_creation_input_tokens
    if line.prompt_tokens is not None or line.completion_tokens is not None:
        return _CountedTokens(line.prompt_tokens, line.completion_tokens, read, written)
    if isinstance(line.attributes, _SpanAttributes):
        of = line.attributes
        read, written = of.usage__cache_read__input_tokens, of.usage__cache_creation__input_tokens
        return _CountedTokens(of.usage__input_tokens, of.usage__output_tokens, read, written)
    if isinstance(line.input, _InvocationInput):
        read, written = line.input.cacheReadInputTokenCount, line.input.cacheWriteInputTokenCount
        output = line.output.outputTokenCount if isinstance(line.output, _InvocationOutput) else None
        return _CountedTokens(line.input.inputTokenCount, output, read, written, inclusive=False)
    return _CountedTokens(line.input_tokens, line.output_tokens, read, written, inclusive=False)
