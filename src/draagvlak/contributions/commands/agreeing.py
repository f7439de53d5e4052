"""Writing down what is agreed about contributions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.contributions import rules
from draagvlak.contributions.queries.agreements import agreement_of
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.versions import save_if_unchanged

if TYPE_CHECKING:
    from draagvlak.contributions.models import Agreement
    from draagvlak.core.actor import Actor


@dataclass(frozen=True)
class AgreementDraft:
    """How long contributions are kept, and where one reports wrongdoing."""

    kept_months: int
    report_to: str = ""


@command
def write_agreement(*, by: Actor, draft: AgreementDraft, version: int) -> Agreement:
    """Write down what is agreed. Raises `EditConflict`."""
    rules.may_keep_agreement(by).demand()
    found = agreement_of(by)
    if found.version == 0:
        found.version = 1
        found.kept_months, found.report_to = draft.kept_months, draft.report_to.strip()
        found.save(force_insert=True)
    else:
        changes = {"kept_months": draft.kept_months, "report_to": draft.report_to.strip()}
        found = save_if_unchanged(found, expected=version, changes=changes)
    record("contributions.agreed", by=by, on=found)
    return found
