"""What of a workspace goes into a package: every table stands in one of three lists.

A table in none of them fails a test, so that a later app cannot forget its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Final

from django.apps import apps

from draagvlak.accounts.models import User
from draagvlak.answering.models import OutcomePage
from draagvlak.answering.queries.outcomes import code_for as outcome_code
from draagvlak.answering.queries.outcomes import hash_for as outcome_hash
from draagvlak.contributions.models import Entrance
from draagvlak.contributions.queries.entrances import code_for
from draagvlak.contributions.queries.entrances import hash_for as entrance_hash
from draagvlak.contributions.queries.named import name_context
from draagvlak.conversations.models import RoundPlace
from draagvlak.conversations.queries.rounds import hash_for, token_for
from draagvlak.core.policy import Data
from draagvlak.core.tenancy import TENANT, TenantForeignKey
from draagvlak.notices.models import Mailbox
from draagvlak.notices.queries.boxes import address_of, mark_of
from draagvlak.programmes.models import Invitation
from draagvlak.programmes.queries.members import hash_of, token_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.db.models import Field, Model

USERS: Final = "accounts.user"
USER_COLUMNS: Final = ("id", "email", "name", "language", "is_active")
"""Of an account nothing else goes along: no password, no second factor, no session."""

SETTINGS: Final = ("all_prove_twice",)
"""What an administrator set for the workspace itself: yes or no, as it was."""

OPEN: Final[dict[str, Data]] = {
    "organisations.organisation": Data.REGISTER,
    "organisations.unit": Data.REGISTER,
    "organisations.person": Data.REGISTER,
    "organisations.group": Data.REGISTER,
    "organisations.groupmember": Data.REGISTER,
    "programmes.programme": Data.PROGRAMME,
    "programmes.programmeorganisation": Data.PROGRAMME,
    "programmes.programmephase": Data.PROGRAMME,
    "programmes.membership": Data.MEMBERS,
    "programmes.vision": Data.PROGRAMME,
    "programmes.supplier": Data.PROGRAMME,
    "programmes.solution": Data.PROGRAMME,
    "programmes.decision": Data.PROGRAMME,
    "programmes.participation": Data.PROGRAMME,
    "concerns.concern": Data.CONCERN,
    "concerns.register": Data.CONCERN,
    "concerns.affectedgroup": Data.CONCERN,
    "concerns.originstep": Data.CONCERN,
    "concerns.cause": Data.CONCERN,
    "concerns.concerncause": Data.CONCERN,
    "concerns.answer": Data.CONCERN,
    "concerns.answerversion": Data.CONCERN,
    "core.auditevent": Data.AUDIT,
}
"""Tables of which an administrator may read every row: they stand readable in the package."""

SEALED: Final[dict[str, str]] = {
    "core.attachment": "files of the intake, for guides; and of processes",
    "core.undorecord": "what an undo brings back",
    "core.undotouch": "what an undo brings back",
    "core.searchdocument": "words of things of which an administrator does not see all",
    "organisations.peopleimport": "sealed by the server: what an import brought and its undo",
    "organisations.importsource": "how a list was read",
    "programmes.invitation": "who was asked, also what was withdrawn",
    "vault.keyring": "keys, wrapped by the words of their owner",
    "vault.box": "keys",
    "vault.boxkey": "keys, wrapped to their readers",
    "intake.document": "for guides",
    "intake.replacedfile": "files of the intake, for guides",
    "intake.term": "for guides and the client",
    "intake.earlierchange": "for guides",
    "stakeholders.stakeholder": "approach and next step are for guides",
    "stakeholders.assessment": "how a group stands is for guides",
    "stakeholders.relation": "how a group stands is for guides",
    "stakeholders.commitment": "promises are not for administrators",
    "stakeholders.outsidepart": "belongs to stakeholders",
    "processes.process": "the archive is for those who keep it",
    "processes.situation": "belongs to processes",
    "processes.step": "belongs to processes",
    "processes.correction": "belongs to processes",
    "processes.performer": "belongs to processes",
    "event_logs.eventlog": "belongs to processes",
    "processes.remark": "what groups said stays where they said it",
    "processes.confirmation": "what groups said stays where they said it",
    "processes.wave": "belongs to processes",
    "processes.wavegroup": "belongs to processes",
    "concerns.voice": "who raised it: sealed for its readers",
    "concerns.voicetally": "counts per group",
    "concerns.savedfilter": "somebody's own view",
    "conversations.question": "for guides",
    "conversations.conversation": "with whom was spoken is for guides",
    "conversations.participant": "with whom was spoken is for guides",
    "conversations.note": "sealed for its readers",
    "conversations.notevariant": "sealed for its readers",
    "conversations.rawquote": "sealed for its readers",
    "conversations.releasedquote": "withdrawn ones are for guides",
    "conversations.approvedtally": "for guides",
    "conversations.grouplayer": "coverage",
    "conversations.choiceday": "coverage",
    "conversations.round": "for guides",
    "conversations.roundplace": "for guides",
    "contributions.entrance": "for guides",
    "contributions.agreement": "what is agreed about contributions",
    "contributions.contribution": "sealed for its readers and for who holds the receipt",
    "contributions.message": "sealed for its readers and for who holds the receipt",
    "contributions.namedvoice": "names of who spoke by name: for those who answer",
    "contributions.answerspread": "belongs to contributions",
    "answering.commitmentabout": "belongs to promises",
    "answering.askeddraft": "for who asks and who was asked",
    "answering.toldvoice": "belongs to voices",
    "answering.outcomepage": "which words stand on it, and who may read it",
    "notices.preference": "which mail somebody wants",
    "notices.mailbox": "who wants no mail, or cannot get it",
    "measures.measure": "the archive is for those who keep it",
    "measures.measurecause": "belongs to measures",
    "measures.measureconcern": "belongs to measures",
    "measures.delivery": "belongs to measures",
    "solutions.capability": "not for suppliers; removed ones are for those who keep them",
    "solutions.fit": "belongs to concerns and capabilities",
    "solutions.stepmark": "belongs to processes",
    "solutions.tie": "belongs to processes, concerns, quotes and measures",
    "findings.bottleneck": "the archive is for those who keep it",
    "findings.bottleneckmeasure": "belongs to bottlenecks",
    "findings.practice": "the archive is for those who keep it",
    "findings.opportunity": "the archive is for those who keep it",
    "findings.fact": "the archive is for those who keep it",
    "findings.gain": "belongs to opportunities",
    "findings.opportunityconcern": "belongs to opportunities",
    "findings.review": "belongs to practices",
    "findings.reviewed": "belongs to practices",
    "lessons.pick": "belongs to causes and measures",
    "lessons.lesson": "for who writes causes and measures down, and for who gives consent",
    "lessons.consent": "belongs to lessons",
}
"""Tables that an administrator may not read, or not whole, and why: only in the sealed part."""

LEFT_OUT: Final[dict[str, str]] = {
    "core.pulse": "the version of a workspace, for what a process here remembers",
    "core.oncekey": "tells forms that are sent twice apart, by a key of this installation",
    "core.outboxmessage": "work in progress and mail; the new installation sends its own",
    "contributions.letter": "mail on its way; the new installation sends its own",
    "core.datakey": "the key of this installation; the new one makes its own",
    "accounts.openidprovider": "agreed with the address of this installation, with its secret",
    "accounts.identity": "who somebody is at that provider; the first sign-in makes it anew",
    "lessons.destination": "names other workspaces of this installation",
    "packages.package": "packages do not contain packages",
    "packages.packagecode": "codes of packages",
    "packages.arrival": "how the workspace came here; the new installation writes its own",
}
"""Tables that stay behind, and why."""

VAULT: Final = frozenset(
    {
        ("vault.keyring", "public_key"),
        ("vault.keyring", "passphrase_salt"),
        ("vault.keyring", "by_passphrase"),
        ("vault.keyring", "recovery_salt"),
        ("vault.keyring", "by_recovery"),
        ("vault.box", "public_key"),
        ("vault.boxkey", "wrapped"),
        ("conversations.note", "sealed"),
        ("conversations.notevariant", "sealed"),
        ("conversations.rawquote", "sealed"),
        ("concerns.voice", "sealed"),
        ("concerns.voice", "sealed_reason"),
        ("contributions.contribution", "public_key"),
        ("contributions.contribution", "by_receipt"),
        ("contributions.contribution", "by_link"),
        ("contributions.contribution", "sealed"),
        ("contributions.contribution", "reach"),
        ("contributions.message", "for_guides"),
        ("contributions.message", "for_holder"),
    }
)
"""Columns that only their readers open: they go along as they are, byte for byte."""


def _undo(key: UUID) -> str:
    return f"core.undorecord:{key.hex}:sealed"


def _import(column: str) -> Callable[[UUID], str]:
    return lambda key: f"organisations.peopleimport:{key}:{column}"


SERVER: Final[dict[tuple[str, str], Callable[[UUID], str]]] = {
    ("core.undorecord", "sealed"): _undo,
    ("contributions.namedvoice", "sealed"): name_context,
    **{
        ("organisations.peopleimport", column): _import(column)
        for column in ("upload", "staged", "report", "inverse")
    },
}
"""Columns sealed by the server, and what they are bound to: opened here, sealed anew there."""


def _invitation(row: Model) -> str:
    return hash_of(token_of(row)) if isinstance(row, Invitation) else ""


def _place(row: Model) -> str:
    return hash_for(token_for(row.pk)) if isinstance(row, RoundPlace) else ""


def _entrance(row: Model) -> str:
    return entrance_hash(code_for(row.pk)) if isinstance(row, Entrance) else ""


def _outcomes(row: Model) -> str:
    return outcome_hash(outcome_code(row.pk)) if isinstance(row, OutcomePage) else ""


def _mailbox(row: Model) -> str:
    address = address_of(row) if isinstance(row, Mailbox) else ""
    return mark_of(address or str(row.pk))  # of nobody: a mark of its own


RENEWED: Final[dict[tuple[str, str], Callable[[Model], str | int]]] = {
    ("programmes.invitation", "token_hash"): _invitation,
    ("conversations.roundplace", "token_hash"): _place,
    ("contributions.entrance", "code_hash"): _entrance,
    ("answering.outcomepage", "code_hash"): _outcomes,
    ("notices.mailbox", "mark"): _mailbox,
    ("core.attachment", "stored_size"): lambda _row: 0,  # known once its file stands
    ("core.attachment", "checksum"): lambda _row: "",
}
"""Columns that stay behind, and what they are in the new installation."""


@dataclass(frozen=True)
class Table:
    """One table of a package."""

    name: str
    model: type[Model]
    is_open: bool

    @property
    def fields(self) -> list[Field[object, object]]:
        """Its columns, without the workspace and without what is made anew."""
        if self.name == USERS:
            return [f for f in self.model._meta.concrete_fields if f.attname in USER_COLUMNS]
        return [
            field
            for field in self.model._meta.concrete_fields
            if field.name != TENANT and (self.name, field.attname) not in RENEWED
        ]

    @property
    def own_parent(self) -> str:
        """The column by which a row names another of its own table; empty when there is none."""
        own = (f.attname for f in self.model._meta.fields if f.related_model is self.model)
        return next(own, "")


def tables() -> list[Table]:
    """All tables that go along, each after those that it names."""
    models = {name: apps.get_model(name) for name in sorted([*OPEN, *SEALED])}
    names = {model: name for name, model in models.items()}
    needs = {
        name: {
            names[field.related_model]
            for field in model._meta.fields
            if isinstance(field, TenantForeignKey) and field.related_model is not model
        }
        for name, model in models.items()
    }
    order = TopologicalSorter({name: sorted(before) for name, before in needs.items()})
    first = [Table(USERS, User, is_open=True)]
    return first + [Table(name, models[name], name in OPEN) for name in order.static_order()]
