"""modelpick: which language model to use, why, how sure that is, and what would change the answer.

>>> import modelpick
>>> answer = modelpick.load().recommend(modelpick.Request(needs="coding", constraints={"self-host": True}))
>>> answer.verdict.text  # doctest: +SKIP
"""

TYPE_CHECKING = False  # importing `typing` takes longer than all the rest, and Ctrl-C is not ours before
if TYPE_CHECKING:
    from modelpick.api import Catalog as Catalog
    from modelpick.api import config_paths as config_paths
    from modelpick.api import config_values as config_values
    from modelpick.api import detect_hardware as detect_hardware
    from modelpick.api import fields as fields
    from modelpick.api import init as init
    from modelpick.api import load as load
    from modelpick.api import log as log
    from modelpick.api import read_profile as read_profile
    from modelpick.api import schema as schema
    from modelpick.api import trust as trust
    from modelpick.api import update as update
    from modelpick.api import validate as validate
    from modelpick.documents.audit_reports import AuditReport as AuditReport
    from modelpick.documents.audit_reports import CheckReport as CheckReport
    from modelpick.documents.base import SCHEMA_VERSION as SCHEMA_VERSION
    from modelpick.documents.base import Document as Document
    from modelpick.documents.base import OwnFile as OwnFile
    from modelpick.documents.card_reports import BenchmarkCard as BenchmarkCard
    from modelpick.documents.card_reports import GlossaryCard as GlossaryCard
    from modelpick.documents.card_reports import ModelCard as ModelCard
    from modelpick.documents.card_reports import ProviderCard as ProviderCard
    from modelpick.documents.card_reports import SourceCard as SourceCard
    from modelpick.documents.catalog_reports import CatalogInfo as CatalogInfo
    from modelpick.documents.catalog_reports import Listing as Listing
    from modelpick.documents.catalog_reports import Validation as Validation
    from modelpick.documents.change_reports import DiffReport as DiffReport
    from modelpick.documents.change_reports import LogReport as LogReport
    from modelpick.documents.change_reports import SourcesReport as SourcesReport
    from modelpick.documents.comparison_reports import Comparison as Comparison
    from modelpick.documents.comparison_reports import Explanation as Explanation
    from modelpick.documents.config_reports import ConfigPaths as ConfigPaths
    from modelpick.documents.config_reports import ConfigReport as ConfigReport
    from modelpick.documents.costing import CostReport as CostReport
    from modelpick.documents.costing import LogCostReport as LogCostReport
    from modelpick.documents.decision_reports import DecisionReport as DecisionReport
    from modelpick.documents.evidence_reports import EvidenceReport as EvidenceReport
    from modelpick.documents.export_reports import ExportReport as ExportReport
    from modelpick.documents.export_reports import PriceTable as PriceTable
    from modelpick.documents.fitting import FitReport as FitReport
    from modelpick.documents.live_reports import LiveReport as LiveReport
    from modelpick.documents.market_reports import UnmatchedReport as UnmatchedReport
    from modelpick.documents.market_reports import UpdateReport as UpdateReport
    from modelpick.documents.recommendation import Recommendation as Recommendation
    from modelpick.documents.result_reports import ImportReport as ImportReport
    from modelpick.documents.rule_reports import RuleList as RuleList
    from modelpick.documents.rule_reports import RulePage as RulePage
    from modelpick.documents.rule_reports import RuleTest as RuleTest
    from modelpick.documents.status_reports import StatusReport as StatusReport
    from modelpick.documents.trial_reports import TrialPlan as TrialPlan
    from modelpick.documents.watch_reports import RetirementReport as RetirementReport
    from modelpick.documents.watch_reports import WatchReport as WatchReport
    from modelpick.model.errors import Exit as Exit
    from modelpick.model.errors import InputErrors as InputErrors
    from modelpick.model.errors import ModelpickError as ModelpickError
    from modelpick.model.request import Request as Request
    from modelpick.use_cases.handed_back import AddedScore as AddedScore
    from modelpick.use_cases.handed_back import AddedTerm as AddedTerm
    from modelpick.use_cases.handed_back import Watching as Watching
    from modelpick.use_cases.hosting import Hosting as Hosting

__version__ = "0.1.0"
_NAMES_OF_MODULES = {
    "modelpick.api": "Catalog config_paths config_values detect_hardware fields init load log read_profile schema "
    "trust update validate",
    "modelpick.use_cases.handed_back": "AddedScore AddedTerm Watching",
    "modelpick.use_cases.hosting": "Hosting",
    "modelpick.documents.audit_reports": "AuditReport CheckReport",
    "modelpick.documents.card_reports": "BenchmarkCard GlossaryCard ModelCard ProviderCard SourceCard",
    "modelpick.documents.change_reports": "DiffReport LogReport SourcesReport",
    "modelpick.documents.config_reports": "ConfigPaths ConfigReport",
    "modelpick.documents.costing": "CostReport LogCostReport",
    "modelpick.documents.base": "Document OwnFile SCHEMA_VERSION",
    "modelpick.model.errors": "Exit InputErrors ModelpickError",
    "modelpick.documents.decision_reports": "DecisionReport",
    "modelpick.documents.export_reports": "ExportReport PriceTable",
    "modelpick.documents.fitting": "FitReport",
    "modelpick.documents.live_reports": "LiveReport",
    "modelpick.documents.market_reports": "UnmatchedReport UpdateReport",
    "modelpick.model.request": "Request",
    "modelpick.documents.result_reports": "ImportReport",
    "modelpick.documents.trial_reports": "TrialPlan",
    "modelpick.documents.recommendation": "Recommendation",
    "modelpick.documents.comparison_reports": "Comparison Explanation",
    "modelpick.documents.evidence_reports": "EvidenceReport",
    "modelpick.documents.catalog_reports": "CatalogInfo Listing Validation",
    "modelpick.documents.rule_reports": "RuleList RulePage RuleTest",
    "modelpick.documents.status_reports": "StatusReport",
    "modelpick.documents.watch_reports": "RetirementReport WatchReport",
}
"""Module -> the public names that live in it."""
_MODULES_OF_EXPORTS = {name: module for module, names in _NAMES_OF_MODULES.items() for name in names.split()}
__all__ = ["__version__", *_MODULES_OF_EXPORTS]  # noqa: PLE0604  # a test holds it to the imports above


def __getattr__(name: str) -> object:
    """Import the public names when they are first used, so that ``import modelpick`` costs nothing."""
    if name not in _MODULES_OF_EXPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(_MODULES_OF_EXPORTS[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
