"""What is still owed, what a promise is about, what was told, and the page that says it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from draagvlak.concerns.models import Answer, Concern, Voice
from draagvlak.core.tenancy import TenantForeignKey, TenantModel, TimelessModel
from draagvlak.measures.models import Measure
from draagvlak.organisations.models import Group
from draagvlak.programmes.models import Programme
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
