"""What to say of a name that means no model of the catalog: what it may be, what comes nearest, what it once was."""

from __future__ import annotations

from modelpick.decide.families import ids_having_words, newest_before_version
from modelpick.idents.kinds import kind_of_id, kind_of_words
from modelpick.model.dates import Day
from modelpick.model.ends import EndedId
from modelpick.model.facts import Facts
from modelpick.model.names import fold, meant_hint, nearest, parts
from modelpick.model.wording import listed

_PRODUCTS = {
    "chatgpt": "ChatGPT is an application; the models of its maker are called GPT: `modelpick list gpt`",
    "claude-code": "Claude Code is an application; it calls models of Anthropic: `modelpick list --lab anthropic`",
    "copilot": "Copilot is an application; it calls models of several labs: `modelpick show github-copilot`",
    "github-copilot": "Copilot is an application; it calls models of several labs: `modelpick show github-copilot`",
    "cursor": "Cursor is an application; it calls models of several labs: `modelpick recommend coding`",
    "bard": "Bard is what the Gemini application was called: `modelpick list gemini`",
    "duet": "Duet AI is what Gemini for Workspace was called: `modelpick list gemini`",
    "le-chat": "Le Chat is an application; the models of its maker: `modelpick list --lab mistral`",
    "siri": "Siri is an application, and sold by no API",
    "alexa": "Alexa is an application; the models of its maker: `modelpick list --lab amazon`",
}
"""Applications that are taken for models, by the beginning of what they are called."""
_WORDS_OF_FORM = frozenset(
    {"instruct", "chat", "it", "gguf", "awq", "gptq", "hf", "base", "x", "b", "v", "q", "k", "m"}
)
"""Words in names of weights that tell no model apart."""
_SHORTEST_WORD, MOST_ENDED = 4, 3


def hint_on_model(name: str, facts: Facts) -> str | None:
    """What to do about the unknown `name` of a model; None where nothing comes near."""
    if known := told_of_name(name, facts):
        return known
    slugs = {id_.split("/", 1)[1]: id_ for id_ in facts.models}
    close = nearest(name, slugs) or nearest(fold(name).rpartition("/")[2], slugs)
    return meant_hint(slugs[each] for each in close)


def _versions_ended(head: str, facts: Facts) -> str | None:
    """The last version of which an end is set, of the ids that are `head` and a date."""
    dated = [row for row in facts.ends.beginning(head) if row.ends_on and row.id.lower().removeprefix(head).isdigit()]
    if not dated:
        return None
    last = max(dated, key=lambda row: row.ends_on or "")
    instead = f"; {last.replacement} is recommended instead" if last.replacement and not last.replacement_ended else ""
    return f"Of its versions the last that is known is {last.id}, with its end on {last.ends_on}{instead}"


def told_of_name(name: str, facts: Facts) -> str | None:
    """What is known of something that is called `name` and is no model of the catalog; None of most words."""
    slug = fold(name).rpartition("/")[2]
    if product := next((said for word, said in _PRODUCTS.items() if slug == word or slug.startswith(f"{word}-")), None):
        return product
    if kind := kind_of_words(name) or kind_of_id(slug):
        said = f"By its name it is {kind.what}. This catalog holds models that answer in text"
        return f"{said}; compare it on {kind.board}" if kind.board else said
    if slug.endswith("-latest"):
        return _versions_ended(slug.removesuffix("latest"), facts) or (
            "Its provider puts whatever is newest behind such a name: name a version"
        )
    if ahead := newest_before_version(slug, facts.models.values()):
        stem, newest = ahead
        each = listed([f"{model.name} (`{model.id}`)" for model in newest], len(newest))
        return f"No such version is known; the newest of {stem} {'are' if len(newest) > 1 else 'is'} {each}"
    if ended := _ended_ids_called(slug, facts):
        said = f"Not in the catalog; ids of that name have ended: {ended}"
        return f"{said}. `modelpick status ID` says what to take instead"
    return None


def _ended_ids_called(slug: str, facts: Facts) -> str | None:
    """Ids that have all words of `slug`, or, of what no model of the catalog is called, all but the sizes, versions and
    forms of weights."""
    whole = parts(slug)
    telling = frozenset(word for word in whole if word.isalpha() and word not in _WORDS_OF_FORM)
    for words in (whole,) if ids_having_words(" ".join(telling), facts.models) else (whole, telling):
        if not any(len(word) >= _SHORTEST_WORD for word in words if word.isalpha()):
            continue
        found = [rows[0] for id_, rows in facts.ends.items() if words <= parts(id_) and _was_gone(rows[0])]
        if found:
            found.sort(key=lambda row: (len(row.id), row.id))
            return listed([f"`{row.id}` ({_end_day(row.ends_on)}{row.provider})" for row in found], MOST_ENDED)
    return None


def _was_gone(row: EndedId) -> bool:
    """Whether an id had ended when that was read."""
    return row.ends_on is not None and row.ends_on <= row.read


def _end_day(day: Day | None) -> str:
    return f"{day}, " if day else ""
