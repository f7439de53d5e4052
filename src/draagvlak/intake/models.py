"""What a guide who is new to an organisation gathers: documents, jargon, earlier changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.core.models import Attachment
from draagvlak.core.tenancy import TenantForeignKey, TenantModel
from draagvlak.programmes.models import Programme


class Document(TenantModel):
    """Something to read: a file that was added, or a link. `note` is for guides only."""

    class Kind(models.TextChoices):
        POLICY = "policy", pgettext_lazy("kind of document", "policy")
        PLAN = "plan", pgettext_lazy("kind of document", "plan")
        REPORT = "report", pgettext_lazy("kind of document", "report or evaluation")
        MINUTES = "minutes", pgettext_lazy("kind of document", "minutes")
        CONTRACT = "contract", pgettext_lazy("kind of document", "contract or tender")
        MANUAL = "manual", pgettext_lazy("kind of document", "manual")
        OTHER = "other", pgettext_lazy("kind of document", "something else")

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    link = models.CharField(_("link"), max_length=500, blank=True)
    attachment = TenantForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    why = models.CharField(_("why it matters"), max_length=600, blank=True)
    note = models.CharField(_("note"), max_length=2000, blank=True)
    read_on = models.DateField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(title=""), name="document_has_title"),
            models.CheckConstraint(
                condition=models.Q(attachment=None) & ~models.Q(link="")
                | models.Q(attachment__isnull=False, link=""),
                name="document_file_or_link",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "id"], name="document_programme"),
            models.Index(fields=["workspace", "attachment"], name="document_attachment"),
        ]

    def __str__(self) -> str:
        return self.title


class ReplacedFile(TenantModel):
    """A file that stood with a document before another one: kept while it can be put back."""

    document = TenantForeignKey(Document, models.CASCADE, related_name="replaced", db_index=False)
    attachment = TenantForeignKey(Attachment, models.PROTECT, related_name="+", db_index=False)
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "attachment"], name="replacedfile_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "document"], name="replacedfile_document"),
            models.Index(fields=["workspace", "replaced_at"], name="replacedfile_old"),
        ]


class Term(TenantModel):
    """A word of the organisation and what it means there. `folded` is how it is looked up."""

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(_("word"), max_length=80)
    folded = models.CharField(max_length=160)
    meaning = models.CharField(_("meaning"), max_length=600)
    said_by = models.CharField(_("who says so"), max_length=120, blank=True)
    used_in = models.CharField(_("used in"), max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "folded"],
                condition=models.Q(removed_at=None),
                name="term_word_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(folded="") & ~models.Q(meaning=""), name="term_has_meaning"
            ),
        ]

    def __str__(self) -> str:
        return self.word


class EarlierChange(TenantModel):
    """A change that came before this one, and how it went. `still_said` is a paraphrase."""

    class Outcome(models.TextChoices):
        LANDED = "landed", pgettext_lazy("earlier change", "it landed")
        PARTLY = "partly", pgettext_lazy("earlier change", "it landed in part")
        FAILED = "failed", pgettext_lazy("earlier change", "it did not land")
        STOPPED = "stopped", pgettext_lazy("earlier change", "it was stopped")
        UNKNOWN = "unknown", pgettext_lazy("earlier change", "not known yet")

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    what = models.CharField(_("what changed"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    for_whom = models.CharField(_("for whom"), max_length=200, blank=True)
    outcome = models.CharField(_("how it ended"), max_length=7, choices=Outcome)
    how = models.CharField(_("how it went"), max_length=1000, blank=True)
    still_said = models.CharField(_("what is still said about it"), max_length=1000, blank=True)
    lesson = models.CharField(_("lesson"), max_length=600, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(what=""), name="earlier_says_what"),
            models.CheckConstraint(
                condition=models.Q(
                    outcome__in=["landed", "partly", "failed", "stopped", "unknown"]
                ),
                name="earlier_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "year"], name="earlier_programme"),
        ]

    def __str__(self) -> str:
        return self.what
