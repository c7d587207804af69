"""Which places lie within which: a zone that reaches further than a region does not keep data in it."""

from __future__ import annotations

from collections.abc import Iterable

EU_MEMBERS = frozenset({
    "at", "be", "bg", "hr", "cy", "cz", "dk", "ee", "fi", "fr", "de", "gr", "hu", "ie",
    "it", "lv", "lt", "lu", "mt", "nl", "pl", "pt", "ro", "sk", "si", "es", "se",
})  # fmt: skip
"""The member states of the European Union, as regions are written."""
EFTA_MEMBERS = frozenset({"ch", "is", "li", "no"})
ZONES: dict[str, frozenset[str]] = {
    "eu": EU_MEMBERS,
    "eu-efta": EU_MEMBERS | EFTA_MEMBERS,
    "us": frozenset({"us", "us-gov"}),
}
"""Zone -> the places in it. `eu` means member states; zones of providers that reach further have words of their own."""
ZONE_WORDS = {
    "eu": "the member states of the EU",
    "eu-efta": "the EU with Norway, Switzerland, Iceland and Liechtenstein",
}
_UNION = "EU"
PLACE_WORDS = {
    "america": "us", "usa": "us", "united-states": "us", "govcloud": "us-gov", "us-government": "us-gov",
    "europe": "eu", "european-union": "eu", "asia": "apac", "asia-pacific": "apac",
    "britain": "uk", "england": "uk", "gb": "uk", "great-britain": "uk", "united-kingdom": "uk",
    "australia": "au", "austria": "at", "belgium": "be", "brazil": "br", "canada": "ca", "denmark": "dk",
    "finland": "fi", "france": "fr", "deutschland": "de", "germany": "de", "india": "in", "indonesia": "id",
    "ireland": "ie", "italy": "it", "japan": "jp", "netherlands": "nl", "norway": "no", "poland": "pl",
    "portugal": "pt", "schweiz": "ch", "spain": "es", "sweden": "se", "switzerland": "ch",
}  # fmt: skip
"""A place as people call it -> as regions and jurisdictions are written."""


def places_in(region: str) -> frozenset[str]:
    """The smallest places that `region` is made of; a place that is no zone is itself."""
    return ZONES.get(region, frozenset({region}))


def lies_in(place: str, region: str) -> bool:
    """Whether all of `place` lies in `region`.

    >>> lies_in("de", "eu"), lies_in("eu", "eu-efta"), lies_in("eu-efta", "eu")
    (True, True, False)
    """
    return places_in(place) <= places_in(region)


def confined(geography: Iterable[str], region: str) -> bool:
    """Whether what runs in `geography` runs in `region` alone. A place beside the zone that it lies in narrows it.

    >>> confined(("de", "eu"), "de"), confined(("us", "eu"), "eu")
    (True, False)
    """
    given = tuple(geography)
    narrowest = [p for p in given if not any(q != p and lies_in(q, p) for q in given)]
    return bool(narrowest) and all(lies_in(place, region) for place in narrowest)


def reaches_beyond(geography: Iterable[str], region: str) -> str | None:
    """The zone of `geography` that holds all of `region` and more; None if there is none."""
    return next((place for place in geography if place != region and lies_in(region, place)), None)


def answer_only_to(jurisdictions: Iterable[str], allowed: Iterable[str]) -> bool:
    """Whether each of `jurisdictions` is allowed. The EU stands for its members; beside one of them it adds nothing.

    >>> answer_only_to(["FR", "EU"], ["EU"]), answer_only_to(["US", "IE"], ["EU"]), answer_only_to(["DE", "EU"], ["DE"])
    (True, False, True)
    """
    held, wanted = ({word.upper() for word in words} for words in (jurisdictions, allowed))
    members = {code.upper() for code in EU_MEMBERS}
    if held & members:
        held.discard(_UNION)
    return held <= (wanted | members if _UNION in wanted else wanted)
