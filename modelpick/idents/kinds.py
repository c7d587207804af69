"""Models that do not answer in text, told by their ids or by the words for what they are used for."""

from __future__ import annotations

import re
from typing import NamedTuple

from modelpick.idents import late_pattern
from modelpick.model.ends import EndKind


class OtherKind(NamedTuple):
    """A kind of model that does not answer in text."""

    kind: EndKind
    what: str
    """With its article: ``an embedding model``."""
    in_ids: re.Pattern[str]
    """What ids have of it."""
    words: str | None = None
    """A pattern of the names and uses by which people call it, between hyphens."""
    board: str | None = None
    """Where such models are compared."""


_MTEB = "MTEB (huggingface.co/spaces/mteb/leaderboard)"
KINDS = (
    OtherKind(
        "moderation",
        "a moderation model",
        late_pattern(r"moderation|(?:llama|prompt)-?guard|guard-\d|shieldgemma|guardian|content-safety", re.ASCII),
    ),
    OtherKind(
        "rerank",
        "a reranker",
        late_pattern(r"re-?rank", re.ASCII),
        r"rerank\w*|colbert(?:v2)?",
        f"the reranking task of {_MTEB}",
    ),
    OtherKind("ocr", "a model that reads documents", late_pattern(r"(?:^|[-_/.])ocr(?:$|[-_.\d])", re.ASCII)),
    OtherKind(
        "embedding",
        "an embedding model",
        late_pattern(
            r"embed|gecko|ada-002|minilm|mpnet|marengo|text-(?:similarity|search)-|(?:^|[-_/.])(?:bge|gte|e5|voyage|uae)-",
            re.ASCII,
        ),
        r"embed\w*|ada-002|(?:bge|e5|gte|mxbai|minilm|nomic|jina|voyage)(?=-|$)|semantic-similarity|vector(?:s|ization)",
        _MTEB,
    ),
    OtherKind(
        "video",
        "a video generator",
        late_pattern(
            r"(?:^|[-_/.])(?:veo|sora|kling|hailuo|ltx|luma|seedance|cogvideox?|nova-reel|ray-?v?\d)(?:$|[-_.\d])|(?:text-to|[ti]2)-?v",
            re.ASCII,
        ),
        r"sora|veo|kling|hailuo|runway|nova-reel|video-(?:generation|generator|creation)|(?:text|image)-to-video"
        r"|(?:generat|creat)\w*-(?:an?-)?videos?",
        "the text-to-video board of Arena (lmarena.ai)",
    ),
    OtherKind(
        "image",
        "an image generator",
        late_pattern(
            r"dall-?e|imagen|(?:^|[-_/.])(?:flux|sd3|sdxl|ideogram|recraft|seedream|kolors|photon)|stable-|stability[.]"
            r"|nova-canvas|(?:^|[-_.])image(?:$|[-_.:\d])",
            re.ASCII,
        ),
        r"dall-?e|gpt-image|imagen|flux|stable-(?:diffusion|image)\w*|sdxl|midjourney|nano-banana|ideogram|recraft|seedream"
        r"|titan-image|nova-canvas|(?:image|picture|logo)-(?:generation|generator|creation|editing)|text-to-image"
        r"|(?:generat|creat|draw|edit)\w*-(?:an?-)?(?:images?|pictures?|logos?|photos?)",
        "the text-to-image board of Arena (lmarena.ai)",
    ),
    OtherKind(
        "audio",
        "a music generator",
        late_pattern(r"lyria|musicgen", re.ASCII),
        "suno|udio|lyria|musicgen|music-generation",
        "listening",
    ),
    OtherKind(
        "audio",
        "a speech model",
        late_pattern(
            r"whisper|transcri|speech|voxtral|chirp|parakeet|playai|orpheus"
            r"|(?:^|[-_.])(?:tts|asr|stt|audio|realtime|sonic|live)(?:$|[-_.:\d])",
            re.ASCII,
        ),
        r"whisper|tts|stt|asr|parakeet|kokoro|elevenlabs|transcri(?:be|ption|bing)|dictation|voice(?:-cloning)?|speech"
        r"|text-to-speech|speech-to-text|speech-recognition|(?:mak|creat|generat)\w*-subtitles?",
        "the Open ASR leaderboard (huggingface.co/spaces/hf-audio/open_asr_leaderboard) for what is heard",
    ),
)

WHAT_IT_IS: dict[EndKind, str] = {each.kind: each.what for each in KINDS}
"""Each kind with its article."""


def kind_of_id(id_: str) -> OtherKind | None:
    """The kind that an id says its model to be; None where it does not tell."""
    low = id_.lower()
    return next((kind for kind in KINDS if kind.in_ids.search(low)), None)


def kind_of_words(said: str) -> OtherKind | None:
    """The kind whose name or use people say; None of what may be asked of a model that answers in text."""
    plain = re.sub(r"[\s_/:.]+", "-", said.strip().lower())
    return next((k for k in KINDS if k.words and re.search(rf"(?:^|-)(?:{k.words})(?=-|\d|$)", plain)), None)
