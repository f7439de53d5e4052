"""Stakeholders: groups and outside parties, how they stand, how they relate, what was promised."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.core.tenancy import TenantForeignKey, TenantModel
from draagvlak.organisations.models import Group
from draagvlak.programmes.models import Decision, Membership, Participation, Programme

FULL = 100
"""The high end of influence and interest; the low end is nought."""


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    """Small words for stakeholders."""

    def present(self) -> StakeholderQuerySet:
        """Not in the archive."""
        return self.filter(archived_at=None)


class Stakeholder(TenantModel):
    """A group of the register, or an outside party without people, in one programme.

    One built on a group has no name of its own: it is called as the group is. It is never a
    person. `stake` is what they win or lose, `approach` how guides go about it.
    """

    class Layer(models.TextChoices):
        BOARD = "board", pgettext_lazy("layer", "board")
        MANAGEMENT = "management", pgettext_lazy("layer", "management")
        PROFESSIONALS = "professionals", pgettext_lazy("layer", "professionals")
        SUPPORT = "support", pgettext_lazy("layer", "support")
        OUTSIDE = "outside", pgettext_lazy("layer", "outside")

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="stakeholders", db_index=False
    )
    group = TenantForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    layer = models.CharField(_("layer"), max_length=13, choices=Layer)
    role = models.CharField(_("role in the change"), max_length=600, blank=True)
    stake = models.CharField(_("what is at stake for them"), max_length=1000, blank=True)
    needs = models.CharField(_("what they need"), max_length=1000, blank=True)
    approach = models.CharField(_("approach"), max_length=2000, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_owner = TenantForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    next_due_on = models.DateField(_("before"), null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(group=None) & ~models.Q(name="")
                | models.Q(group__isnull=False, name=""),
                name="stakeholder_group_or_name",
            ),
            models.UniqueConstraint(
                fields=["workspace", "programme", "group"],
                condition=models.Q(group__isnull=False),
                name="stakeholder_group_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "programme", "name"],
                condition=models.Q(group=None),
                name="stakeholder_name_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    layer__in=["board", "management", "professionals", "support", "outside"]
                ),
                name="stakeholder_layer",
            ),
            models.CheckConstraint(
                condition=~models.Q(next_step="") | models.Q(next_owner=None, next_due_on=None),
                name="stakeholder_step_before_owner",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "next_owner"], name="stakeholder_owed"),
        ]

    def __str__(self) -> str:
        return self.group.name if self.group else self.name


class Assessment(TenantModel):
    """How a group stood on a day, as a guide saw it, and why. Never changed, only followed.

    `number` counts within the stakeholder: a new row names the number it was made after, so two
    guides cannot follow the same one. One that was taken back keeps its row.
    """

    class Attitude(models.TextChoices):
        CARRIES = "carries", pgettext_lazy("attitude", "carries it")
        OPEN = "open", pgettext_lazy("attitude", "is open to it")
        WAITS = "waits", pgettext_lazy("attitude", "waits and sees")
        WORRIED = "worried", pgettext_lazy("attitude", "has worries")
        AGAINST = "against", pgettext_lazy("attitude", "is against it")
        UNKNOWN = "unknown", pgettext_lazy("attitude", "not known yet")

    stakeholder = TenantForeignKey(
        Stakeholder, models.CASCADE, related_name="assessments", db_index=False
    )
    number = models.PositiveIntegerField()
    influence = models.PositiveSmallIntegerField(_("influence"))
    interest = models.PositiveSmallIntegerField(_("interest"))
    attitude = models.CharField(_("attitude"), max_length=7, choices=Attitude)
    reason = models.CharField(_("what this rests on"), max_length=600)
    seen_on = models.DateField(_("seen on"), default=timezone.localdate)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "stakeholder", "number"], name="assessment_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(influence__lte=FULL, interest__lte=FULL),
                name="assessment_on_the_map",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="assessment_has_reason"),
            models.CheckConstraint(
                condition=models.Q(
                    attitude__in=["carries", "open", "waits", "worried", "against", "unknown"]
                ),
                name="assessment_attitude",
            ),
        ]


class Relation(TenantModel):
    """How one stakeholder stands to another. One that was taken away keeps its row."""

    class Kind(models.TextChoices):
        INFLUENCES = "influences", pgettext_lazy("relation", "influences")
        REPRESENTS = "represents", pgettext_lazy("relation", "represents")
        DEPENDS = "depends", pgettext_lazy("relation", "depends on")
        TENSION = "tension", pgettext_lazy("relation", "is in tension with")

    source = TenantForeignKey(
        Stakeholder, models.CASCADE, related_name="relations_from", db_index=False
    )
    target = TenantForeignKey(
        Stakeholder, models.CASCADE, related_name="relations_to", db_index=False
    )
    kind = models.CharField(_("relation"), max_length=10, choices=Kind)
    note = models.CharField(_("explanation"), max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "source", "target", "kind"],
                condition=models.Q(removed_at=None),
                name="relation_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="relation_between_two"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["influences", "represents", "depends", "tension"]),
                name="relation_kind",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "target"], name="relation_target"),
        ]


class Commitment(TenantModel):
    """Something that was promised to a stakeholder, and whether it was kept."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("commitment", "open")
        KEPT = "kept", pgettext_lazy("commitment", "kept")
        BROKEN = "broken", pgettext_lazy("commitment", "not kept")
        WITHDRAWN = "withdrawn", pgettext_lazy("commitment", "withdrawn")

    stakeholder = TenantForeignKey(
        Stakeholder, models.CASCADE, related_name="commitments", db_index=False
    )
    what = models.CharField(_("what was promised"), max_length=300)
    made_on = models.DateField(_("promised on"), default=timezone.localdate)
    due_on = models.DateField(_("before"), null=True, blank=True)
    owner = TenantForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    explanation = models.CharField(_("how it went"), max_length=600, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(what=""), name="commitment_says_what"),
            models.CheckConstraint(
                condition=models.Q(state="open", settled_on=None)
                | models.Q(state__in=["kept", "broken", "withdrawn"], settled_on__isnull=False),
                name="commitment_settled_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["broken", "withdrawn"]) | ~models.Q(explanation=""),
                name="commitment_broken_with_reasons",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "stakeholder"], name="commitment_stakeholder"),
            models.Index(fields=["workspace", "owner", "due_on"], name="commitment_owed"),
        ]

    def __str__(self) -> str:
        return self.what


class OutsidePart(TenantModel):
    """At which level an outside party takes part in a decision. Groups have `Participation`."""

    decision = TenantForeignKey(
        Decision, models.CASCADE, related_name="outside_parts", db_index=False
    )
    stakeholder = TenantForeignKey(
        Stakeholder, models.CASCADE, related_name="outside_parts", db_index=False
    )
    level = models.CharField(_("level"), max_length=10, choices=Participation.Level)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "decision", "stakeholder"], name="outsidepart_once"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=Participation.Level.values), name="outsidepart_level"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "stakeholder"], name="outsidepart_stakeholder"),
        ]
