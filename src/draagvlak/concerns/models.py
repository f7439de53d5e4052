"""Worries and wishes, why they exist, how many voices carry them, and what was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.states import State
from draagvlak.core.tenancy import TenantForeignKey, TenantModel, TimelessModel
from draagvlak.organisations.models import Group
from draagvlak.programmes.models import Membership, Programme


class Concern(TimelessModel):
    """A worry or a wish, in words that its writer chose; never the raw words of a note.

    `voices` counts the voices; who they are stands sealed in `Voice`. `unsolved` counts the voices
    that said it is not solved for them; `closed_on`: since when all of them call it solved.
    `title_key` is the folded title, for sorting. Its key is
    random, for it stands in addresses: the hour of raising could lead to a conversation.
    """

    class Kind(models.TextChoices):
        WORRY = "worry", _("worry")
        WISH = "wish", _("wish")

    class Severity(models.IntegerChoices):
        LIGHT = 1, _("light")
        NOTABLE = 2, _("notable")
        SERIOUS = 3, _("serious")
        BLOCKING = 4, _("blocking")

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="concerns", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    title = models.CharField(_("title"), max_length=160)
    title_key = models.CharField(max_length=160)
    description = models.TextField(_("description"), max_length=4000, blank=True)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, default=2)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HEARD)
    owner = TenantForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    answer_due_on = models.DateField(_("answer promised on"), null=True, blank=True)
    raised_on = models.DateField(default=timezone.localdate)
    voices = models.PositiveIntegerField(default=0)
    unsolved = models.PositiveIntegerField(default=0)
    closed_on = models.DateField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    merged_into = TenantForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged", db_index=False
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "number"], name="concern_number_once"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="concern_has_title"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["worry", "wish"]), name="concern_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="concern_state"
            ),
            models.CheckConstraint(
                condition=models.Q(severity__gte=1, severity__lte=4), name="concern_severity"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["workspace", "programme", "state", "kind", "severity", "owner"],
                condition=models.Q(archived_at=None),
                name="concern_facets",
            ),
            models.Index(
                fields=["workspace", "programme", "-voices", "id"], name="concern_by_voices"
            ),
            models.Index(
                fields=["workspace", "programme", "state", "-voices", "id"],
                condition=models.Q(archived_at=None),
                name="concern_in_state",
            ),
            models.Index(
                fields=["workspace", "programme", "-voices", "id"],
                condition=models.Q(archived_at=None, unsolved__gt=0),
                name="concern_unsolved",
            ),
            models.Index(
                fields=["workspace", "programme", "answer_due_on", "id"], name="concern_by_due"
            ),
            models.Index(
                fields=["workspace", "programme", "-severity", "id"], name="concern_by_severity"
            ),
            models.Index(
                fields=["workspace", "programme", "title_key", "id"], name="concern_by_title"
            ),
            # whole answers of the next three stand in the index: no row is read to count
            models.Index(
                fields=[
                    "workspace",
                    "owner",
                    "programme",
                    "archived_at",
                    "answer_due_on",
                    "state",
                    "id",
                ],
                name="concern_owes",
            ),
            models.Index(
                fields=[
                    "workspace",
                    "programme",
                    "archived_at",
                    "state",
                    "answer_due_on",
                    "voices",
                    "id",
                ],
                name="concern_late",
            ),
            models.Index(
                fields=[
                    "workspace",
                    "id",
                    "programme",
                    "archived_at",
                    "state",
                    "voices",
                    "unsolved",
                ],
                name="concern_counted",
            ),
            models.Index(
                fields=["workspace", "merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="concern_merged",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Register(TenantModel):
    """One row per programme: the number of the next concern, and how often the list changed.

    `version` rises with every change that the list or its counts would show, so that counts can
    be kept until then.
    """

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    next_number = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "programme"], name="register_once"),
        ]


class AffectedGroup(TimelessModel):
    """That a concern touches a group."""

    concern = TenantForeignKey(Concern, models.CASCADE, related_name="affected", db_index=False)
    group = TenantForeignKey(Group, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "concern", "group"], name="affectedgroup_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "group"], name="affectedgroup_group")
        ]


class OriginStep(TenantModel):
    """One answer to "why?": up to five, each asking on behind the one before."""

    concern = TenantForeignKey(Concern, models.CASCADE, related_name="origin", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("because"), max_length=400)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "concern", "position"], name="originstep_position_once"
            ),
            models.CheckConstraint(
                condition=models.Q(position__gte=1, position__lte=5), name="originstep_five"
            ),
        ]


class Cause(TenantModel):
    """Why concerns exist: shared between concerns, answered by measures, typed on two axes."""

    class About(models.TextChoices):
        SOFTWARE = "software", _("the software")
        PROCESS = "process", _("the process")
        KNOWLEDGE = "knowledge", _("knowledge")
        SKILL = "skill", _("skill")
        WORKLOAD = "workload", _("workload")
        TRUST = "trust", _("trust and relations")
        ROLE = "role", _("role and position")
        VALUES = "values", _("values")

    class Where(models.TextChoices):
        WANT = "want", _("wanting to")
        MUST = "must", _("having to")
        CAN = "can", _("being able to")

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="causes", db_index=False)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    about = models.CharField(_("what it is about"), max_length=10, choices=About)
    where = models.CharField(_("where it sits"), max_length=4, choices=Where)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "title"], name="cause_title_once"
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="cause_has_title"),
            models.CheckConstraint(
                condition=models.Q(
                    about__in=[
                        "software",
                        "process",
                        "knowledge",
                        "skill",
                        "workload",
                        "trust",
                        "role",
                        "values",
                    ]
                ),
                name="cause_about",
            ),
            models.CheckConstraint(
                condition=models.Q(where__in=["want", "must", "can"]), name="cause_where"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ConcernCause(TenantModel):
    """That a cause lies behind a concern."""

    concern = TenantForeignKey(Concern, models.CASCADE, related_name="cause_links", db_index=False)
    cause = TenantForeignKey(Cause, models.CASCADE, related_name="concern_links", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "concern", "cause"], name="concerncause_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "cause"], name="concerncause_cause")]


class Voice(TimelessModel):
    """That somebody carries a concern. Who, from which group and by which quote stands sealed.

    `sealed` is for the programme's key pair: {"person": id, "group": id, "quote": id}, and so is
    `sealed_reason`: what the voice said of the answer. `raised_on` is the first day of the month.
    `solved_reason` is empty, but for programmes of 0.1 that never made a vault.
    """

    class Solved(models.TextChoices):
        YES = "yes", _("solved for me")
        PARTLY = "partly", _("partly solved")
        NO = "no", _("not solved for me")

    concern = TenantForeignKey(Concern, models.CASCADE, related_name="voice_rows", db_index=False)
    raised_on = models.DateField()
    sealed = models.BinaryField()
    solved = models.CharField(max_length=6, choices=Solved, blank=True)
    solved_reason = models.CharField(max_length=400, blank=True)
    sealed_reason = models.BinaryField(null=True)
    solved_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "concern", "solved"], name="voice_solved")
        ]


class VoiceTally(TenantModel):
    """How many voices of one group carry a concern: stored only from five."""

    concern = TenantForeignKey(Concern, models.CASCADE, related_name="tallies", db_index=False)
    group = TenantForeignKey(Group, models.CASCADE, related_name="+", db_index=False)
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "concern", "group"], name="voicetally_once"
            ),
            models.CheckConstraint(condition=models.Q(count__gte=5), name="voicetally_from_five"),
        ]


class Answer(TenantModel):
    """What was decided about a concern, by whom, why, and what happens when. Kept for ever."""

    concern = TenantForeignKey(Concern, models.CASCADE, related_name="answers", db_index=False)
    number = models.PositiveIntegerField()
    text = models.TextField(_("what is decided"), max_length=3000)
    decided_by = models.CharField(_("who decided"), max_length=150)
    reasons = models.TextField(_("why"), max_length=3000)
    what_happens = models.CharField(_("what happens, and when"), max_length=600, blank=True)
    answered_on = models.DateField(default=timezone.localdate)
    told_on = models.DateField(null=True, blank=True)
    corrected_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "concern", "number"], name="answer_number_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") & ~models.Q(reasons="") & ~models.Q(decided_by=""),
                name="answer_says_what_why_and_who",
            ),
        ]


class AnswerVersion(TenantModel):
    """The words of an answer before they were corrected. Kept for ever, like the answer."""

    answer = TenantForeignKey(Answer, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=3000)
    decided_by = models.CharField(max_length=150)
    reasons = models.TextField(max_length=3000)
    what_happens = models.CharField(max_length=600, blank=True)
    replaced_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "answer", "number"], name="answerversion_number_once"
            ),
        ]


class SavedFilter(TenantModel):
    """A view of a list that somebody gave a name: for themselves, or for the whole programme."""

    class Page(models.TextChoices):
        CONCERNS = "concerns", _("worries and wishes")
        MEASURES = "measures", _("measures")

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    user_id = models.UUIDField()
    page = models.CharField(max_length=8, choices=Page)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=600)
    is_default = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "page", "user_id", "name"],
                name="savedfilter_name_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "programme", "page", "user_id"],
                condition=models.Q(is_default=True),
                name="savedfilter_one_default",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="savedfilter_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
