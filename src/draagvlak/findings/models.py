"""Findings: where work gets stuck, what is custom, what becomes possible, and what is so."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.models import Concern
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core.tenancy import TenantForeignKey, TenantModel
from draagvlak.findings.states import Basis, Effect, Judgement, Reason, State, Tone, Way
from draagvlak.measures.models import Measure
from draagvlak.organisations.models import Group
from draagvlak.processes.models import Process, Situation
from draagvlak.programmes.models import Membership, Programme


class Finding(TenantModel):
    """What somebody noticed about a process now or later: on one step, or on the whole.

    The pin is the key of the step, so that a new version of the model keeps it. `step_name` is
    what the step was called then: it still says where, when the step is gone.
    """

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    process = TenantForeignKey(Process, models.CASCADE, related_name="+", db_index=False)
    moment = models.CharField(max_length=5, choices=Situation.Moment)
    step_key = models.CharField(max_length=200, blank=True)
    step_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    quote = TenantForeignKey(
        ReleasedQuote, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(title=""), name="%(class)s_has_title"),
            models.CheckConstraint(
                condition=models.Q(moment__in=["now", "later"]), name="%(class)s_moment"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "-id"], name="%(class)s_recent"),
            models.Index(fields=["workspace", "process", "moment"], name="%(class)s_pinned"),
            models.Index(fields=["workspace", "quote"], name="%(class)s_quote"),
        ]

    def __str__(self) -> str:
        return self.title


class Bottleneck(Finding):
    """Where work gets stuck, or will. `minutes` are a week, `euros` a year, of everybody."""

    cause = models.CharField(max_length=600, blank=True)
    since = models.CharField(max_length=120, blank=True)
    minutes = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    euros = models.PositiveIntegerField(null=True, blank=True)
    price = models.CharField(max_length=300, blank=True)
    remedy = models.CharField(max_length=600, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    owner = TenantForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta(Finding.Meta):
        constraints: ClassVar = [
            *Finding.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="bottleneck_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "busy"]) | ~models.Q(remedy=""),
                name="bottleneck_ends_with_words",
            ),
        ]


class Practice(Finding):
    """What people do out of custom, the reason that they give, and what is to be done with it."""

    reason = models.CharField(max_length=7, choices=Reason, default=Reason.UNKNOWN)
    reason_words = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=200, blank=True)
    effect = models.CharField(max_length=7, choices=Effect, default=Effect.UNKNOWN)
    verdict = models.CharField(max_length=5, choices=Judgement, blank=True)
    verdict_words = models.CharField(max_length=600, blank=True)
    replacement = models.CharField(max_length=400, blank=True)
    judged_on = models.DateField(null=True, blank=True)
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta(Finding.Meta):
        constraints: ClassVar = [
            *Finding.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(reason__in=Reason.values, effect__in=Effect.values),
                name="practice_words_known",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="")
                | models.Q(verdict__in=Judgement.values, judged_on__isnull=False)
                & ~models.Q(verdict_words=""),
                name="practice_verdict_with_reasons",
            ),
        ]


class Opportunity(Finding):
    """What the new system makes possible."""

    about = models.CharField(max_length=600, blank=True)


class Fact(Finding):
    """How it is in the work now, said plainly; or praise: what goes well and has to stay.

    A fact can be checked. Other words are another fact: writing them takes the check away.
    """

    tone = models.CharField(max_length=6, choices=Tone, default=Tone.FACT)
    about = models.CharField(max_length=600, blank=True)
    basis = models.CharField(max_length=5, choices=Basis, default=Basis.TOLD)
    source = models.CharField(max_length=200, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta(Finding.Meta):
        constraints: ClassVar = [
            *Finding.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(tone__in=Tone.values, basis__in=Basis.values),
                name="fact_words_known",
            ),
            models.CheckConstraint(condition=models.Q(moment="now"), name="fact_is_of_now"),
            models.CheckConstraint(
                condition=models.Q(tone="fact") | models.Q(checked_on=None),
                name="fact_praise_is_not_checked",
            ),
        ]


class Gain(TenantModel):
    """What a group gains by an opportunity: minutes a week together, or in words."""

    opportunity = TenantForeignKey(
        Opportunity, models.CASCADE, related_name="gains", db_index=False
    )
    group = TenantForeignKey(Group, models.CASCADE, related_name="+", db_index=False)
    minutes = models.DecimalField(max_digits=7, decimal_places=1, null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "opportunity", "group"], name="gain_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "group"], name="gain_group")]


class OpportunityConcern(TenantModel):
    """That an opportunity answers a concern."""

    opportunity = TenantForeignKey(
        Opportunity, models.CASCADE, related_name="concern_links", db_index=False
    )
    concern = TenantForeignKey(Concern, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "opportunity", "concern"], name="opportunityconcern_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "concern"], name="opportunityconcern_back")
        ]


class BottleneckMeasure(TenantModel):
    """That a measure is there to solve or prevent a bottleneck."""

    bottleneck = TenantForeignKey(
        Bottleneck, models.CASCADE, related_name="measure_links", db_index=False
    )
    measure = TenantForeignKey(Measure, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "bottleneck", "measure"], name="bottleneckmeasure_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "measure"], name="bottleneckmeasure_back")
        ]


class Review(TenantModel):
    """A meeting in which a group looks at practices and says what is to be done with them."""

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(_("title"), max_length=150)
    held_on = models.DateField(default=timezone.localdate)
    way = models.CharField(max_length=7, choices=Way)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(title=""), name="review_has_title"),
            models.CheckConstraint(condition=models.Q(way__in=Way.values), name="review_way"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "-id"], name="review_recent"),
        ]

    def __str__(self) -> str:
        return self.title


class Reviewed(TenantModel):
    """One practice in a review: how the group voted, why, and what came of it.

    While a group votes on its own screens `ballots` holds choices with reasons, and `voters` marks
    of who voted, both sorted: nothing says which belongs to whom. Counting empties both.
    """

    review = TenantForeignKey(Review, models.CASCADE, related_name="items", db_index=False)
    practice = TenantForeignKey(Practice, models.CASCADE, related_name="reviews", db_index=False)
    place = models.PositiveSmallIntegerField()
    ballots = models.JSONField(default=list)
    voters = models.JSONField(default=list)
    keep = models.PositiveSmallIntegerField(null=True, blank=True)
    adapt = models.PositiveSmallIntegerField(null=True, blank=True)
    stop = models.PositiveSmallIntegerField(null=True, blank=True)
    reasons = models.JSONField(default=list)
    verdict = models.CharField(max_length=5, choices=Judgement, blank=True)
    verdict_words = models.CharField(max_length=600, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "review", "practice"], name="reviewed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(keep=None, adapt=None, stop=None)
                | models.Q(keep__isnull=False, adapt__isnull=False, stop__isnull=False),
                name="reviewed_counted_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="")
                | models.Q(verdict__in=Judgement.values, keep__isnull=False)
                & ~models.Q(verdict_words=""),
                name="reviewed_verdict_with_reasons",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "practice"], name="reviewed_practice"),
        ]
