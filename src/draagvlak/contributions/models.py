"""What people say themselves, without an account: by name, in confidence or anonymously.

Everything that was said, who said it and what came of it stands sealed twice: for the guides of the
programme, and for the one who holds the receipt. No column tells a moment finer than a day, an
order, an address or a browser.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.concerns.models import Answer, Voice
from draagvlak.core.tenancy import TenantForeignKey, TenantModel, TimelessModel
from draagvlak.organisations.models import Group
from draagvlak.programmes.models import Programme


class Entrance(TenantModel):
    """A door that a guide opened: whoever has its link (or scans it) can speak up.

    Only a hash of its code is kept; the code is made again from the key of the server.
    """

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="entrances", db_index=False
    )
    group = TenantForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(_("name"), max_length=80)
    question = models.CharField(_("what you ask"), max_length=200, blank=True)
    ends_on = models.DateField(_("open until"), null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    code_hash = models.CharField(max_length=64)
    shows_change = models.BooleanField(_("show what changes for this group"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "code_hash"], name="entrance_code_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="entrance_has_name"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "name", "id"], name="entrance_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Contribution(TimelessModel):
    """What one person said, and the thread that it began.

    `by_receipt` and `by_link` hold the private key of the thread, sealed by the receipt and by the
    link in a mail; only hashes tell whether such a receipt or link exists. `sealed` says who spoke
    and through which door, `reach` where the mail goes: both for guides alone. `waits`: a guide has
    something to do here.
    """

    class Way(models.TextChoices):
        NAMED = "named", pgettext_lazy("way of speaking", "by name")
        CONFIDENTIAL = "confidential", pgettext_lazy("way of speaking", "in confidence")
        ANONYMOUS = "anonymous", pgettext_lazy("way of speaking", "anonymously")

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="contributions", db_index=False
    )
    way = models.CharField(max_length=12, choices=Way)
    came_on = models.DateField(default=timezone.localdate)
    receipt_hash = models.CharField(max_length=64)
    link_hash = models.CharField(max_length=64, blank=True)
    public_key = models.BinaryField()
    by_receipt = models.BinaryField()
    by_link = models.BinaryField(null=True)
    sealed = models.BinaryField()
    reach = models.BinaryField(null=True)
    waits = models.BooleanField(default=True)
    link_due = models.BooleanField(default=False)
    referred_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "receipt_hash"], name="contribution_receipt_once"
            ),
            models.UniqueConstraint(
                fields=["workspace", "link_hash"],
                condition=~models.Q(link_hash=""),
                name="contribution_link_once",
            ),
            models.CheckConstraint(
                condition=models.Q(way__in=["named", "confidential", "anonymous"]),
                name="contribution_way",
            ),
            models.CheckConstraint(
                condition=~models.Q(way="anonymous")
                | models.Q(reach=None, by_link=None, link_hash="", link_due=False),
                name="contribution_anonymous_has_no_reach",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["workspace", "programme", "-came_on", "id"], name="contribution_recent"
            ),
            models.Index(
                fields=["workspace", "programme", "-came_on", "id"],
                condition=models.Q(waits=True),
                name="contribution_waiting",
            ),
            models.Index(
                fields=["workspace", "programme"],
                condition=models.Q(link_due=True),
                name="contribution_link_due",
            ),
        ]


class Message(TimelessModel):
    """One thing in a thread: words of either side, or that it became (part of) a concern.

    `for_guides` is sealed for the key pair of the programme, `for_holder` for that of the thread;
    both say the same. `version` rises when a guide takes something out of it.
    """

    contribution = TenantForeignKey(
        Contribution, models.CASCADE, related_name="messages", db_index=False
    )
    number = models.PositiveIntegerField()
    from_guide = models.BooleanField(default=False)
    on = models.DateField(default=timezone.localdate)
    for_guides = models.BinaryField()
    for_holder = models.BinaryField()
    redacted_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "contribution", "number"], name="message_number_once"
            ),
        ]


class NamedVoice(TimelessModel):
    """The name of somebody who spoke by name, beside their voice: it goes with the answer.

    The name is sealed by the server. Nothing leads from here to the contribution itself.
    """

    voice = TenantForeignKey(Voice, models.CASCADE, related_name="named", db_index=False)
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "voice"], name="namedvoice_once"),
        ]


class Agreement(TenantModel):
    """What is agreed about contributions: how long they are kept, and where wrongdoing belongs."""

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    kept_months = models.PositiveSmallIntegerField(_("kept for"), default=24)
    report_to = models.CharField(_("where one reports wrongdoing"), max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "programme"], name="agreement_once"),
            models.CheckConstraint(
                condition=models.Q(kept_months__in=[6, 12, 24, 36]), name="agreement_months"
            ),
        ]


class Letter(TimelessModel):
    """A mail that is about to leave: to whom, sealed by the server; gone once it was sent."""

    sealed = models.BinaryField()
    made_on = models.DateField(default=timezone.localdate)


class AnswerSpread(TimelessModel):
    """That the mails about one answer were made: an answer is told to everybody once."""

    answer = TenantForeignKey(Answer, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "answer"], name="answerspread_once"),
        ]
