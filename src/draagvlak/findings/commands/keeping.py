"""Writing findings down, changing them, and putting them away."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.conversations.queries.released import access_released
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.versions import save_if_unchanged
from draagvlak.findings import rules
from draagvlak.findings.models import Fact
from draagvlak.findings.queries import MODELS, steps_at
from draagvlak.findings.states import Basis, Effect, Judgement, Reason, State, Tone
from draagvlak.lib.fold import squeeze
from draagvlak.programmes.queries import access_membership

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Finding, Practice
    from draagvlak.findings.states import Sort
    from draagvlak.processes.models import Process


SAID = ("title", "about", "tone")
"""Who checked a fact, checked these words: others are not checked."""
UNCHECKED: Mapping[str, object] = MappingProxyType({"checked_on": None, "checker_id": None})


@dataclass(frozen=True)
class Pin:
    """Where something was noticed: a process, now or later."""

    process: Process
    moment: str


@dataclass(frozen=True)
class BottleneckDraft:
    """What somebody wrote down about a bottleneck."""

    title: str
    step: str = ""
    cause: str = ""
    since: str = ""
    minutes: Decimal | None = None
    euros: int | None = None
    price: str = ""
    remedy: str = ""
    state: str = State.OPEN
    owner: UUID | None = None

    def values(self) -> dict[str, object]:
        """The columns."""
        return {
            "cause": self.cause.strip(),
            "since": squeeze(self.since),
            "minutes": self.minutes,
            "euros": self.euros,
            "price": self.price.strip(),
            "remedy": self.remedy.strip(),
            "state": State(self.state),
            "owner_id": self.owner,
        }


@dataclass(frozen=True)
class PracticeDraft:
    """What somebody wrote down about a practice."""

    title: str
    step: str = ""
    reason: str = Reason.UNKNOWN
    reason_words: str = ""
    source: str = ""
    effect: str = Effect.UNKNOWN

    def values(self) -> dict[str, object]:
        """The columns."""
        return {
            "reason": Reason(self.reason),
            "reason_words": self.reason_words.strip(),
            "source": squeeze(self.source),
            "effect": Effect(self.effect),
        }


@dataclass(frozen=True)
class OpportunityDraft:
    """What somebody wrote down about an opportunity."""

    title: str
    step: str = ""
    about: str = ""

    def values(self) -> dict[str, object]:
        """The columns."""
        return {"about": self.about.strip()}


@dataclass(frozen=True)
class FactDraft:
    """What somebody wrote down about how it is, or about what goes well."""

    title: str
    step: str = ""
    tone: str = Tone.FACT
    about: str = ""
    basis: str = Basis.TOLD
    source: str = ""

    def values(self) -> dict[str, object]:
        """The columns."""
        return {
            "tone": Tone(self.tone),
            "about": self.about.strip(),
            "basis": Basis(self.basis),
            "source": squeeze(self.source),
        }


Draft = BottleneckDraft | PracticeDraft | OpportunityDraft | FactDraft


@dataclass(frozen=True)
class VerdictDraft:
    """What is to be done with a practice, why, and what comes instead."""

    verdict: str
    words: str
    replacement: str = ""


@command
def add_finding(
    *, by: Actor, sort: Sort, pin: Pin, draft: Draft, quote: UUID | None = None, once: str = ""
) -> Finding:
    """Write down what was noticed; `quote` is the released quote that it came from."""
    del once
    rules.may_add(by, pin.process).demand()
    source = access_released(by, quote) if quote is not None else None
    finding = MODELS[sort]._default_manager.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        process=pin.process,
        moment=pin.moment,
        quote=source,
        **_values(by, pin, draft),
    )
    record("findings.added", by=by, on=finding)
    return finding


@command
def edit_finding(*, by: Actor, finding: Finding, draft: Draft, version: int) -> Finding:
    """Change what is written. Raises `EditConflict` when somebody else did so first."""
    rules.may_edit(by, finding).demand()
    pin = Pin(finding.process, finding.moment)
    changes = _values(by, pin, draft)
    if draft.step == finding.step_key and not changes["step_key"]:
        # the step is gone from the model: where it was stays readable
        changes |= {"step_key": finding.step_key, "step_name": finding.step_name}
    if isinstance(finding, Fact) and any(getattr(finding, key) != changes[key] for key in SAID):
        changes |= UNCHECKED
    finding = save_if_unchanged(finding, expected=version, changes=changes)
    record("findings.edited", by=by, on=finding)
    return finding


@command
def archive_finding(*, by: Actor, finding: Finding) -> Finding:
    """Put a finding away, with everything in it."""
    rules.may_archive(by, finding).demand()
    changes = {"archived_at": timezone.now()}
    finding = save_if_unchanged(finding, expected=finding.version, changes=changes)
    record("findings.archived", by=by, on=finding)
    return finding


@command
def restore_finding(*, by: Actor, finding: Finding) -> Finding:
    """Take a finding out of the archive, as it was."""
    rules.may_restore(by, finding).demand()
    finding = save_if_unchanged(finding, expected=finding.version, changes={"archived_at": None})
    record("findings.restored", by=by, on=finding)
    return finding


@command
def judge_practice(*, by: Actor, practice: Practice, draft: VerdictDraft, version: int) -> Practice:
    """Say what is to be done with a practice. Raises `EditConflict`."""
    rules.may_judge(by, practice, words=draft.words).demand()
    changes = {**judged(draft), "judge_id": by.user_id}
    practice = save_if_unchanged(practice, expected=version, changes=changes)
    record("findings.practice_judged", by=by, on=practice)
    return practice


@command
def check_fact(*, by: Actor, fact: Fact) -> Fact:
    """Say that one looked, and that it is so."""
    rules.may_check(by, fact).demand()
    changes = {"checked_on": timezone.localdate(), "checker_id": by.user_id}
    fact = save_if_unchanged(fact, expected=fact.version, changes=changes)
    record("findings.fact_checked", by=by, on=fact)
    return fact


@command
def uncheck_fact(*, by: Actor, fact: Fact) -> Fact:
    """Say that it still has to be checked."""
    rules.may_uncheck(by, fact).demand()
    fact = save_if_unchanged(fact, expected=fact.version, changes=UNCHECKED)
    record("findings.fact_unchecked", by=by, on=fact)
    return fact


def judged(draft: VerdictDraft) -> dict[str, object]:
    """The columns of a verdict."""
    return {
        "verdict": Judgement(draft.verdict),
        "verdict_words": draft.words.strip(),
        "replacement": draft.replacement.strip(),
        "judged_on": timezone.localdate(),
    }


def _values(by: Actor, pin: Pin, draft: Draft) -> dict[str, object]:
    """The columns, with the step that was chosen if it is one of the process."""
    if isinstance(draft, BottleneckDraft):
        rules.may_end(draft.state, draft.remedy).demand()
        if draft.owner is not None:
            access_membership(by, draft.owner)
    name = steps_at(by, pin.process, pin.moment).get(draft.step) if draft.step else None
    return {
        "title": squeeze(draft.title),
        "step_key": "" if name is None else draft.step,
        "step_name": name or "",
        **draft.values(),
    }
