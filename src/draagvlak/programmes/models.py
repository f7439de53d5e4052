"""The programme: its phases, vision, solution, decisions, and who takes part in which role."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.core.policy import Role
from draagvlak.core.tenancy import TenantForeignKey, TenantModel
from draagvlak.organisations.models import Group, Organisation, Person


class Phase(models.TextChoices):
    """The way of a programme, from looking around to holding on."""

    EXPLORE = "explore", _("Explore")
    ANALYSE = "analyse", _("Analyse")
    DEVELOP = "develop", _("Develop and learn")
    GO_LIVE = "go_live", _("Go live")
    ANCHOR = "anchor", _("Anchor")


class Programme(TenantModel):
    """One introduction of a solution, across departments and organisations."""

    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("what it is about"), max_length=400, blank=True)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase, default=Phase.EXPLORE)
    next_number = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "slug"], name="programme_slug_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="programme_has_name"),
            models.CheckConstraint(
                condition=models.Q(phase__in=Phase.values), name="programme_phase"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeOrganisation(TenantModel):
    """That an organisation takes part in a programme."""

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="participations", db_index=False
    )
    organisation = TenantForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "organisation"], name="programmeorganisation_once"
            ),
        ]


class ProgrammePhase(TenantModel):
    """When a phase is planned to begin and end."""

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="phases", db_index=False)
    phase = models.CharField(max_length=10, choices=Phase)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "phase"], name="programmephase_once"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="programmephase_ends_after_start",
            ),
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def present(self) -> MembershipQuerySet:
        """Roles that still hold."""
        return self.filter(ended_at=None)


class Membership(TenantModel):
    """One role of a user: in a programme, or (no programme) administrator of the workspace.

    A role that was taken away keeps its row, so that what somebody owned still has a name, and
    taking it away can be undone.
    """

    programme = TenantForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="memberships", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=15, choices=Role)
    person = TenantForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    since = models.DateField(default=timezone.localdate)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "user", "role"],
                condition=models.Q(ended_at=None),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "user"],
                condition=models.Q(programme=None, ended_at=None),
                name="membership_workspace_wide_once",
            ),
            models.CheckConstraint(
                condition=models.Q(programme__isnull=False) | models.Q(role=Role.ADMINISTRATOR),
                name="membership_workspace_wide_only_administrator",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "user"], name="membership_user")]


class Invitation(TenantModel):
    """A mail that asks somebody to take part. Only a hash of its token is kept."""

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="invitations", db_index=False
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=15, choices=Role)
    person = TenantForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    token_hash = models.CharField(max_length=64)
    invited_by_id = models.UUIDField()
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "token_hash"], name="invitation_token_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="invitation_role"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "email"], name="invitation_email"),
        ]


class Vision(TenantModel):
    """One published version of the vision and approach. Versions are never changed."""

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="visions", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=150)
    body = models.TextField(_("vision and approach"), max_length=20_000)
    changed_because = models.CharField(_("what changed, and why"), max_length=600, blank=True)
    author_id = models.UUIDField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "number"], name="vision_number_once"
            ),
            models.CheckConstraint(condition=~models.Q(body=""), name="vision_has_body"),
        ]


class Supplier(TenantModel):
    """The company that delivers or adapts a solution: a partner."""

    name = models.CharField(_("name"), max_length=150)
    contact = models.CharField(_("contact person"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="supplier_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Solution(TenantModel):
    """What is being introduced, or considered."""

    class State(models.TextChoices):
        CONSIDERED = "considered", _("considered")
        CHOSEN = "chosen", _("chosen")
        DROPPED = "dropped", _("dropped")

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="solutions", db_index=False
    )
    supplier = TenantForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, related_name="solutions", db_index=False
    )
    name = models.CharField(_("name"), max_length=150)
    summary = models.CharField(_("what it does"), max_length=600, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.CHOSEN)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "name"], name="solution_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Decision(TenantModel):
    """A question that will be decided, and how it was."""

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        DECIDED = "decided", _("decided")

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="decisions", db_index=False
    )
    title = models.CharField(_("title"), max_length=150)
    question = models.CharField(_("question"), max_length=600, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    due_on = models.DateField(pgettext_lazy("decision", "due on"), null=True, blank=True)
    outcome = models.CharField(_("what was decided"), max_length=1000, blank=True)
    reasons = models.CharField(_("why"), max_length=2000, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="open") | (~models.Q(outcome="") & ~models.Q(reasons="")),
                name="decision_decided_with_reasons",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme"], name="decision_programme")
        ]

    def __str__(self) -> str:
        return self.title


class Participation(TenantModel):
    """At which level a person or a group takes part in one decision."""

    class Level(models.TextChoices):
        DECIDES = "decides", _("decides")
        CO_CREATES = "co_creates", _("co-creates")
        HEARD = "heard", _("is heard")
        INFORMED = "informed", _("is informed")

    decision = TenantForeignKey(
        Decision, models.CASCADE, related_name="participations", db_index=False
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    person = TenantForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    group = TenantForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person=None, group__isnull=False)
                | models.Q(person__isnull=False, group=None),
                name="participation_person_or_group",
            ),
            models.UniqueConstraint(
                fields=["workspace", "decision", "person"],
                condition=models.Q(person__isnull=False),
                name="participation_person_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "decision", "group"],
                condition=models.Q(group__isnull=False),
                name="participation_group_once",
            ),
        ]
