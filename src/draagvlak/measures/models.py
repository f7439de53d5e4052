"""Measures: what is done about causes, by whom, at what price and load, and what was delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.concerns.models import Cause, Concern
from draagvlak.core.tenancy import TenantForeignKey, TenantModel
from draagvlak.measures.states import OPEN, State
from draagvlak.programmes.models import Membership, Programme

if TYPE_CHECKING:
    import datetime as dt

UNFINISHED = models.Q(state__in=[str(state) for state in sorted(OPEN)]) & ~models.Q(
    kind="nothing", state=State.AGREED
)


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Small words for measures."""

    def present(self) -> MeasureQuerySet:
        """Not in the archive."""
        return self.filter(archived_at=None)

    def live(self) -> MeasureQuerySet:
        """Measures that count: not in the archive and not dropped."""
        return self.present().exclude(state=State.DROPPED)

    def decided(self) -> MeasureQuerySet:
        """Measures that were agreed on and count since: a proposal decides nothing."""
        return self.live().exclude(state=State.PROPOSED)

    def unfinished(self) -> MeasureQuerySet:
        """Something is still to be done. Agreeing to do nothing finishes that measure."""
        return self.present().filter(UNFINISHED)

    def finished(self) -> MeasureQuerySet:
        """Delivered, or agreed to do nothing: now people can be answered."""
        return self.live().exclude(UNFINISHED)

    def late(self, today: dt.date) -> MeasureQuerySet:
        """Unfinished after the day that was promised."""
        return self.unfinished().filter(due_on__lt=today)


class Measure(TenantModel):
    """One thing that is done (or deliberately not done) about one or more causes.

    Cost in whole euros; load in hours per person, for `load_people` people. `reasons` say why it
    is chosen, `dropped_because` why it will not be done. `title_key` is the folded title, for
    sorting.
    """

    class Kind(models.TextChoices):
        ADAPT = "adapt", _("adapt the software")
        TRAIN = "train", _("train")
        COACH = "coach", _("coach")
        COMMUNICATE = "communicate", _("communicate")
        PROCESS = "process", _("change the process")
        OTHER = "other", _("other solution")
        NOTHING = "nothing", _("deliberately nothing")

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="measures", db_index=False)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    title = models.CharField(_("title"), max_length=160)
    title_key = models.CharField(max_length=160)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    reasons = models.TextField(_("reasons"), max_length=2000, blank=True)
    dropped_because = models.TextField(_("why it is dropped"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PROPOSED)
    owner = TenantForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    due_on = models.DateField(pgettext_lazy("measure", "due on"), null=True, blank=True)
    cost_euros = models.PositiveIntegerField(_("cost in euros"), null=True, blank=True)
    load_hours = models.DecimalField(
        _("hours per person"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    load_people = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(title=""), name="measure_has_title"),
            models.CheckConstraint(
                condition=~models.Q(kind="nothing") | ~models.Q(reasons=""),
                name="measure_nothing_has_reasons",
            ),
            models.CheckConstraint(
                condition=models.Q(load_hours=None) | models.Q(load_hours__gte=0),
                name="measure_load_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(load_hours=None, load_people=None)
                | models.Q(load_hours__isnull=False, load_people__isnull=False),
                name="measure_load_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="measure_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="dropped") | ~models.Q(dropped_because=""),
                name="measure_dropped_with_reasons",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "state", "kind"], name="measure_facets"),
            models.Index(fields=["workspace", "programme", "due_on"], name="measure_by_due"),
            models.Index(
                fields=["workspace", "programme", "title_key", "id"], name="measure_by_title"
            ),
            models.Index(fields=["workspace", "owner", "due_on"], name="measure_owed"),
        ]

    def __str__(self) -> str:
        return self.title


class MeasureCause(TenantModel):
    """That a measure answers a cause."""

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="cause_links", db_index=False)
    cause = TenantForeignKey(Cause, models.CASCADE, related_name="measure_links", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "measure", "cause"], name="measurecause_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "cause"], name="measurecause_cause")]


class MeasureConcern(TenantModel):
    """That a measure is meant for a concern."""

    measure = TenantForeignKey(
        Measure, models.CASCADE, related_name="concern_links", db_index=False
    )
    concern = TenantForeignKey(
        Concern, models.CASCADE, related_name="measure_links", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "measure", "concern"], name="measureconcern_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "concern"], name="measureconcern_concern"),
        ]


class Delivery(TenantModel):
    """Something that a measure brought: a release, a session, a message, a new way of working.

    A removed delivery keeps its row, so that removing can be undone.
    """

    measure = TenantForeignKey(Measure, models.CASCADE, related_name="deliveries", db_index=False)
    what = models.CharField(_("what was delivered"), max_length=300)
    delivered_on = models.DateField(_("when"), default=timezone.localdate)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["-delivered_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(what=""), name="delivery_says_what"),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "measure"], name="delivery_measure")]
