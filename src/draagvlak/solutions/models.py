"""What a solution can do, what it means for a wish, and what points at a step of the work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.concerns.models import Concern
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core.tenancy import TenantForeignKey, TenantModel, TimelessModel
from draagvlak.measures.models import Measure
from draagvlak.processes.models import Process, Situation
from draagvlak.programmes.models import Solution


class How(models.TextChoices):
    """How something is there, from least work to not at all."""

    BOX = "box", pgettext_lazy("how it is there", "out of the box")
    SETTINGS = "settings", pgettext_lazy("how it is there", "with settings")
    ADAPTATION = "adaptation", pgettext_lazy("how it is there", "by adaptation")
    ABSENT = "absent", pgettext_lazy("how it is there", "not at all")


HOWS = ["box", "settings", "adaptation", "absent"]


class StandingQuerySet(models.QuerySet["Capability"]):
    """Small words for capabilities."""

    def present(self) -> StandingQuerySet:
        """Not removed."""
        return self.filter(removed_at=None)


class Capability(TenantModel):
    """One thing that a solution can do, where that was found, and how it is there.

    `starter` is the key of the shipped fact that it began as; `checked_on` the day of the source.
    """

    solution = TenantForeignKey(
        Solution, models.CASCADE, related_name="capabilities", db_index=False
    )
    name = models.CharField(_("what it can do"), max_length=160)
    what = models.CharField(_("how that works"), max_length=600, blank=True)
    area = models.CharField(_("area"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    checked_on = models.DateField(_("looked up on"), null=True, blank=True)
    how = models.CharField(_("how it is there"), max_length=10, choices=How)
    starter = models.CharField(max_length=80, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "solution", "name"],
                condition=models.Q(removed_at=None),
                name="capability_name_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="capability_has_name"),
            models.CheckConstraint(condition=models.Q(how__in=HOWS), name="capability_how"),
        ]

    def __str__(self) -> str:
        return self.name


class Fit(TimelessModel):
    """Whether a solution meets a wish or takes a worry away, and by which capability.

    Without a row nobody looked yet: that is no verdict.
    """

    solution = TenantForeignKey(Solution, models.CASCADE, related_name="fits", db_index=False)
    concern = TenantForeignKey(Concern, models.CASCADE, related_name="fits", db_index=False)
    capability = TenantForeignKey(
        Capability, models.SET_NULL, null=True, blank=True, related_name="fits", db_index=False
    )
    how = models.CharField(max_length=10, choices=How)
    note = models.CharField(_("why you say so"), max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "solution", "concern"], name="fit_once"),
            models.CheckConstraint(condition=models.Q(how__in=HOWS), name="fit_how"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "concern"], name="fit_concern"),
            models.Index(fields=["workspace", "capability"], name="fit_capability"),
        ]


class StepMark(TimelessModel):
    """A step that something points at. It stays when the model goes: then the step is not there.

    `name` and `role` are those of the day on which something first pointed at it.
    """

    process = TenantForeignKey(Process, models.CASCADE, related_name="marks", db_index=False)
    moment = models.CharField(max_length=5, choices=Situation.Moment)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "process", "moment", "key"], name="stepmark_once"
            ),
            models.CheckConstraint(
                condition=models.Q(moment__in=["now", "later"]), name="stepmark_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def _one_of(*names: str) -> models.Q:
    """Exactly one of these columns is filled."""
    found = models.Q()
    for name in names:
        found |= models.Q(**{f"{each}__isnull": each != name for each in names})
    return found


class TieQuerySet(models.QuerySet["Tie"]):
    """Small words for ties."""

    def present(self) -> TieQuerySet:
        """Not taken away."""
        return self.filter(removed_at=None)


class Tie(TimelessModel):
    """That one thing is about a step. Its key is random: it must not tell when that was said."""

    mark = TenantForeignKey(StepMark, models.CASCADE, related_name="ties", db_index=False)
    concern = TenantForeignKey(
        Concern, models.CASCADE, null=True, blank=True, related_name="step_ties", db_index=False
    )
    quote = TenantForeignKey(
        ReleasedQuote,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="step_ties",
        db_index=False,
    )
    measure = TenantForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="step_ties", db_index=False
    )
    capability = TenantForeignKey(
        Capability, models.CASCADE, null=True, blank=True, related_name="step_ties", db_index=False
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_one_of("concern", "quote", "measure", "capability"),
                name="tie_of_one_thing",
            ),
            models.UniqueConstraint(fields=["workspace", "mark", "concern"], name="tie_concern"),
            models.UniqueConstraint(fields=["workspace", "mark", "quote"], name="tie_quote"),
            models.UniqueConstraint(fields=["workspace", "mark", "measure"], name="tie_measure"),
            models.UniqueConstraint(
                fields=["workspace", "mark", "capability"], name="tie_capability"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "concern"], name="tie_of_concern"),
            models.Index(fields=["workspace", "quote"], name="tie_of_quote"),
            models.Index(fields=["workspace", "measure"], name="tie_of_measure"),
            models.Index(fields=["workspace", "capability"], name="tie_of_capability"),
        ]
