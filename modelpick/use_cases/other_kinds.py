"""Models and uses that this catalog does not hold, told by their names: it holds models that answer in text."""

from __future__ import annotations

import re
from typing import NamedTuple


class OtherKind(NamedTuple):
    """A kind of model that does not answer in text."""

    what: str
    """With its article: ``an embedding model``."""
    words: str
    """A pattern of the words by which its models and uses are called, between separators."""
    board: str
    """Where such models are compared."""


OTHER_KINDS = (
    OtherKind(
        "a reranker", r"rerank\w*|colbert(?:v2)?", "the reranking task of MTEB (huggingface.co/spaces/mteb/leaderboard)"
    ),
    OtherKind(
        "an embedding model",
        r"embed\w*|ada-002|(?:bge|e5|gte|mxbai|minilm|nomic|jina|voyage)(?=-|$)|semantic-similarity|vector(?:s|ization)",
        "MTEB (huggingface.co/spaces/mteb/leaderboard)",
    ),
    OtherKind(
        "an image generator",
        r"dall-?e|gpt-image|imagen|flux|stable-(?:diffusion|image)\w*|sdxl|midjourney|nano-banana|ideogram|recraft|seedream"
        r"|titan-image|nova-canvas|(?:image|picture|logo)-(?:generation|generator|creation|editing)|text-to-image",
        "the text-to-image board of Arena (lmarena.ai)",
    ),
    OtherKind(
        "a video generator",
        r"sora|veo|kling|hailuo|runway|nova-reel|video-(?:generation|generator|creation)|(?:text|image)-to-video",
        "the text-to-video board of Arena (lmarena.ai)",
    ),
    OtherKind(
        "a speech model",
        r"whisper|tts|stt|asr|parakeet|kokoro|elevenlabs|transcri(?:be|ption|bing)|dictation|voice(?:-cloning)?|speech"
        r"|text-to-speech|speech-to-text|speech-recognition|subtitles?",
        "the Open ASR leaderboard (huggingface.co/spaces/hf-audio/open_asr_leaderboard) for what is heard",
    ),
    OtherKind("a music generator", r"suno|udio|lyria|musicgen|music-generation", "listening"),
)


def other_kind(name: str) -> OtherKind | None:
    """The kind that `name` says its model or use to be; None of what may answer in text."""
    plain = re.sub(r"[\s_/:.]+", "-", name.strip().lower())
    return next((kind for kind in OTHER_KINDS if re.search(rf"(?:^|-)(?:{kind.words})(?=-|\d|$)", plain)), None)
