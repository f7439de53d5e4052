"""What a workspace does with lessons: which words it took over, and which lessons it keeps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.concerns.models import Cause, Concern
from draagvlak.core.ids import uuid4
from draagvlak.core.tenancy import TenantForeignKey, TenantModel, TimelessModel
from draagvlak.measures.models import Measure
from draagvlak.programmes.models import Programme


class Pick(TenantModel):
    """That a cause or a measure began with the words of a lesson. What became of them is its own.

    `entry` is the lesson (its key in the shipped library, or of an own lesson), `example` the part
    of it and `offered` the words as they stood there then: the library may change later.
    """

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    cause = TenantForeignKey(
        Cause, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    measure = TenantForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    entry = models.CharField(max_length=80)
    example = models.CharField(max_length=120)
    offered = models.CharField(max_length=160)
    picked_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(cause__isnull=False, measure=None)
                | models.Q(cause=None, measure__isnull=False),
                name="pick_is_of_one",
            ),
            models.UniqueConstraint(
                fields=["workspace", "cause"],
                condition=models.Q(cause__isnull=False),
                name="pick_cause_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "measure"],
                condition=models.Q(measure__isnull=False),
                name="pick_measure_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "entry"], name="pick_of_entry"),
        ]

    def __str__(self) -> str:
        return self.offered


class Lesson(TenantModel):
    """What was learned about one concern, in words without names, that a workspace keeps.

    Its own, from a concern of one of its programmes, or a copy that was brought here from an
    earlier programme in another workspace. All copies share `family`, a random key; a copy says
    nothing of where it is from, and no day finer than a year. `keeper_id` is the guide who kept it.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for consent")
        KEPT = "kept", pgettext_lazy("lesson", "kept")
        REFUSED = "refused", pgettext_lazy("lesson", "stays here")
        WITHDRAWN = "withdrawn", pgettext_lazy("lesson", "taken back")

    programme = TenantForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="lessons", db_index=False
    )
    concern = TenantForeignKey(
        Concern, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    family = models.UUIDField(default=uuid4)
    is_brought = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    keeper_id = models.UUIDField(null=True, blank=True)
    system = models.CharField(_("system"), max_length=20)
    kind = models.CharField(_("kind"), max_length=5, choices=Concern.Kind)
    title = models.CharField(_("worry or wish"), max_length=160)
    cause = models.CharField(_("cause"), max_length=160)
    about = models.CharField(_("what it is about"), max_length=10, choices=Cause.About)
    where = models.CharField(_("where it sits"), max_length=4, choices=Cause.Where)
    measure = models.CharField(_("measure"), max_length=160)
    measure_kind = models.CharField(_("kind of measure"), max_length=11, choices=Measure.Kind)
    helped = models.TextField(_("what helped"), max_length=1000)
    effect = models.CharField(_("what came of it"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "family"], name="lesson_family_once"),
            models.UniqueConstraint(
                fields=["workspace", "concern"],
                condition=models.Q(state__in=["asked", "kept"]),
                name="lesson_of_concern_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(title="")
                & ~models.Q(cause="")
                & ~models.Q(measure="")
                & ~models.Q(helped=""),
                name="lesson_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(is_brought=False, programme__isnull=False)
                | models.Q(
                    is_brought=True, programme=None, concern=None, keeper_id=None, state="kept"
                ),
                name="lesson_brought_tells_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "kept", "refused", "withdrawn"]),
                name="lesson_state",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "state", "-id"], name="lesson_recent"),
            models.Index(fields=["workspace", "programme", "state", "-id"], name="lesson_here"),
        ]

    def __str__(self) -> str:
        return self.title


class Consent(TenantModel):
    """What the client said of a lesson, who said it, and on which day. Never changed.

    `user_id` is set when it was said by signing in; else a guide wrote it down (`recorded_by_id`).
    """

    class Said(models.TextChoices):
        GIVEN = "given", pgettext_lazy("consent", "gave consent")
        REFUSED = "refused", pgettext_lazy("consent", "did not consent")
        WITHDRAWN = "withdrawn", pgettext_lazy("consent", "took it back")

    lesson = TenantForeignKey(Lesson, models.CASCADE, related_name="consents", db_index=False)
    said = models.CharField(max_length=9, choices=Said)
    name = models.CharField(_("who"), max_length=150)
    user_id = models.UUIDField(null=True, blank=True)
    recorded_by_id = models.UUIDField(null=True, blank=True)
    said_on = models.DateField(default=timezone.localdate)
    because = models.CharField(_("why"), max_length=400, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="consent_by_somebody"),
            models.CheckConstraint(
                condition=models.Q(said__in=["given", "refused", "withdrawn"]), name="consent_said"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "lesson"], name="consent_lesson")]


class Destination(TimelessModel):
    """A workspace that a lesson goes to, or went to. `place` is its key, and no reference.

    A reference would let a query step from one client to another; with a key a command has to name
    the other workspace itself.
    """

    lesson = TenantForeignKey(Lesson, models.CASCADE, related_name="destinations", db_index=False)
    place = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "lesson", "place"], name="destination_once"
            ),
        ]
