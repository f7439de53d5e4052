"""Organisations, their units, the people who work there, and groups across all of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.core.tenancy import TenantForeignKey, TenantModel


class Organisation(TenantModel):
    """A municipality, a company, a partner in a joint programme."""

    name = models.CharField(_("name"), max_length=150)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="organisation_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(TenantModel):
    """A department or team. `path` is the materialised way from the top, four signs a step."""

    organisation = TenantForeignKey(
        Organisation, models.CASCADE, related_name="units", db_index=False
    )
    parent = TenantForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", db_index=False
    )
    name = models.CharField(_("name"), max_length=150)
    path = models.CharField(max_length=80)
    depth = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "organisation", "path"], name="unit_path_once"
            ),
            models.UniqueConstraint(
                fields=["workspace", "organisation", "parent", "name"], name="unit_name_once"
            ),
            models.UniqueConstraint(
                fields=["workspace", "organisation", "name"],
                condition=models.Q(parent=None),
                name="unit_top_name_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="unit_has_name"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="unit_not_its_own_parent"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "parent"], name="unit_parent")]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    def present(self) -> PersonQuerySet:
        """Those who have not left."""
        return self.filter(left_on=None)


class Person(TenantModel):
    """Somebody who works in an organisation, whether or not they ever sign in.

    `sort_key` is the folded family name without its prefix ("van der"), then the given name.
    """

    organisation = TenantForeignKey(
        Organisation, models.CASCADE, related_name="people", db_index=False
    )
    unit = TenantForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="people", db_index=False
    )
    name = models.CharField(_("name"), max_length=150)
    sort_key = models.CharField(max_length=180)
    function = models.CharField(_("function"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    external_id = models.CharField(_("staff number"), max_length=64, blank=True)
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "email"],
                condition=~models.Q(email=""),
                name="person_email_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="person_external_id_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_name"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "sort_key", "id"], name="person_by_name"),
            models.Index(
                fields=["workspace", "unit", "left_on", "organisation", "id"],
                name="person_in_unit",
            ),
            models.Index(fields=["workspace", "organisation"], name="person_by_organisation"),
            models.Index(
                fields=["workspace", "id", "organisation", "unit"],
                condition=models.Q(left_on=None),
                name="person_present",
            ),
            models.Index(
                fields=["workspace", "sort_key", "id", "email"],
                condition=models.Q(left_on=None),
                name="person_findable",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Group(TenantModel):
    """People who will use the solution alike: across units and organisations."""

    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("description"), max_length=300, blank=True)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name"], name="group_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="group_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(TenantModel):
    """That a person belongs to a group."""

    group = TenantForeignKey(Group, models.CASCADE, related_name="memberships", db_index=False)
    person = TenantForeignKey(
        Person, models.CASCADE, related_name="group_memberships", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "group", "person"], name="groupmember_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "person"], name="groupmember_person")
        ]


class PeopleImport(TenantModel):
    """One import of people: its preview, its counts, and how to undo it.

    `upload` and `staged` (the file and its rows until they are applied), `report` (first rows and
    problems) and `inverse` (how to undo) are sealed with the key of the workspace. Nothing of the
    file is kept once it is applied, refused or a week old.
    """

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        REFUSED = "refused", _("cannot be read")
        PREVIEW = "preview", _("to check")
        APPLYING = "applying", _("at work")
        APPLIED = "applied", _("done")
        UNDONE = "undone", _("undone")

    class Gone(models.TextChoices):
        LEAVE = "leave", _("leave them as they are")
        LEFT = "left", _("note that they no longer work here")

    organisation = TenantForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State, default=State.PREVIEW)
    filename = models.CharField(max_length=150)
    mapping = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    gone_choice = models.CharField(max_length=5, choices=Gone, default=Gone.LEAVE)
    checked = models.PositiveIntegerField(default=0)
    upload = models.BinaryField(default=b"")
    staged = models.BinaryField(default=b"")
    report = models.BinaryField(default=b"")
    inverse = models.BinaryField(default=b"")
    started_by_id = models.UUIDField()
    started_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["checking", "refused", "preview", "applying", "applied", "undone"]
                ),
                name="peopleimport_state_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "-started_at"], name="peopleimport_recent"),
        ]

    @property
    def upload_kept(self) -> bool:
        """Whether the file is still there to be read again."""
        return bool(self.upload)


class ImportSource(TenantModel):
    """How somebody read a file with this header before: what each of its columns holds."""

    organisation = TenantForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    fingerprint = models.CharField(max_length=64)
    columns = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "organisation", "fingerprint"], name="importsource_once"
            ),
        ]
