"""What is owed and promised, drafts that are asked for, what was told, and the page of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.concerns.models import Answer, Concern, Voice
from draagvlak.core.tenancy import TenantForeignKey, TenantModel, TimelessModel
from draagvlak.measures.models import Measure
from draagvlak.organisations.models import Group
from draagvlak.programmes.models import Membership, Programme
from draagvlak.stakeholders.models import Commitment


class CommitmentAbout(TenantModel):
    """Which concern or measure a promise is about."""

    commitment = TenantForeignKey(Commitment, models.CASCADE, related_name="about", db_index=False)
    concern = TenantForeignKey(
        Concern, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    measure = TenantForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "commitment"], name="commitmentabout_once"
            ),
            models.CheckConstraint(
                condition=models.Q(concern=None, measure__isnull=False)
                | models.Q(concern__isnull=False, measure=None),
                name="commitmentabout_one_thing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "concern"], name="commitmentabout_concern"),
            models.Index(fields=["workspace", "measure"], name="commitmentabout_measure"),
        ]


class ToldVoice(TimelessModel):
    """That the one behind a voice heard an answer in person. Neither who it was nor when."""

    voice = TenantForeignKey(Voice, models.CASCADE, related_name="+", db_index=False)
    answer = TenantForeignKey(Answer, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "voice", "answer"], name="toldvoice_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "answer"], name="toldvoice_answer")]


class OutcomePage(TenantModel):
    """“You said, we did” for a programme or one group of it: its first words, and who may read it.

    `public_on`: since when it can be read without an account, by who has its link; empty: nobody
    can. `mailed_on`: when it was last mailed to the people of its group. Only a hash of its code is
    kept; the code is made again from the key of the server.
    """

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    group = TenantForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    intro = models.CharField(_("first words"), max_length=400, blank=True)
    public_on = models.DateField(null=True, blank=True)
    mailed_on = models.DateField(null=True, blank=True)
    code_hash = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "group"],
                condition=models.Q(group__isnull=False),
                name="outcomepage_group_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "programme"],
                condition=models.Q(group=None),
                name="outcomepage_programme_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "code_hash"], name="outcomepage_code_once"
            ),
        ]


class AskedDraft(TenantModel):
    """That somebody who decides is asked for a draft of an answer, before a day, and what came.

    It holds words about a concern only: who raised it is never in it. `asker` is who asked, to
    tell them; empty once they are gone.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("draft", "asked")
        WRITTEN = "written", pgettext_lazy("draft", "written")
        REFUSED = "refused", pgettext_lazy("draft", "refused")
        USED = "used", pgettext_lazy("draft", "became the answer")
        PASSED = "passed", pgettext_lazy("draft", "answered without it")
        WITHDRAWN = "withdrawn", pgettext_lazy("draft", "no longer asked")

    concern = TenantForeignKey(Concern, models.CASCADE, related_name="+", db_index=False)
    asked = TenantForeignKey(Membership, models.CASCADE, related_name="+", db_index=False)
    asker = TenantForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    question = models.CharField(_("what you ask"), max_length=400, blank=True)
    asked_on = models.DateField(default=timezone.localdate)
    due_on = models.DateField(_("before"))
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    text = models.TextField(max_length=3000, blank=True)
    reasons = models.TextField(max_length=3000, blank=True)
    what_happens = models.CharField(max_length=600, blank=True)
    refusal = models.CharField(_("why not"), max_length=600, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "concern"],
                condition=models.Q(state__in=["asked", "written"]),
                name="askeddraft_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["asked", "written", "refused", "used", "passed", "withdrawn"]
                ),
                name="askeddraft_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(refusal=""),
                name="askeddraft_refused_with_reasons",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="written") | (~models.Q(text="") & ~models.Q(reasons="")),
                name="askeddraft_written_says_what_and_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "concern"], name="askeddraft_concern"),
            models.Index(fields=["workspace", "asked", "state"], name="askeddraft_asked"),
        ]
