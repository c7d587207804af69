"""What part an id plays at its place: it is asked, or it is only told of, offered, compared, or a row of a table."""

from __future__ import annotations

import re
from itertools import islice
from typing import Literal

from modelpick.audit.filekinds import is_called_after
from modelpick.audit.sites import NEAR, QUOTE, Site
from modelpick.audit.surroundings import Enclosure

Role = Literal["value", "key", "offer", "doc"]
"""`value`: this model is asked. `key`: it names an entry of a table, such as one of prices; `offer`: it is one of
several that may be chosen; `doc`: it is told of in a document. None of these pins anything."""

MODEL_KEYS = frozenset({"model", "llm", "modelid", "model_id", "modelname", "model_name", "model_config", "chatmodel"})
DISTINCT_ID = re.compile(
    r"(?:gpt-?[3-9]|gpt-35|chatgpt-|claude-(?:instant|v?\d|opus|sonnet|haiku|fable|mythos)|gemini-\d|gemini-\w+-latest"
    r"|o[134]-(?:mini|pro|preview|deep)|(?:text|code)-(?:davinci|curie|babbage|ada|cushman)-|grok-(?:[1-9]|beta|code|vision)|mi(?:s|x|ni)tral-\w"
    r"|(?:codestral|devstral|magistral|pixtral)-\w|open-mi[sx]tral|deepseek-(?:chat|coder|reasoner|v\d|r\d)|kimi-k|glm-\d"
    r"|command-r-\w*\d|command-a-|qwen|llama|moonshot-v1|jamba-|gemma|computer-use|codex-mini|phi-\d)",
    re.IGNORECASE,
)
"""What is written so is an id, whatever it is said of; another word may be any."""
_KEY_AFTER = re.compile(
    rf"{QUOTE}(?:\s*:(?<!\s:)|\s+:(?!\w)|\s*[-=]>|\]?[ \t]*=(?![=>])|[ \t]+to[ \t]|[ \t]*\{{)"
    rf"|{QUOTE}(?:\s*,\s*{QUOTE}[^\"'`\n]*{QUOTE})+\s*->"
)
"""What follows an id that something is said of: in a mapping, in the arms of a choice, as the label of a block."""
_ARM_AFTER = re.compile(rf"{QUOTE}(?:\s*,\s*{QUOTE}[^\"'`\n]*{QUOTE})+\s*=>")
_ARM_BEFORE = re.compile(r"\s*(?:[\"'][^\"'\n]*[\"']\s*,\s*)*")
"""Of several that begin a line, before what is said of all: 'gpt-4', 'gpt-4-turbo' => 8192"""
_CHOICE_BEFORE = re.compile(rf"\?\s*(?:{QUOTE})?$")
_TABLE_HEAD = re.compile(r"[ \t]*\[+[\w.-]*$")
"""Of TOML: [overrides."ID"]"""
_TABLE_HEAD_AFTER = re.compile(rf"{QUOTE}\]")
_SUBSCRIPT, _SUBSCRIPT_AFTER = re.compile(r"[\w)\]]\[\s*$"), re.compile(rf"{QUOTE}\s*\]")
"""What is looked up in a table."""
_COMPARED = re.compile(
    r"(?:[=!]==?|<>|\bnot\s+in|\bin|\b[Cc]ase|\bwhen|\bis|\bis\s+not|\blike"
    r"|\b(?:should|must)\w*(?:\s+\w+)?|(?:\b(?:WHERE|where|HAVING|AND|OR|WHEN)\s|(?:^|[\s;!(])(?:\[\[?|test)\s)[^\n;=]*=)\s*[\[({]?\s*"
    r"(?:[\"'][^\"'\n]*[\"']\s*(?:[,|]|\bor\b)\s*)*$"
)
_UNION = re.compile(r"(?<!\|)\|\s*$")
_CLOSURE = re.compile(r"\(\s*(?:move\s*)?\|[^|\"'\n]*\|\s*$")
"""The head of a function of Rust, and no alternative."""
_UNION_AFTER = re.compile(rf"{QUOTE}\s*(?:\|(?!\|)|or[ \t]+[\"'])")
_TABLE_CALL = re.compile(r"(?:^|[._:>])(?:put|set|of|entry|insert|add|emplace|try_?add)$", re.IGNORECASE)
_FIGURE_AFTER = re.compile(rf"{QUOTE}(?:\.\w+\(\))?\s*,\s*[-.\d\[{{]")
"""What fills a table, and what is told there of an id: prices.put("ID", 0.06)"""
_EXPECTED_KEY = re.compile(r"(?:exp|expect|expected|want)(?:$|_|[A-Z])")
"""What a test expects."""
_PATTERN_HEAD = re.compile(r"[ \t]*defp?[ \t]+\w+[?!]?\([^\n]*$")
"""Of a function of Elixir that is there for this argument alone."""
_SHARED_NAME = re.compile(r"\bstatic\b(?![^=\n]*[Dd]efault)[^=;\n]*=>?\s*new\s+(?P<class>\w+)\(\s*$")
_ATTRIBUTE = re.compile(r"[ \t]*#\[(?!.*\bdefault)")
"""Of Rust and PHP: what is called how, and no default of an argument."""
_OFFER_KEY = re.compile(
    r"(?:^|[._-])(?:enum|choices|options|examples?|suggestions|all_?models|models_?list)$"
    r"|models?_?list$|(?:black|deny|block|white|allow)_?list$|support(?:ed|ing)|available|known_|valid_|(?:^|_)(?:recommended|popular)_models"
    r"|(?:reasoning|thinking|multimodal|vision|streaming|json|structured|tools?|cach\w+)_?models$",
    re.IGNORECASE,
)
_TEXT_FOR_PEOPLE = re.compile(
    r"content|description|notes?|comments?|summary|question|answer|title|one_liner|evidence|reason|body|text|message|prompt"
    r"|input|output|completion|response|review|instructions?|query|snippet|markdown|readme|html|abstract|details?|reply"
    r"|thinking|reasoning|stdout|stderr|log|diff|patch|transcript|explanation|rationale|system_?prompt|value",
    re.IGNORECASE,
)
"""What a string of JSON is said of that people read."""
_JSON_KEY = re.compile(r"\"([\w .-]{1,60})\"\s*:\s*$")
_DATA_HEAD = re.compile(r"(?:\s|\\[nrt]|=)*[{\[<]")
"""So begins data that a string of JSON holds."""
_ANSWERED = frozenset(
    {"choices", "finish_reason", "stop_reason", "stop_sequence", "system_fingerprint", "candidates", "usagemetadata"}
    | {"completion_tokens", "prompt_tokens", "output_tokens"}
)
"""What is told beside the id in an answer that somebody kept."""
_MEASURED = re.compile(
    r"pass_?rate|accuracy|win_?rate|(?:^|_)(?:elo|scores?|rank|test_cases|latency|total_cost)(?:_|$)"
)
"""What is told beside the id in a table of results."""
_ANSWER_CALL = re.compile(r"[a-z](?:Response|Stream|Chunk|Completion|Message|Result)\w*$")
_ERROR_CALL = re.compile(r"(?:Error|Exception)$")
"""What makes an answer or an error, as a test does."""
_TOLD_IN_CALLS = _ANSWERED | {"usage", "parts", "timestamp", "response_id"}
_ANSWER_NAME = re.compile(r"\b(?:resp|response|reply|answer|chunk|completion)\w*\.\w*[mM]odel\s*=\s*$")
"""What an answer says that it is from, as a test sets it up."""
_TELEMETRY_KEY = "stringValue"
"""Under which OpenTelemetry keeps what was asked."""
_TRACED = re.compile(rf"{QUOTE}(?:(?:llm|gen_ai|ai)\.[\w.]*model[\w.]*|openai-model){QUOTE}\s*(?:[:,]|=>)\s*$")
"""Attributes under which traces keep it, and the header of an answer."""
_REQUEST_KEYS = frozenset({"messages", "prompt", "input", "contents", "instructions", "system", "documents"})
"""What is asked beside the id in a line of a file of requests."""
_KEPT_PAIRS = (
    frozenset({"id", "object"}), frozenset({"id", "usage"}), frozenset({"role", "usage"}),
    frozenset({"object", "usage"}),
)  # fmt: skip
_CHOICE_NAMES = frozenset(
    {"enum", "literal", "choice", "choices", "oneof", "union", "allowed", "allowedvalues", "selectbox", "multiselect"}
    | {"radio", "dropdown", "select"}
)
_LABELS = frozenset({"name", "label", "title", "displayName", "display_name"})
_OPTION_CALL = re.compile(r"(?:Option|Choice)$")
_OPTION = re.compile(r"<option\b[^<>]*$", re.IGNORECASE)
_TABLE_KEYS = re.compile(
    r"costs?$|price|pricing|per_?token|context_?(?:window|length|size)?$|max_?(?:input|output|context)|aliases$"
    r"|(?:input|output)_?(?:cost|price|tokens)|capabilities$|modalities$|deprecat|released?_?(?:date|at|on)?$|knowledge",
    re.IGNORECASE,
)
"""What is told beside an id in a table of models."""
_ENUM_CASE = re.compile(r"(?![^\n=]*default)[ \t]*(?:(?:indirect[ \t]+)?case\b|[A-Z_]\w*[ \t]*=)", re.IGNORECASE)
_PRICE_KEY = re.compile(r"pric(?:e|es|ing)$|(?:input|output)_?(?:cost|price)|(?:cost|price)_?per", re.IGNORECASE)
_FIGURE, _SMALL_PRICE = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"[\s,(](?:0?\.00\d|[\d.]+e-[4-9])")
_CARD_KEYS = re.compile(r"capabilities$|context_?(?:length|window)$|max_?output", re.IGNORECASE)
"""What is told in a call that describes a model, and does not ask it."""
_MEMBER_CALL = re.compile(
    r"(?:^|[._])(?:in_array|includes?\??|contains\w*|has|member\??|any_?of|one_?of|indexOf|find|filter)$", re.IGNORECASE
)
"""What looks whether an id is one of several."""
_EXAMPLES = frozenset({"example", "examples", "x-examples", "x-oaimeta"})
"""Under which the description of an API shows what is asked and answered."""
_PREDICATE = re.compile(r"(?:^|\.)(?:is|has|supports|needs|requires|uses|should)(?:[A-Z]|_[a-z])\w*$")
_ASSERTION = re.compile(r"\s*(?:try\s+|await\s+)*(?:self\.|t\.)?(?:XCT)?(?:[Aa]ssert\w*|[Ee]xpect)[!?]?[\s.(]")
"""A line that says what a test expects."""
_NAME_BEFORE = re.compile(
    r"(?P<name>[A-Za-z_]\w*)[ \t]*(?:(?P<second>[A-Z]\w*)[ \t]*|:[ \t]*[\w&'<>?.\[\] ]{1,40})?(?:=>?|:|->|\()[ \t]*"
    r"(?:(?:new[ \t]+)?\w+\()?[ \t]*$"
)
_NAME_AFTER = re.compile(rf"{QUOTE}\s*(?:=>|->)\s*(?:\w+(?:\.|::))*(?P<name>\w+)")
_COUNTING = re.compile(
    r"(?:token_?counter|count_?tokens|num_?tokens|tokens?_from|encoding_?for_?model|get_?encoding|(?:^|[._])(?:en|de)code"
    r"|cost_per_token|completion_cost|calculate_?cost|get_?model_?info|get_?max_?tokens|register_?model|\w*token_?count\w*|\w*tokenencoder|\w*tokeniz\w*(?:\.\w+)?|\w+_cost_\w+)$",
    re.IGNORECASE,
)
"""What counts tokens or looks something up, and asks no model."""
_LOOPED = re.compile(
    r"\]\s*(?:as\s+const\b|\.(?:map|some|every|includes|forEach|filter|flatMap|has|indexOf|find\w*)\()"
)
"""What goes over a list of ids makes a table of them, and what makes a type of one."""
_SET_CALL = re.compile(r"(?:^|\.)(?:(?:new[ \t]+)?(?:Hash|frozen)?[Ss]et(?:\.of|Of)?)$")
"""What makes a set, which is there to look whether something is in it."""
_LISTING = re.compile(
    r"(?:(?:list|available|supported|get|all)_?models\w*|[ .*]models)\((?:(?!return)[^{}])*[{:]\s*(?:(?://|#)[^\n]*\n\s*)*return\b[^{}\[\]]*[\[{]?$",
    re.IGNORECASE,
)
"""Before what a function gives that tells which models there are."""
_ELEMENT_BEFORE = re.compile(r"(?:^|[\[({,])[ \t]*(?:new[ \t]+\w+\()?$")
_ELEMENT_AFTER = re.compile(rf"(?:{QUOTE})?\)?[ \t]*(?:[\])}},]|//|#|/\*|\n|$)")
"""Around an id that is one of a list, and is given to nothing."""
_PAIR_AFTER = re.compile(rf"(?:{QUOTE})?\)?\s*[,}}]")
_QUOTED_ID = re.compile(rf"[\"'`](?:[\w.-]+[./:])?{DISTINCT_ID.pattern}", re.IGNORECASE)
_MODELS_NAME = re.compile(r"models?(?:_?(?:list|set|names|ids|map|info|catalog))?$", re.IGNORECASE)
_MANY_MODELS, _MANY_TEXTS = 4, 8
"""From so many commas on a list is a table, under a name that speaks of models and under any other; of a mapping, from
so many ids on."""


def role_at(site: Site) -> Role:
    """The part that the id plays at its place."""
    if site.run.set_off == "quoted" and _KEY_AFTER.match(site.after) and not _CHOICE_BEFORE.search(site.near):
        return "key"
    if _ARM_AFTER.match(site.after) and site.low == site.begin and _ARM_BEFORE.fullmatch(site.before):
        return "key"
    if _SUBSCRIPT.search(site.near) and _SUBSCRIPT_AFTER.match(site.after):
        return "key"
    if _TABLE_HEAD.match(site.before) and _TABLE_HEAD_AFTER.match(site.after):
        return "key"
    if site.kind.is_document or _is_told_of(site):
        return "doc"
    return "offer" if _is_offered(site) else "value"


def _is_told_of(site: Site) -> bool:
    """Whether the id stands in a text for people that a file of JSON holds, such as a note beside a workflow, or in an
    answer that somebody kept."""
    opened = site.kind.string_start(site.run.start) if site.kind.is_json else site.run.start
    if opened is None:
        return True
    if not site.text[opened : site.run.start].strip("\\\"'` \t"):
        return _is_kept_answer(site)
    key = _JSON_KEY.search(site.text, max(0, opened - NEAR), opened - 1)
    if key is not None and key[1] == _TELEMETRY_KEY:
        return True
    is_data = key is None or not _TEXT_FOR_PEOPLE.fullmatch(key[1]) or _DATA_HEAD.match(site.text, opened)
    return not is_data or _is_kept_answer(site)


def _is_kept_answer(site: Site) -> bool:
    inner = site.inner
    if _ANSWER_NAME.search(site.near) or _TRACED.search(site.near):
        return True
    if inner is None or inner.bracket == "(":
        call = inner.call if inner is not None else ""
        if _ERROR_CALL.search(call):
            return True
        return bool(_ANSWER_CALL.search(call)) and not _TOLD_IN_CALLS.isdisjoint(inner.keys if inner else ())
    keys = {key.lower() for key in inner.keys}  # lists have none, but in languages that have no other mappings
    if "default" in keys:
        return False  # of a setting that may be chosen
    if any(_MEASURED.search(key) for key in keys):
        return True
    if not inner.bracket:
        return False
    if site.kind.language.sort == "jsonl" and _REQUEST_KEYS.isdisjoint(keys):
        return True
    return not _ANSWERED.isdisjoint(keys) or any(pair <= keys for pair in _KEPT_PAIRS)


def _is_offered(site: Site) -> bool:
    if _is_compared(site) or (_TABLE_CALL.search(site.call) and _FIGURE_AFTER.match(site.after)):
        return True
    if _EXPECTED_KEY.match(site.key) or _names_one_of_many(site):
        return True
    if _OFFER_KEY.search(site.key) or _COUNTING.search(site.call) or _is_id(site.key):
        return True
    if _EXAMPLES & site.ancestors:
        return True
    if _PREDICATE.search(site.call) or (site.low == site.begin and _ASSERTION.match(site.before)):
        return True
    if site.key.lower() not in MODEL_KEYS and site.parent and _is_id(site.parent):
        return True
    frames = site.frames[1:] if site.run.set_off == "constant" and _is_conversion(site.inner) else site.frames
    inner = frames[0] if frames else None
    around = frames[:2] if inner is not None and inner.bracket == "[" else frames[:1]
    if any(_MEMBER_CALL.search(each.call) for each in around if each.call):
        return True
    if any(_CHOICE_NAMES & {name.rpartition(".")[2].lower() for name in (each.key, each.call)} for each in around):
        return True
    if _OPTION.search(site.near) or (inner is not None and _is_option(site, inner)):
        return True
    if _is_table_row(site) or _is_in_table_of_code(site, inner):
        return True
    if site.key.isupper() and site.kind.is_in_enum(site.run.start):
        return True
    if any(frame.is_enum for frame in frames[:2]) and (
        _ENUM_CASE.match(site.before) or _is_called_after_id(site) or is_called_after(site.call, site.run.text)
    ):
        return True
    keyed = any(frame.key and is_called_after(frame.key, site.run.text) for frame in frames[:2])
    return (keyed or _is_called_after_id(site)) and site.kind.names_many_ids


def _is_compared(site: Site) -> bool:
    """Whether something is compared with it, or with it and others."""
    if _COMPARED.search(site.near) or _UNION_AFTER.match(site.after):
        return True
    return bool(_UNION.search(site.near)) and not _CLOSURE.search(site.near)


def _is_conversion(frame: Enclosure | None) -> bool:
    """Whether it makes a text of a constant."""
    return frame is not None and frame.call.lower() in ("string", "str", "text")


def _is_option(site: Site, row: Enclosure) -> bool:
    """Whether it is what a person may choose: { value: "ID", label: "..." }"""
    if site.key == "value" and "label" in row.keys:
        return True
    if _OPTION_CALL.search(row.call) and site.key in ("id", "value", "slug") and not _LABELS.isdisjoint(row.keys):
        return True
    shape = "".join(frame.bracket for frame in site.frames[:2])
    return shape == "{[" and site.key in ("id", "value", "slug") and not _LABELS.isdisjoint(row.keys)


def _is_called_after_id(site: Site) -> bool:
    """Whether the name that is given to the id is made of it: GPT_4 = "gpt-4" says what there is, and pins nothing."""
    found = _NAME_AFTER.match(site.after) or _NAME_BEFORE.search(site.near)
    names = [name for name in found.groupdict().values() if name] if found else []
    return any(is_called_after(name, site.run.text) for name in names)


def _is_id(key: str) -> bool:
    """Whether a key is an id itself: then the mapping is a table of what is called how."""
    return bool(DISTINCT_ID.match(key.rpartition("/")[2])) and any(letter.isdigit() for letter in key)


def _is_table_row(site: Site) -> bool:
    """Whether the id is told in a row of a table: with prices, limits or abilities beside it, or a list in a list."""
    if site.inner is not None and (_tells_prices(site.inner) or _is_row_of_sql(site, site.inner)):
        return True
    if site.key.lower() in MODEL_KEYS:
        return False
    shape = "".join(frame.bracket for frame in site.frames[:3] if not frame.call)
    if site.kind.is_library and (shape.startswith("[[") or (shape.startswith("[{[") and site.key.endswith("s"))):
        return True
    if any(_CARD_KEYS.search(name) for frame in site.frames[:1] if frame.call for name in frame.keys):
        return True
    rows = (frame for frame in site.frames[:2] if frame.bracket in ("{", "[") and not frame.call)
    return any(_TABLE_KEYS.search(name) for row in rows for name in row.keys)


def _tells_prices(row: Enclosure) -> bool:
    """Whether it says what a model costs."""
    if row.bracket != "{":
        return False
    return any(_PRICE_KEY.search(name) for name in row.keys) or all(
        _FIGURE.fullmatch(row.said.get(name, "")) for name in ("input", "output")
    )


def _is_row_of_sql(site: Site, row: Enclosure) -> bool:
    """Whether it is a row of values in which a price stands, as nothing else is so small."""
    if not site.kind.is_query or row.bracket != "(":
        return False
    return bool(_SMALL_PRICE.search(site.text, row.begin, row.end))


def _is_in_table_of_code(site: Site, frame: Enclosure | None) -> bool:
    """Whether it is one of a list or a mapping in a program that tells what there is, such as BEDROCK_MODELS."""
    if not site.kind.is_library or frame is None or not frame.bracket or frame.is_block:
        return False
    around = site.frames[:2] if frame.bracket == "{" and not frame.keys else [frame]
    if any(_SET_CALL.search(each.call) for each in around if each.call):
        return site.text.count(",", frame.begin, frame.end) >= _MANY_MODELS
    if frame.call:
        return False
    if _LISTING.search(site.text, max(0, frame.begin - NEAR), frame.begin):
        return True
    many = _MANY_MODELS if _MODELS_NAME.search(frame.key) else _MANY_TEXTS
    if _ELEMENT_BEFORE.search(site.before) and _ELEMENT_AFTER.match(site.after):
        return bool(_LOOPED.match(site.text, frame.end)) or site.text.count(",", frame.begin, frame.end) >= many
    if frame.bracket != "{" or site.inner is not frame or site.key.lower() in MODEL_KEYS:
        return False
    if not _PAIR_AFTER.match(site.after):
        return False
    return next(islice(_QUOTED_ID.finditer(site.text, frame.begin, frame.end), many - 1, None), None) is not None


def _names_one_of_many(site: Site) -> bool:
    """Whether a class gives a name to each of many ids, or a function or an attribute is there for one."""
    if _PATTERN_HEAD.fullmatch(site.before) and not site.key and site.kind.language.sort == "program":
        return not site.kind.imports_by_name
    if _ATTRIBUTE.match(site.before):
        return True
    found = _SHARED_NAME.search(site.before)
    return found is not None and site.text.count(f"new {found['class']}(") >= _MANY_MODELS
