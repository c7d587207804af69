"""What a user's word for a model means: id, alias, display name or unambiguous part, in any case; where one model is
asked for, also the name of a family or of a mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from modelpick.decide.families import Family, family, is_family, models_having_words, out_since
from modelpick.decide.status import STAGE_WORDS
from modelpick.model.dates import Day
from modelpick.model.ends import EndedId, EndTable
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model, names_of_models
from modelpick.model.fields import Plain
from modelpick.model.names import did_you_mean, fold, near_or_all, parts
from modelpick.model.wording import listed

if TYPE_CHECKING:
    from modelpick.idents.ends import EndFound

MOST_NAMED = 6
_LATEST = "-latest"
_DIGITS_OF_VERSION = 4


class UnknownModel(ModelpickError):
    """A name that no model bears, in whole or in part."""


class MeantModel(Plain):
    """The model that a name was resolved to; `note` explains how, where the name is not the model's own."""

    id: str
    note: str | None = None


def resolve(name: str, facts: Facts) -> str:
    """The id of the one model that `name` means.

    Raises:
        ModelpickError: nothing or several models are meant; names the nearest.
    """
    found = models_named(name, facts)
    if len(found) == 1:
        return found[0]
    if found:
        raise ModelpickError(f"model name {name!r} is ambiguous", hint=f"It may mean {listed(found, MOST_NAMED)}")
    for read in (_by_end_behind, _by_spelling, _by_undated_id, _by_end_anywhere, _by_surface):
        if spelled := read(name, facts):
            return spelled
    from modelpick.use_cases.unknown_names import hint_on_model

    hint = hint_on_model(name, facts) or "`modelpick list` shows the models of the catalog"
    raise UnknownModel(f"unknown model {name!r}", hint=hint)


def resolve_or_newest(name: str, facts: Facts, known: Facts, day: Day) -> MeantModel:
    """The model that `name` means on `day`, of a family the newest released one; `known` are the facts of the day.

    Raises:
        ModelpickError: nothing is meant, or several families, or several tiers of one release; names them.
    """
    meant = _meant_model(name, facts, known, day)
    if meant.note or not _bears_unknown_day(name, facts):
        return meant
    model = known.model(meant.id) or facts.model(meant.id)
    return MeantModel(
        meant.id, f"{name!r} is read as {model.name if model else meant.id}: no version of that day is known"
    )


def _meant_model(name: str, facts: Facts, known: Facts, day: Day) -> MeantModel:
    found = models_named(name, facts)
    if len(found) == 1:
        return _mode_by_alias(name, found[0], facts, known, day) or MeantModel(found[0])
    if mode := _model_of_mode(name, facts, known, day):
        return mode
    meant = family(name, known.models.values(), day)
    if meant is None and fold(name).endswith(_LATEST):
        return _behind_latest(name, facts, known, day)
    if meant is None:
        if found and not any(out_since(known.models[id_], day) for id_ in found if id_ in known.models):
            raise _not_out(name, found, day)
        return MeantModel(resolve(name, facts))
    if len(meant.newest) > 1:
        raise _several_meant(name, meant, day)
    return _newest_of_family(name, meant, day)


def _behind_latest(name: str, facts: Facts, known: Facts, day: Day) -> MeantModel:
    """The newest of the family before `-latest`, as its provider puts it behind such a name.

    Raises:
        ModelpickError: there is no such family, or it has several tiers.
    """
    from modelpick.idents.reading import readings

    plain = readings(name)[-1].id.lower().removesuffix(_LATEST)
    meant = family(plain, known.models.values(), day)
    if meant is None or end_named(name, facts.ends):
        return MeantModel(resolve(name, facts))
    if len(meant.newest) > 1:
        raise _several_meant(name, meant, day)
    newest = meant.newest[0]
    if _ended_at_its_lab(newest, known, day):
        return MeantModel(resolve(name, facts))
    said = "its provider puts whatever is newest behind such a name"
    return MeantModel(newest.id, f"{name!r} is read as {newest.name}, the newest on {day}: {said}")


def _ended_at_its_lab(model: Model, known: Facts, day: Day) -> bool:
    """Whether the id of `model` has ended at its own lab: what stands behind `-latest` there is a newer one."""
    rows = [row for row in known.ends.of_model(model.id) if row.provider == model.lab]
    return bool(rows) and all(row.has_ended(day) for row in rows)


def _bears_unknown_day(name: str, facts: Facts) -> bool:
    """Whether `name` ends in a day, as ids of versions do, and nobody calls a model so."""
    import re

    plain = name.strip().lower()
    if not re.search(r"20\d{6}$|20\d\d-\d\d-\d\d$", plain, re.ASCII):
        return False
    if named_exactly(name, facts) or plain in facts.ends or plain.rpartition("/")[2] in facts.called:
        return False
    found = end_named(name, facts.ends)
    day = re.sub(r"\D", "", plain)[-8:]
    return found is None or day not in re.sub(r"\D", "", found.row.spelled)


def names_model(name: str, facts: Facts) -> bool:
    """Whether `name` is the whole name of a model or of a family, and not just a part of one."""
    whole = named_exactly(name, facts) or _by_whole_name(fold(name), facts.models)
    return bool(whole) or is_family(name, facts.models.values())


def named_exactly(name: str, facts: Facts) -> list[str]:
    """The model whose id or alias `name` is."""
    for form in (fold(name), name.strip().lower()):
        if facts.model(form) is not None:
            return [form]
    alias = _model_of_alias(name, facts)
    return [alias] if alias else []


def is_models_own(name: str, facts: Facts) -> bool:
    """Whether `name` is the id of a model in the catalog, with its lab: what no provider calls it."""
    return any(facts.model(form) is not None for form in (fold(name), name.strip().lower()))


def _several_meant(name: str, meant: Family, day: Day) -> ModelpickError:
    each = listed([f"{m.name} (`{m.id}`)" for m in meant.newest], 8)
    if len(meant.stems) > 1:
        return ModelpickError(f"{name!r} names several families", hint=f"The newest of each on {day}: {each}. Name one")
    said = f"{name!r} names {len(meant.newest)} models of one release, each another tier"
    return ModelpickError(said, hint=f"Name one of {each}; `modelpick list {fold(name)}` shows the family")


def _newest_of_family(name: str, meant: Family, day: Day) -> MeantModel:
    newest = meant.newest[0]
    also = f"; older: {listed([m.name for m in meant.others])}" if meant.others else ""
    return MeantModel(newest.id, f"{name!r} is read as {newest.name}, the newest of its family on {day}{also}")


def _not_out(name: str, found: list[str], day: Day) -> ModelpickError:
    hint = f"Later ones are {listed(found, MOST_NAMED)}; ask for a later day with {{as_of}}"
    return ModelpickError(f"no model that {name!r} may mean was out on {day}", hint=hint)


def _model_of_mode(name: str, facts: Facts, known: Facts, day: Day) -> MeantModel | None:
    """The model of which `name` is a mode: the model's or its family's name followed by the mode; None if there is
    none.
    """
    for head, tail in _head_and_tail(fold(name)):
        found = named_exactly(head, facts) or _by_name_or_part(head, facts)
        meant = family(head, known.models.values(), day) if len(found) != 1 else None
        read = MeantModel(found[0]) if len(found) == 1 else None
        if meant is not None and len(meant.newest) == 1:
            read = _newest_of_family(head, meant, day)
        model = known.model(read.id) if read else None
        if read and model and (about := _said_of_mode(model, tail)):
            said = f"{name!r} is a mode of {model.name}, not a model of its own; {about}"
            return MeantModel(model.id, f"{read.note}. {said}" if read.note else said)
    return None


def _mode_by_alias(name: str, model: str, facts: Facts, known: Facts, day: Day) -> MeantModel | None:
    """`model` with the note on its mode, where others call that mode by an alias, as if it were a model."""
    ending = fold(name).rpartition("-")[2]
    if _model_of_alias(name, facts) != model or model.endswith(ending):
        return None
    mode = _model_of_mode(name, facts, known, day)
    return mode if mode and mode.id == model else None


def _said_of_mode(model: Model, mode: str) -> str | None:
    """A note on what is known of the mode; None where `model` is not known to have it."""
    for variant in model.variants:
        if variant.id == mode:
            return f"the mode itself is {STAGE_WORDS[variant.stage]} ({variant.on})"
    if any(m.variant == mode for m in model.measurements):
        return "its figures say which are of that mode"
    return None


def _head_and_tail(wanted: str) -> Iterator[tuple[str, str]]:
    """``a-b-c`` as a-b and c, then as a and b-c."""
    place = wanted.rfind("-")
    while place > 0:
        yield wanted[:place], wanted[place + 1 :]
        place = wanted.rfind("-", 0, place)


def resolve_provider(name: str, facts: Facts) -> str:
    """The id of the provider that `name` means: its id, another source's name of it, or its display name.

    Raises:
        ModelpickError: there is none; names the nearest.
    """
    called = {fold(word): p.id for p in facts.providers.values() for word in (p.name, *p.also)}
    called |= {fold(id_): id_ for id_ in facts.providers}
    if fold(name) in called:
        return called[fold(name)]
    hint = did_you_mean(name, called) or "`modelpick list --columns id,providers` shows who serves what"
    raise ModelpickError(f"unknown provider {name!r}", hint=hint)


def resolve_lab(name: str, facts: Facts) -> str:
    """The id of the lab `name`.

    Raises:
        ModelpickError: no model of the catalog is of such a lab; names the nearest.
    """
    labs = {model.lab for model in facts.models.values()}
    if fold(name) in labs:
        return fold(name)
    raise ModelpickError(f"unknown lab {name!r}", hint=near_or_all(name, sorted(labs)))


_LISTED_ELSEWHERE = {
    "models": "`modelpick list` alone lists all of them",
    "benchmarks": "`modelpick catalog info --all` lists the benchmarks",
    "sources": "`modelpick catalog sources --all` lists the sources",
    **dict.fromkeys(("needs", "personas", "rules", "constraints"), "`modelpick rules list` lists the rules"),
}
"""What somebody may look for in the list of models -> where it is listed."""


def resolve_family(name: str, models: Sequence[Model]) -> list[Model]:
    """Those of `models` that the name of a family covers.

    Raises:
        ModelpickError: none; names the nearest families.
    """
    found = models_having_words(name, models)
    if not found:
        families = {m.family for m in models if m.family}
        hint = _LISTED_ELSEWHERE.get(fold(name)) or did_you_mean(name, families)
        hint = hint or "`modelpick list --columns id,family` shows the families"
        raise ModelpickError(f"no model or family is called {name!r}", hint=hint)
    return found


def _model_of_alias(name: str, facts: Facts) -> str | None:
    for form in (name.strip().lower(), fold(name), fold(name).replace("-", " ")):
        if form in facts.aliases and facts.aliases[form] in facts.models:
            return facts.aliases[form]
    return None


def models_named(name: str, facts: Facts) -> list[str]:
    """What `name` may mean: the whole name of a model, an id as some provider or tool writes it, a part of names."""
    whole = named_exactly(name, facts) or _by_whole_name(fold(name), facts.models)
    return whole or _by_id(name, facts) or _by_run_on_name(name, facts.models) or _by_name_or_part(name, facts)


def _by_id(name: str, facts: Facts) -> list[str]:
    """The model that is called so with the prefix of a tool or at a provider, whether or not it has ended there."""
    from modelpick.idents.reading import readings
    from modelpick.model.ends import ANY_ID

    found = end_named(name, facts.ends)
    if found is not None and found.row.id != ANY_ID:
        return [ended_model_id(found.row, facts)]
    if " " in name.strip():
        return []
    for reading in readings(name)[1:]:
        if whole := named_exactly(reading.id, facts) or _by_whole_name(fold(reading.id), facts.models):
            return whole
    return []


def end_named(name: str, ends: EndTable, day: Day = "9999-12-31") -> EndFound | None:
    """The end of the id that a person names, in any case, at Azure with its version behind it."""
    from modelpick.idents.ends import find_end
    from modelpick.idents.reading import AZURE

    head, _, version = name.strip().partition(" ")
    if version:
        found = find_end(ends, head, AZURE, version=version, day=day) if _is_version(version) else None
        return found if found and found.row.version else None
    return find_end(ends, head, day=day) or (find_end(ends, head.lower(), day=day) if head != head.lower() else None)


class SoldAs(Plain):
    """The id by which a model is named, and whose API it says that it asks."""

    id: str
    provider: str

    def is_listed(self, id_: str | None) -> bool:
        """Whether an offering of the id `id_` is sold as that, or as a snapshot of it."""
        from modelpick.idents.ends import without_day

        listed, asked = (id_ or "").lower().rpartition("/")[2], self.id.lower()
        return listed in (asked, without_day(asked.replace(":", "@")))


def sold_as(name: str, facts: Facts) -> SoldAs | None:
    """What `name` is where it says whose API it asks."""
    from modelpick.idents.reading import readings

    seller = seller_named(name, facts)
    if seller is None:
        return None
    called = name.strip().rpartition("/")[2]
    ids = [each.id for each in readings(name) if each.provider]
    while (rest := called.partition(":")[2]) and any(rest.endswith(id_) for id_ in ids):
        called = rest  # the words of a tool before it: `openai:chat:gpt-5.4`
    return SoldAs(called, seller)


def seller_named(name: str, facts: Facts) -> str | None:
    """Whose API an id itself says that it asks: by the prefix of a tool, an address or its look; None of a name of the
    catalog, which is nobody's, and of weights."""
    from modelpick.idents.reading import readings

    plain = name.strip()
    if " " in plain or fold(plain) in facts.models or any(letter.isupper() for letter in plain.rpartition("/")[2]):
        return None
    return next((each.provider for each in readings(plain) if each.provider in facts.providers), None)


def _is_version(text: str) -> bool:
    return " " not in text and sum(letter.isdigit() for letter in text) >= _DIGITS_OF_VERSION


def _by_spelling(name: str, facts: Facts) -> str | None:
    """The model that the rules of identities read out of an id; they look at every model, so that they come last."""
    from modelpick.idents.reading import readings, unpacked
    from modelpick.market.identity import Identity, Named

    every = [*readings(name), *(readings(plain) if (plain := unpacked(name)) != name.lower() else ())]
    identity = Identity(facts)
    found = (identity.find(Named(each.id.lower(), each.provider or "")).model for each in every)
    return next((id_ for id_ in found if id_), None) or next(iter(named_exactly(unpacked(name), facts)), None)


def _by_end_behind(name: str, facts: Facts) -> str | None:
    """What has ended of an id that nobody lists: its snapshots, what it is a snapshot of, or its maker's own."""
    from modelpick.idents.ends import find_end_behind

    found = None if " " in name.strip() else find_end_behind(facts.ends, name.lower(), day="9999-12-31")
    return ended_model_id(found.row, facts) if found else None


def _by_undated_id(name: str, facts: Facts) -> str | None:
    """The newest id of a maker's own API that has ended, or will, and is `name` with the day of a release behind it."""
    import re

    from modelpick.idents.ends import MAKERS

    dated = re.compile(re.escape(_spelled_plainly(name)) + r"-\d{4}(\d{4})?")
    ids = [id_ for id_ in facts.ends if dated.fullmatch(_spelled_plainly(id_))]
    ours = [row for id_ in sorted(ids, reverse=True) for row in facts.ends[id_] if row.provider in MAKERS]
    return ended_model_id(ours[0], facts) if ours else None


def last_end_anywhere(name: str, ends: EndTable) -> EndedId | None:
    """The end of what is spelled exactly so: with its maker, else with the seller where it lived longest."""
    from modelpick.idents.ends import MAKERS

    rows = [row for row in ends.get(name.strip().lower(), ()) if row.id == name.strip()]
    return max(rows, key=lambda row: (row.provider in MAKERS, row.ends_on or row.read), default=None)


def _by_end_anywhere(name: str, facts: Facts) -> str | None:
    from modelpick.idents.reading import readings

    asked = [each.id for each in readings(name) if each.provider] if " " not in name.strip() else []
    rows = (row for id_ in (name, *asked) if (row := last_end_anywhere(id_, facts.ends)))
    row = next(rows, None)
    return ended_model_id(row, facts) if row else None


def _by_surface(name: str, facts: Facts) -> str | None:
    """Whatever was asked of an API that has been shut as a whole."""
    found = None if " " in name.strip() else end_named(name, facts.ends)
    return found.row.unlinked_id if found else None


def _spelled_plainly(id_: str) -> str:
    return fold(id_).replace(".", "-")


def ended_model_id(row: EndedId, facts: Facts) -> str:
    """The id of the model that a row about an end is about: the catalog's, else one of its own."""
    return row.model if row.model and row.model in facts.models else row.unlinked_id


def _by_name_or_part(name: str, facts: Facts) -> list[str]:
    wanted = fold(name)
    return _ids_by_name(wanted, facts.models) or _ids_by_name(wanted, facts.unlinked)


def _ids_by_name(wanted: str, models: Mapping[str, Model]) -> list[str]:
    return _by_whole_name(wanted, models) or _by_parts(wanted, models)


def _by_whole_name(wanted: str, models: Mapping[str, Model]) -> list[str]:
    return [id_ for id_, (name, _) in names_of_models(models).items() if wanted in (id_.split("/", 1)[1], fold(name))]


def _by_run_on_name(name: str, models: Mapping[str, Model]) -> list[str]:
    """The model whose whole name is written without its hyphens: ``glm5.3``."""
    wanted = _run_on(name)
    named = names_of_models(models).items()
    return [id_ for id_, (called, _) in named if wanted in (_run_on(id_.split("/", 1)[1]), _run_on(called))]


def _run_on(name: str) -> str:
    return fold(name).replace("-", "")


def _by_parts(wanted: str, models: Mapping[str, Model]) -> list[str]:
    """Models whose id or name has every word and number of `wanted`."""
    words = parts(wanted)
    named = names_of_models(models).items()
    return sorted(id_ for id_, (name, _) in named if words <= parts(f"{id_} {name}")) if words else []
