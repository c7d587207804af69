"""Where an offering runs, as far as its key says so.

Clouds put the place into the id: Bedrock writes `eu.anthropic...` for a profile that stays within the geography,
LiteLLM `bedrock/eu-west-1/...` and `azure/eu/...`, Vertex `...@europe-west4`. Only the rules of the cloud itself are
read here: what looks like a region in the id of some other provider says nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from modelpick.model.facts import Routing


class Placement(NamedTuple):
    """How calls are routed, within which geography, and the id without the place."""

    routing: Routing = "unknown"
    geography: tuple[str, ...] = ()
    plain: str | None = None


_GEOGRAPHIES_BY_NAME = {
    "eu": ("eu",),
    "europe": ("eu",),
    "us": ("us",),
    "us-gov": ("us-gov", "us"),
    "apac": ("apac",),
    "asia": ("apac",),
    "jp": ("jp",),
    "au": ("au",),
    "ca": ("ca",),
    "in": ("in",),
    "uk": ("uk",),
    "kr": ("kr",),
}
"""Several places that are used as one; a call may run in any of them."""

_EU_COUNTRIES = ["at", "be", "de", "es", "fi", "fr", "ie", "it", "nl", "pl", "se"]

_REGIONS_BY_COUNTRY = {
    "us": "us-east-1 us-east-2 us-west-1 us-west-2",
    "ca": "ca-central-1 ca-west-1 northamerica-northeast1 northamerica-northeast2",
    "mx": "mx-central-1",
    "br": "sa-east-1 southamerica-east1",
    "de": "eu-central-1 europe-west3",
    "ch": "eu-central-2 europe-west6",
    "se": "eu-north-1",
    "it": "eu-south-1 europe-west8 europe-west12",
    "es": "eu-south-2 europe-southwest1",
    "ie": "eu-west-1",
    "uk": "eu-west-2 europe-west2",
    "fr": "eu-west-3 europe-west9",
    "hk": "ap-east-1 asia-east2",
    "jp": "ap-northeast-1 ap-northeast-3 asia-northeast1 asia-northeast2",
    "kr": "ap-northeast-2 asia-northeast3",
    "in": "ap-south-1 ap-south-2 asia-south1",
    "sg": "ap-southeast-1 asia-southeast1",
    "au": "ap-southeast-2 ap-southeast-4 australia-southeast1 australia-southeast2",
    "id": "ap-southeast-3 asia-southeast2",
    "za": "af-south-1",
    "il": "il-central-1 me-west1",
    "ae": "me-central-1",
    "bh": "me-south-1",
    "pl": "europe-central2",
    "fi": "europe-north1",
    "be": "europe-west1",
    "nl": "europe-west4",
    "tw": "asia-east1",
    "qa": "me-central1",
}
"""The regions of Amazon (``eu-west-1``) and Google (``europe-west4``) in each country."""
_COUNTRIES_BY_REGION = {name: country for country, names in _REGIONS_BY_COUNTRY.items() for name in names.split()}
_US_REGION = re.compile(r"us-(central|east|west|south)\d", re.ASCII)
_GOVERNMENT_REGION = re.compile(r"us-gov-(east|west)-\d", re.ASCII)
_AZURE_GLOBAL = ("global", "global-standard")
_AZURE_ZONES: dict[tuple[str, ...], tuple[str, ...]] = {("eu",): ("eu-efta",)}
"""Its data zone in Europe is the EU Data Boundary, which takes in Norway and Switzerland."""

_AMAZON_PROVIDERS = re.compile(r"(amazon-)?bedrock|sagemaker", re.ASCII)
_GOOGLE_PROVIDERS = re.compile(r"(google-)?vertex", re.ASCII)


def region(name: str) -> Placement:
    """The place that a cloud's region, geography or `global` names.

    >>> region("eu-west-3"), region("eu"), region("default")
    (Placement(routing='in_region', geography=('fr', 'eu'), plain=None), Placement(routing='geo', geography=('eu',), \
plain=None), Placement(routing='unknown', geography=(), plain=None))
    """
    if name == "global":
        return Placement("global")
    if name in _GEOGRAPHIES_BY_NAME:
        return Placement("geo", _GEOGRAPHIES_BY_NAME[name])
    if _GOVERNMENT_REGION.fullmatch(name):
        return Placement("in_region", _GEOGRAPHIES_BY_NAME["us-gov"])
    country = "us" if _US_REGION.fullmatch(name) else _COUNTRIES_BY_REGION.get(name)
    if country is None:
        return Placement()
    return Placement("in_region", (country, "eu") if country in _EU_COUNTRIES else (country,))


def placement(provider: str, id_: str) -> Placement:
    """What `id_` says about the place, by the rules of the cloud that `provider` is. `plain` is None when it says none.

    >>> placement("amazon-bedrock", "eu.anthropic.claude-sonnet-5").plain
    'anthropic.claude-sonnet-5'
    """
    if _AMAZON_PROVIDERS.match(provider):
        return _amazon_placement(id_)
    if _GOOGLE_PROVIDERS.match(provider):
        return _placement_before(id_, *id_.rpartition("@")[::-2])
    if provider.startswith("azure"):
        head, _, rest = id_.partition("/")
        found = _placement_before(id_, "global" if head in _AZURE_GLOBAL else head, rest)
        return found._replace(geography=_AZURE_ZONES.get(found.geography, found.geography))
    return Placement()


def _amazon_placement(id_: str) -> Placement:
    head, slash, rest = id_.partition("/")
    if slash and (found := _placement_before(id_, head, rest)).plain:
        return found
    head, _, rest = id_.partition(".")
    # A profile has the form `eu.anthropic.model`: without the second dot, `us.x` is somebody's name.
    return _placement_before(id_, head, rest) if "." in rest else Placement()


def _placement_before(id_: str, place: str, plain: str) -> Placement:
    found = region(place)
    return found._replace(plain=plain) if found.routing != "unknown" and plain and plain != id_ else Placement()
