"""Conversations: planned, held, noted. What was said is sealed; that it was held is not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from draagvlak.concerns.models import Concern
from draagvlak.conversations.states import Layer
from draagvlak.core.tenancy import TenantForeignKey, TenantModel, TimelessModel
from draagvlak.organisations.models import Group, Person
from draagvlak.programmes.models import Phase, Programme
from draagvlak.vault.models import Box


class Question(TenantModel):
    """One question of the guide for a phase."""

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="questions", db_index=False
    )
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=300)
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "phase", "position"],
                condition=models.Q(removed_on=None),
                name="question_position_once",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="question_has_text"),
        ]


class Conversation(TenantModel):
    """A talk with one or more people. `author_id` is the guide whose notes these are."""

    class Form(models.TextChoices):
        ONE_TO_ONE = "one_to_one", _("one to one")
        GROUP = "group", pgettext_lazy("form of a conversation", "group")
        WALK_IN = "walk_in", _("walk-in")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="conversations", db_index=False
    )
    title = models.CharField(_("title"), max_length=150)
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.ONE_TO_ONE)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    planned_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    location = models.CharField(_("where"), max_length=150, blank=True)
    author_id = models.UUIDField()
    box = TenantForeignKey(
        Box, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    quotes = models.PositiveIntegerField(default=0)
    quotes_open = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(title=""), name="conversation_has_title"),
            models.CheckConstraint(
                condition=models.Q(state__in=["planned", "held", "cancelled"]),
                name="conversation_state",
            ),
            models.CheckConstraint(
                condition=models.Q(quotes_open__lte=models.F("quotes")),
                name="conversation_open_within_quotes",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["workspace", "programme", "-planned_at", "-id"], name="conversation_recent"
            ),
            models.Index(
                fields=["workspace", "programme", "author_id", "state", "planned_at"],
                name="conversation_of_author",
            ),
            models.Index(
                fields=["workspace", "programme", "quotes_open"],
                condition=models.Q(quotes_open__gt=0),
                name="conversation_loose",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Participant(TenantModel):
    """That a person is asked for a conversation, and whether they were there."""

    conversation = TenantForeignKey(
        Conversation, models.CASCADE, related_name="participants", db_index=False
    )
    person = TenantForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    was_there = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "conversation", "person"], name="participant_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "person"], name="participant_person")
        ]


class Note(TenantModel):
    """The sealed notes of one author on one conversation. On conflict both texts are kept."""

    conversation = TenantForeignKey(
        Conversation, models.CASCADE, related_name="notes", db_index=False
    )
    author_id = models.UUIDField()
    sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "conversation", "author_id"], name="note_one_per_author"
            ),
        ]


class NoteVariant(TenantModel):
    """A sealed text that met another one: kept beside the note until its author chooses.

    `dropped_on`: the author chose the other; it is kept for taking that back.
    """

    note = TenantForeignKey(Note, models.CASCADE, related_name="variants", db_index=False)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(default=timezone.now)
    dropped_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "note"], name="notevariant_note")]


class RawQuote(TimelessModel):
    """A sealed quote. All that it says and links to is inside.

    Inside: note, anchor (start, end, exact, prefix, suffix), speaker, kind, target ({kind, id}),
    paraphrase, approval, release. Nothing in the clear leads to a concern or a released quote.
    """

    conversation = TenantForeignKey(
        Conversation, models.CASCADE, related_name="raw_quotes", db_index=False
    )
    sealed = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    deleted_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "conversation"], name="rawquote_conversation"),
        ]


class ReleasedQuote(TimelessModel):
    """What a speaker lets others read: a paraphrase, tied to a concern, without a way back.

    `taken_back`: its speaker took it back; no guide lets others read it again.
    """

    programme = TenantForeignKey(
        Programme, models.CASCADE, related_name="released_quotes", db_index=False
    )
    concern = TenantForeignKey(
        Concern,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="released_quotes",
        db_index=False,
    )
    text = models.CharField(_("paraphrase"), max_length=600)
    about_software = models.BooleanField(default=False)
    released_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    taken_back = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="releasedquote_has_text"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "concern"], name="releasedquote_concern"),
            models.Index(
                fields=["workspace", "programme", "released_on"], name="releasedquote_day"
            ),
        ]


class ApprovedTally(TenantModel):
    """How many quotes of one guide's conversations are approved and wait to be released.

    Kept per guide and programme, never per conversation: a count that falls at a release must not
    tell which conversation a released quote came from.
    """

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    author_id = models.UUIDField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "programme", "author_id"], name="approvedtally_once"
            ),
        ]


class GroupLayer(TenantModel):
    """In which layer of its organisation a group stands; a person stands where their groups do."""

    group = TenantForeignKey(Group, models.CASCADE, related_name="layers", db_index=False)
    layer = models.CharField(_("layer"), max_length=13, choices=Layer)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "group"], name="grouplayer_once"),
            models.CheckConstraint(
                condition=models.Q(layer__in=Layer.values), name="grouplayer_layer"
            ),
        ]


class ChoiceDay(TenantModel):
    """The day on which the solution was chosen: who was heard before it could still steer."""

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="+", db_index=False)
    chosen_on = models.DateField(_("chosen on"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "programme"], name="choiceday_once"),
        ]


class Round(TenantModel):
    """A plan to hear certain people within a period, all about the same.

    `together`: how many people sit at the table at once. The questions are those of the phase.
    """

    programme = TenantForeignKey(Programme, models.CASCADE, related_name="rounds", db_index=False)
    title = models.CharField(_("title"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=400)
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    together = models.PositiveSmallIntegerField(_("people at once"), default=1)
    location = models.CharField(_("where"), max_length=150, blank=True)
    author_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(purpose=""), name="round_says_what_for"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="round_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(together__gte=1, minutes__gte=1), name="round_has_room"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "programme", "-starts_on"], name="round_recent"),
        ]

    def __str__(self) -> str:
        return self.title


class RoundPlace(TimelessModel):
    """That somebody is to be heard in a round, when they were asked, and that they cannot come.

    Its random key is also the name of the appointment in their calendar; `sequence` rises with
    every change of it. Only a hash of the link in the mail is kept; nothing of who followed it.
    """

    round = TenantForeignKey(Round, models.CASCADE, related_name="places", db_index=False)
    person = TenantForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    conversation = TenantForeignKey(
        Conversation, models.SET_NULL, null=True, blank=True, related_name="places", db_index=False
    )
    sequence = models.PositiveIntegerField(default=0)
    invited_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    cannot_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    token_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "round", "person"], name="roundplace_once"
            ),
            models.UniqueConstraint(
                fields=["workspace", "token_hash"], name="roundplace_token_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "conversation"], name="roundplace_conversation"),
        ]
