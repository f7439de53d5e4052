"""One finding: its facts, what it came from, who gains, and which concerns it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from draagvlak.concerns.queries import visible_concerns
from draagvlak.conversations.queries.released import visible_released
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.findings.models import (
    Bottleneck,
    Fact,
    Gain,
    Opportunity,
    OpportunityConcern,
    Practice,
    Reviewed,
)
from draagvlak.findings.queries.access import now_step
from draagvlak.findings.queries.words import minute_words, price_words

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.concerns.models import Concern
    from draagvlak.conversations.models import ReleasedQuote
    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Finding


@dataclass(frozen=True)
class Known:
    """One line of what is known."""

    label: str
    value: str
    href: str = ""
    action: str = ""


@dataclass(frozen=True)
class GainRow:
    """What one group gains."""

    group_id: UUID
    name: str
    minutes: str
    words: str


def where_words(actor: Actor, finding: Finding) -> str:
    """Where a finding is pinned, in words."""
    moment = str(finding.get_moment_display()).lower()
    here = {"process": finding.process.name, "moment": moment, "step": finding.step_name}
    name = now_step(actor, finding)
    if name is None:
        return _("%(process)s (%(moment)s), at “%(step)s”, which is no longer a step") % here
    if not name:
        return _("%(process)s (%(moment)s), the whole process") % here
    return _("%(process)s (%(moment)s), at “%(step)s”") % {**here, "step": name}


def known_of(actor: Actor, finding: Finding) -> list[Known]:
    """What is known of a finding, without empty lines."""
    keys = {"process_id": finding.process_id, "moment": finding.moment}
    url = to(actor, "processes:situation_detail", **keys)
    known = [Known(_("Where"), where_words(actor, finding), url, _("See it"))]
    if isinstance(finding, Bottleneck):
        known += _bottleneck(finding)
    elif isinstance(finding, Practice):
        known += _practice(finding)
    elif isinstance(finding, Opportunity):
        known.append(Known(_("What becomes possible"), finding.about))
    elif isinstance(finding, Fact):
        known += _fact(finding)
    return [line for line in known if line.value]


def _bottleneck(each: Bottleneck) -> list[Known]:
    price = " – ".join(word for word in (price_words(each), each.price) if word)
    return [
        Known(_("Why it gets stuck"), each.cause),
        Known(_("Since when"), each.since),
        Known(_("What it costs"), price),
        Known(_("How to prevent or solve it"), each.remedy),
        Known(_("Who sees to it"), each.owner.user.name if each.owner else _("Nobody yet")),
    ]


def _practice(each: Practice) -> list[Known]:
    reason = capfirst(str(each.get_reason_display()))
    words = f"{reason}: {each.reason_words}" if each.reason_words else reason
    return [
        Known(_("Why people do it"), words),
        Known(_("How we know that"), each.source),
        Known(_("Does it still work?"), capfirst(str(each.get_effect_display()))),
    ]


def _fact(each: Fact) -> list[Known]:
    basis = capfirst(str(each.get_basis_display()))
    return [
        Known(_("More about it"), each.about),
        Known(_("How we know that"), f"{basis}: {each.source}" if each.source else basis),
        Known(_("Checked"), checked_words(each)),
    ]


def checked_words(fact: Fact) -> str:
    """Who checked a fact, and when; nothing while nobody did."""
    if fact.checked_on is None:
        return ""
    day = date_format(fact.checked_on, "j F Y")
    if fact.checker is None:
        return day
    return _("%(name)s, %(day)s") % {"name": fact.checker.name, "day": day}


def judged_words(practice: Practice, outcomes: list[Reviewed]) -> str:
    """Who said what is to be done with a practice, and when."""
    day = date_format(practice.judged_on, "j F Y") if practice.judged_on else ""
    if practice.judge is not None:
        return _("%(name)s, %(day)s") % {"name": practice.judge.name, "day": day}
    if outcomes:
        return _("a group together, %(day)s") % {"day": day}
    return day


def own_quote(actor: Actor, finding: Finding) -> ReleasedQuote | None:
    """The released quote behind a finding, as far as this actor may read it."""
    if finding.quote_id is None:
        return None
    return visible_released(actor).filter(pk=finding.quote_id).first()


def gains_of(actor: Actor, opportunity: Opportunity) -> list[GainRow]:
    """Who gains by an opportunity. One statement."""
    rows = Gain.objects.filter(workspace_id=actor.tenant, opportunity_id=opportunity.pk)
    return [
        GainRow(row.group_id, row.group.name, minute_words(row.minutes), row.words)
        for row in rows.select_related("group").order_by("group__name", "pk")
    ]


def concerns_of(actor: Actor, opportunity: Opportunity) -> list[Concern]:
    """The concerns that an opportunity answers, as far as this actor sees them."""
    ties = OpportunityConcern.objects.filter(
        workspace_id=actor.tenant, opportunity_id=opportunity.pk
    )
    rows = visible_concerns(actor).filter(pk__in=ties.values("concern_id"))
    return list(rows.order_by("title_key", "pk")[:50])


def outcomes_of(actor: Actor, practice: Practice) -> list[Reviewed]:
    """What groups said about a practice, the latest first; not for who is a supplier only."""
    if actor.roles == {Role.SUPPLIER}:
        return []
    rows = Reviewed.objects.filter(workspace_id=actor.tenant, practice_id=practice.pk)
    rows = rows.exclude(verdict="").select_related("review")
    return list(rows.order_by("-review__held_on", "-pk")[:10])
