"""Whether an id is only offered, compared or told of: one of several that may be chosen, a row of a table."""

from __future__ import annotations

import re
from itertools import islice

from modelpick.audit.filekinds import is_called_after
from modelpick.audit.sites import DISTINCT_ID, MODEL_KEYS, NEAR, QUOTE, Site
from modelpick.audit.surroundings import Enclosure
from modelpick.idents.reading import folded

_COMPARED = re.compile(
    r"(?:[=!]==?|[~/]=|=~|<>|\bnot\s+in|\b%?in(?:%|\b)|\b[Cc]ase|\bwhen|\bis|\bis\s+not|\b(?:not)?like|\s(?:-[ci]?)?(?:eq|ne)"
    r"|\s-[ci]?(?:not)?(?:like|match|contains|in)"
    r"|\b(?:NOT\s+)?(?:IN|LIKE)|\b(?:should|must)\w*(?:\s+\w+)?|(?:\b(?:WHERE|where|HAVING|AND|OR(?!\s+REPLACE)|WHEN)\s|(?:^|[\s;!(])(?:\[\[?|test)\s)[^\n;=]*=)\s*(?:c(?=\())?@?[\[({]?\s*"
    r"(?:[\"'][^\"'\n]*[\"']\s*(?:[,|]|\bor\b)\s*)*$"
)
_COMPARING_FORM = re.compile(r"(?:not)?=+|case|condp|equal|eql?|string=\??|contains\?|some")
"""Of Lisp."""
_UNION = re.compile(r"(?<!\|)\|\s*$")
_CLOSURE = re.compile(r"\(\s*(?:move\s*)?\|[^|\"'\n]*\|\s*$")
"""The head of a function of Rust, and no alternative."""
_UNION_AFTER = re.compile(rf"{QUOTE}[ \t]*(?:\|(?![|>])|or[ \t]+[\"'])")
_THEN_AFTER = re.compile(rf"{QUOTE}[\])]*(?:\s*,\s*{QUOTE}[^\"'`\n]*{QUOTE})*\s+then\b", re.IGNORECASE)
_UNION_BELOW = re.compile(rf"{QUOTE}\s*\|(?![|>])")
"""In JavaScript's kin each alternative may stand on a line of its own."""
_PREFIX_ITEM = re.compile(r"[\[,]\s*[\"'][a-z][\w./]*-[\"']")
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
    r"|models?_?list$|(?:black|deny|block|white|allow)_?list$|support(?:ed|ing)|available|(?:known|valid)_?models?|known_|valid_|(?:^|_)(?:recommended|popular)_models"
    r"|(?:reasoning|thinking|multimodal|vision|streaming|json|structured|tools?|cach\w+)_?models$",
    re.IGNORECASE,
)
_INTO_MODELS = re.compile(r"\binsert\s+into\s+[\w.\"`]*models[\"`]?\s*(?:\(|values\b)[^;]*$", re.IGNORECASE)
"""Of SQL: it fills a table of what may be chosen."""
_STATEMENT = 2_000
_OLD_KEY = re.compile(r"(?i:old|legacy|deprecated|retired|obsolete|removed)(?=[A-Z_])")
"""Of a list of what is asked no longer."""
_CHOICE_NAMES = frozenset(
    {"enum", "literal", "choice", "choices", "oneof", "union", "allowed", "allowedvalues", "selectbox", "multiselect"}
    | {"radio", "dropdown", "select", "inclusion", "included_in"}
)
_LABELS = frozenset({"name", "label", "title", "displayName", "display_name"})
_GIVEN_TO = re.compile(r"[\"'`](?P<key>[^\"'`\n]+)[\"'`]\s*(?:[-=]>|:|=|to)\s*$")
_LABEL_BEFORE = re.compile(r"[\"'](?P<label>[^\"'\n]{2,60})[\"']\s*,\s*$")
_LABEL_AFTER = re.compile(rf"{QUOTE}\s*,\s*[\"'](?P<label>[^\"'\n]{{2,60}})[\"']")
_FOR_PEOPLE = re.compile(r"[A-Z ]")
_OPTION_LABELS = frozenset({"label", "title", "desc", "text"})
_OPTION_CALL = re.compile(r"(?:Option|Choice)$")
_OPTION = re.compile(r"<(?:option|\w*(?:Item|Option|Radio))\b[^<>]*$")
_PROPERTY = frozenset({"type", "default"})
"""What is told of a setting in a schema: what stands around it are other settings."""
_TABLE_KEYS = re.compile(
    r"costs?$|price|pricing|per_?token|context_?(?:window|length|size)?$|max_?(?:input|output|context)|aliases$"
    r"|(?:input|output)_?(?:cost|price|tokens)|capabilities$|modalities$|deprecat|released?_?(?:date|at|on)?$|knowledge",
    re.IGNORECASE,
)
"""What is told beside an id in a table of models."""
_ENUM_CASE = re.compile(r"(?![^\n=]*default)[ \t]*(?:(?:indirect[ \t]+)?case\b|[A-Z_]\w*[ \t]*=)", re.IGNORECASE)
_PRICE_KEY = re.compile(r"pric(?:e|es|ing)$|(?:input|output)_?(?:cost|price)|(?:cost|price)_?per", re.IGNORECASE)
_PRICE_CALL = re.compile(r"[Pp]ric(?:e|es|ing)(?:[A-Z]\w*)?$")
_FIGURE, _SMALL_PRICE = re.compile(r"\d+(?:\.\d+)?"), re.compile(r"[\s,(](?:0?\.00\d|[\d.]+e-[4-9])")
_CARD_KEYS = re.compile(r"capabilities$|context_?(?:length|window)$|max_?output", re.IGNORECASE)
"""What is told in a call that describes a model, and does not ask it."""
_REQUEST_PARTS = frozenset({"temperature", "topp", "top_p", "topk", "top_k", "messages"})
"""What is said beside the id to whom is asked."""
_MEMBER_CALL = re.compile(
    r"(?:^|[._])(?:in_array|includes?\??|contains\w*\??|has|has_?key\??|member\??|any_?of|one_?of|indexOf|find|filter)$",
    re.IGNORECASE,
)
"""What looks whether an id is one of several."""
_EXAMPLES = frozenset({"example", "examples", "x-examples", "x-oaimeta"})
"""Under which the description of an API shows what is asked and answered."""
_PREDICATE = re.compile(r"(?:^|[./])(?:is|has|supports|needs|requires|uses|should)(?:[A-Z]|_[a-z])\w*\??$")
_ASSERTION = re.compile(
    r"\s*(?:try\s+|await\s+)*(?:(?:self\.|t\.)?(?:XCT)?(?:[Aa]ssert\w*|[Ee]xpect)[!?]?[\s.(]|t\.(?:is|not|like|deepEqual)\()"
)
"""A line that says what a test expects."""
_NAME_BEFORE = re.compile(
    r"(?P<name>[A-Za-z_]\w*)[ \t]*(?:(?P<second>[A-Z]\w*)[ \t]*|:[ \t]*[\w&'<>?.\[\] ]{1,40})?(?:=>?|:|->|\()[ \t]*"
    r"(?:(?:new[ \t]+)?\w+\()?[ \t]*$"
)
_NAME_AFTER = re.compile(rf"{QUOTE}\s*(?:=>|->)\s*(?:\w+(?:\.|::))*(?P<name>\w+)")
_COUNTING = re.compile(
    r"(?:token_?counter|(?:count|num)_?tokens\w*|tokens?_from|encoding_?for_?model|get_?encoding|(?:^|[._])(?:en|de)code"
    r"|cost_per_token|completion_cost|calculate_?cost|get_?model_?info|get_?max_?tokens|register_?model|\w*token_?count\w*|\w*tokenencoder|\w*tokeniz\w*(?:\.\w+)?|\w+_cost_\w+)$",
    re.IGNORECASE,
)
"""What counts tokens or looks something up, and asks no model."""
_LOOPED = re.compile(
    r"[\])}|]\s*(?:as\s+const\b|\.(?:map|some|every|includes|forEach|filter|flatMap|has|indexOf|find\w*)\("
    r"|\.(?:include\?|each|map|any\?|all\?|select|find|index)[\s({])"
)
"""What goes over a list of ids makes a table of them, and what makes a type of one."""
_SET_CALL = re.compile(r"(?:^|\.)(?:(?:new[ \t]+)?(?:Hash|frozen)?[Ss]et(?:\.of|Of)?)$")
"""What makes a set, which is there to look whether something is in it."""
_LISTING = re.compile(
    r"(?:(?:list|available|supported|get|all)_?models\w*|[ .*]models)\((?:(?!return)[^{}])*[{:]"
    r"\s*(?:\"{3}[^\"]*\"{3}\s*|(?://|#)[^\n]*\n\s*)*return\b[^{}\[\]]*[\[{]?$",
    re.IGNORECASE,
)
"""Before what a function gives that tells which models there are."""
_ELEMENT_BEFORE = re.compile(r"(?:^|[\[({,])[ \t]*(?:new[ \t]+\w+\()?$")
_ELEMENT_AFTER = re.compile(rf"(?:{QUOTE})?\)?[ \t]*(?:[\])}},]|//|#|/\*|\n|$)")
"""Around an id that is one of a list, and is given to nothing."""
_F_STRING = re.compile(r"""\b(?:[fF][rR]?|[rR][fF])(?:"[^"\n]*|'[^'\n]*)$""")
"""Before a bracket in which something is put into a text."""
_PAIR_AFTER = re.compile(rf"(?:{QUOTE})?\)?\s*[,}}]")
_QUOTED_ID = re.compile(rf"[\"'`](?:[\w.-]+[./:])?{DISTINCT_ID.pattern}", re.IGNORECASE)
_MODELS_NAME = re.compile(r"models?(?:_?(?:list|set|names|ids|map|info|catalog))?$", re.IGNORECASE)
_LOOP, _LOOP_REACH = r"\bfor\b[ (]+(?:(?:const|let|var)\s+)?(?P<name>\w+)\s+(?:of|in)\s+LIST\b", 2_000
_ASKED_IN_LOOP = r"[Mm]odel\w*+[\"']?\s*(?:[:=/(]|\}?/\$?)\s*(?:\{\s*)?(?:model\w*\s*[:=]\s*)?f?[\"'`]?\$?\{?NAME\b"
_MANY_MODELS, _MANY_TEXTS = 4, 8
"""From so many commas on a list is a table, under a name that speaks of models and under any other; of a mapping, from
so many ids on."""


def is_offered(site: Site) -> bool:
    """Whether the id at `site` is only one of several that may be chosen, compared or told of."""
    # An address that names a model asks it, wherever it stands.
    signs = _SIGNS if "://" not in site.run.text else _SIGNS_OF_ADDRESSES
    return any(is_sign(site) for is_sign in signs)


def _is_asked_about(site: Site) -> bool:
    """Whether something is compared with it, looked up or counted by it, or a test expects it."""
    if _is_compared(site) or (_TABLE_CALL.search(site.call) and _FIGURE_AFTER.match(site.after)):
        return True
    if _PREDICATE.search(site.call) or _COUNTING.search(site.call) or _EXPECTED_KEY.match(site.key):
        return True
    return site.low == site.begin and bool(_ASSERTION.match(site.before))


def _is_called_an_offer(site: Site) -> bool:
    """Whether the setting, or what it stands in, is called as what may be chosen, or once could be."""
    if _OFFER_KEY.search(site.key) or _EXAMPLES & site.ancestors:
        return True
    if site.kind.is_query and _INTO_MODELS.search(site.text, max(0, site.run.start - _STATEMENT), site.run.start):
        return True
    return site.inner is not None and site.inner.bracket == "[" and bool(_OLD_KEY.match(site.inner.key))


def _is_said_of_an_id(site: Site) -> bool:
    """Whether it is told under an id, as in a table of what is called how."""
    if _is_id(site.key) or _is_row_of_itself(site):
        return True
    if _is_model_key(site.key) or not site.parent:
        return False
    return _is_id(site.parent) or site.parent == site.run.text.rpartition("/")[2].lower()


def _is_one_of_prefixes(site: Site) -> bool:
    """Whether a list holds what ids begin with."""
    inner = site.inner
    return inner is not None and inner.bracket == "[" and bool(_PREFIX_ITEM.search(site.text, inner.begin, inner.end))


def _is_one_of_choices(site: Site) -> bool:
    """Whether it is one of a list in which something is looked for, or of which a person may choose."""
    inner, around = _list_around(site)
    if any(_MEMBER_CALL.search(each.call) for each in around if each.call):
        return True
    if any(_CHOICE_NAMES & {name.rpartition(".")[2].lower() for name in (each.key, each.call)} for each in around):
        return True
    is_item = _OPTION.search(site.text, max(0, site.run.start - NEAR), site.run.start)
    return bool(is_item) or (inner is not None and _is_option(site, inner))


def _list_around(site: Site) -> tuple[Enclosure | None, list[Enclosure]]:
    """What encloses it but what makes a text of a constant; with what that list is given to."""
    frames = site.frames[1:] if site.run.set_off == "constant" and _is_conversion(site.inner) else site.frames
    inner = frames[0] if frames else None
    return inner, frames[:2] if inner is not None and inner.bracket == "[" else frames[:1]


def _is_one_of_table(site: Site) -> bool:
    """Whether it is told in a table, or in a list so long that it is one."""
    return (
        site.kind.is_in_long_list(site.run.start)
        or _is_table_row(site)
        or _is_in_table_of_code(site, _list_around(site)[0])
    )


def _is_one_of_names(site: Site) -> bool:
    """Whether it is given a name that is made of it, as a library does that tells what there is."""
    if site.key.isupper() and site.kind.is_in_enum(site.run.start):
        return True
    frames = site.frames[1:] if site.run.set_off == "constant" and _is_conversion(site.inner) else site.frames
    if any(frame.is_enum for frame in frames[:2]) and (
        _ENUM_CASE.match(site.before) or _is_called_after_id(site) or is_called_after(site.call, site.run.text)
    ):
        return True
    keyed = not site.key.lower().endswith("model") and any(
        frame.key and is_called_after(frame.key, site.run.text) for frame in frames[:2]
    )
    return (keyed or _is_called_after_id(site)) and site.kind.names_many_ids


def _is_compared(site: Site) -> bool:
    """Whether something is compared with it, or with it and others."""
    if site.kind.is_lisp and site.inner is not None and _COMPARING_FORM.fullmatch(site.inner.call):
        return site.inner.call != "case" or site.is_case_of_lisp
    if _COMPARED.search(site.near) or (_UNION_BELOW if site.kind.is_script else _UNION_AFTER).match(site.after):
        return True
    if site.near.rstrip()[-1:] in ("", "=", ",") and _THEN_AFTER.match(site.after):
        return True
    return bool(_UNION.search(site.near)) and not _CLOSURE.search(site.near)


def _is_conversion(frame: Enclosure | None) -> bool:
    """Whether it makes a text of a constant."""
    return frame is not None and frame.call.lower() in ("string", "str", "text")


def _is_option(site: Site, row: Enclosure) -> bool:
    """Whether it is what a person may choose: { value: "ID", label: "..." }"""
    if site.key == "value" and not _OPTION_LABELS.isdisjoint(row.keys):
        return True
    if _OPTION_CALL.search(row.call) and site.key in ("id", "value", "slug") and not _LABELS.isdisjoint(row.keys):
        return True
    shape = "".join(frame.bracket for frame in site.frames[:2])
    return (
        (shape == "{[" or row.follows_another)
        and site.key in ("id", "value", "slug")
        and not _LABELS.isdisjoint(row.keys)
    )


def _is_row_of_itself(site: Site) -> bool:
    """Whether it is told in what a table holds under the id itself: "gpt-4" => ModelSpec("gpt-4", ...)"""
    found = _GIVEN_TO.search(site.inner.before_call) if site.inner is not None and site.inner.call else None
    return found is not None and found["key"] == site.run.text


def _stands_beside_its_name(site: Site) -> bool:
    """Whether the name for people of what the id names is given beside it: Choice("GPT-4 Turbo", "gpt-4-turbo")"""
    found = _LABEL_BEFORE.search(site.near) or _LABEL_AFTER.match(site.after)
    if found is None or site.inner is None or site.inner.bracket not in ("(", "["):
        return False
    if not (site.kind.is_program or site.kind.is_query) or not _is_name_of(found["label"], site.run.text):
        return False
    given_to = re.split(r"[;,{}()]", site.inner.before_call)[-1] if site.inner.call else ""
    return "default" not in f"{site.inner.key}{given_to}".lower()


def _is_name_of(label: str, id_: str) -> bool:
    """Whether a text is the name for people of what an id names."""
    if label == id_:
        return True
    names = is_called_after(label, id_) or folded(label).startswith(folded(id_))
    return names and bool(_FOR_PEOPLE.search(label))


def _is_called_after_id(site: Site) -> bool:
    """Whether the name that is given to the id is made of it: GPT_4 = "gpt-4" says what there is, and pins nothing."""
    found = _NAME_AFTER.match(site.after) or _NAME_BEFORE.search(site.near)
    names = [name for name in found.groupdict().values() if name] if found else []
    return any(is_called_after(name, site.run.text) for name in names)


def _is_model_key(key: str) -> bool:
    """Whether a setting is called as the one that names a model: `model`, `options.model`."""
    return key.rpartition(".")[2].lower() in MODEL_KEYS


def _is_id(key: str) -> bool:
    """Whether a key is an id itself: then the mapping is a table of what is called how."""
    plain = key.rpartition("/")[2]
    return bool(DISTINCT_ID.match(plain)) and " " not in key and any(letter.isdigit() for letter in key)


def _is_table_row(site: Site) -> bool:
    """Whether the id is told in a row of a table: with prices, limits or abilities beside it, or a list in a list."""
    if site.inner is not None and (_tells_prices(site.inner) or _is_row_of_sql(site, site.inner)):
        return True
    if any(_PRICE_CALL.search(frame.call) for frame in site.frames[:2] if frame.call):
        return True
    if _is_model_key(site.key):
        return False
    shape = "".join(frame.bracket for frame in site.frames[:3] if not frame.call)
    if site.kind.is_library and (shape.startswith("[[") or (shape.startswith("[{[") and site.key.endswith("s"))):
        return True
    if site.inner is not None and site.inner.call and _tells_abilities(site.inner):
        return True
    is_property = site.inner is not None and set(site.inner.keys) >= _PROPERTY
    near = site.frames[: 1 if is_property else 2]
    rows = (frame for frame in near if frame.bracket in ("{", "[") and not frame.call)
    return any(_TABLE_KEYS.search(name) for row in rows for name in row.keys)


def _tells_abilities(call: Enclosure) -> bool:
    """Whether it describes a model, and asks nothing of it."""
    asked = not _REQUEST_PARTS.isdisjoint(name.lower() for name in call.keys)
    return not asked and any(_CARD_KEYS.search(name) for name in call.keys)


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
    is_element = bool(_ELEMENT_BEFORE.search(site.before) and _ELEMENT_AFTER.match(site.after))
    is_set = site.text[frame.begin] == "{" and not frame.keys and site.kind.language.strings == "python"
    if is_set and is_element and not _F_STRING.search(site.text, max(0, frame.begin - NEAR), frame.begin):
        return True
    if _is_asked_in_turn(site.text, frame):
        return False
    many = _MANY_MODELS if _MODELS_NAME.search(frame.key) else _MANY_TEXTS
    if is_element or site.run.set_off == "word":
        written = site.text[frame.begin : frame.end]
        commas = len(written.split()) - 1 if site.run.set_off == "word" else written.count(",")
        return bool(_LOOPED.match(site.text, frame.end)) or commas >= many
    if frame.bracket != "{" or site.inner is not frame or _is_model_key(site.key):
        return False
    if not _PAIR_AFTER.match(site.after):
        return False
    return next(islice(_QUOTED_ID.finditer(site.text, frame.begin, frame.end), many - 1, None), None) is not None


def _is_asked_in_turn(text: str, frame: Enclosure) -> bool:
    """Whether a loop goes over a list and asks each of it, until one answers."""
    if not frame.key or frame.key not in text[frame.end : frame.end + _LOOP_REACH]:
        return False
    loop = re.compile(_LOOP.replace("LIST", re.escape(frame.key)))
    found = loop.search(text, frame.end, frame.end + _LOOP_REACH)
    if found is None:
        return False
    asked = re.compile(_ASKED_IN_LOOP.replace("NAME", re.escape(found["name"])))
    return asked.search(text, found.end(), found.end() + _LOOP_REACH) is not None


def _names_one_of_many(site: Site) -> bool:
    """Whether a class gives a name to each of many ids, or a function or an attribute is there for one."""
    if _PATTERN_HEAD.fullmatch(site.before) and not site.key and site.kind.language.sort == "program":
        return not site.kind.imports_by_name
    if _ATTRIBUTE.match(site.before):
        return True
    found = _SHARED_NAME.search(site.before)
    return found is not None and site.text.count(f"new {found['class']}(") >= _MANY_MODELS


_SIGNS_OF_ADDRESSES = (_is_asked_about, _is_called_an_offer)
_SIGNS = (
    _is_asked_about, _is_called_an_offer, _is_said_of_an_id, _names_one_of_many, _stands_beside_its_name,
    _is_one_of_choices, _is_one_of_prefixes, _is_one_of_table, _is_one_of_names,
)  # fmt: skip
