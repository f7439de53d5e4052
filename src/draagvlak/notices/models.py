"""Which mail somebody wants, and what became of the mail to an address."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.core.tenancy import TenantForeignKey, TenantModel
from draagvlak.organisations.models import Person


class Kind(models.TextChoices):
    """What a mail can tell."""

    ASKED = "asked", _("an answer is asked of me")
    LATE = "late", _("something was promised and is late")
    REACTION = "reaction", _("somebody says that it is not solved")
    MOVED = "moved", _("a worry or wish that I own moved on")


class How(models.TextChoices):
    """How often."""

    AT_ONCE = "at_once", pgettext_lazy("mail", "at once")
    DAILY = "daily", pgettext_lazy("mail", "once a day, together")
    NONE = "none", pgettext_lazy("mail", "no mail")


class Preference(TenantModel):
    """How one user wants to hear about one kind of thing in a workspace. No row: once a day."""

    user_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind)
    how = models.CharField(max_length=7, choices=How)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "user_id", "kind"], name="preference_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="preference_kind"
            ),
            models.CheckConstraint(condition=models.Q(how__in=How.values), name="preference_how"),
        ]


class Mailbox(TenantModel):
    """What became of the mail to one address. The address itself stands with its user or person.

    `mark` is a keyed hash of the address: one that changed is another mailbox. `paused_on`: it was
    refused, with the code of `refused_with`, and nothing more is sent. `stopped_on`: its reader
    wants no such mail. `digest_on` is the day of the latest digest, `digest_mark` what it said.
    """

    mark = models.CharField(max_length=64)
    user_id = models.UUIDField(null=True)
    person = TenantForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    stopped_on = models.DateField(null=True, blank=True)
    paused_on = models.DateField(null=True, blank=True)
    refused_with = models.CharField(max_length=20, blank=True)
    digest_on = models.DateField(null=True, blank=True)
    digest_mark = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "mark"], name="mailbox_once"),
            models.CheckConstraint(
                condition=models.Q(user_id=None) | models.Q(person=None), name="mailbox_of_one"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "user_id"], name="mailbox_user"),
            models.Index(fields=["workspace", "person"], name="mailbox_person"),
            models.Index(
                fields=["workspace", "paused_on"],
                condition=models.Q(paused_on__isnull=False),
                name="mailbox_paused",
            ),
        ]
