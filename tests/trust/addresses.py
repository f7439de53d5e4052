"""One of everything in a programme, and the addresses of routes with those things."""

from __future__ import annotations

import re

from django.urls import get_resolver

from draagvlak.answering.models import AskedDraft
from draagvlak.concerns.models import Cause, Concern, SavedFilter, Voice
from draagvlak.contributions.models import Contribution, Entrance, Message
from draagvlak.conversations.models import (
    Conversation,
    Question,
    RawQuote,
    ReleasedQuote,
    Round,
    RoundPlace,
)
from draagvlak.core.models import UndoRecord
from draagvlak.core.policy import ROUTES, Door
from draagvlak.event_logs.models import EventLog
from draagvlak.findings.models import Bottleneck, Fact, Opportunity, Practice, Review, Reviewed
from draagvlak.intake.models import Document, EarlierChange, Term
from draagvlak.lessons.models import Lesson
from draagvlak.measures.models import Delivery, Measure, MeasureCause, MeasureConcern
from draagvlak.notices.models import Mailbox
from draagvlak.organisations.models import Group, Organisation, Person, Unit
from draagvlak.packages.models import Package
from draagvlak.processes.models import Correction, Process, Remark, Situation, Step, Wave
from draagvlak.programmes.models import Decision, Membership, Participation, Solution, Supplier
from draagvlak.solutions.models import Capability, Tie
from draagvlak.stakeholders.models import Assessment, Commitment, Relation, Stakeholder
from draagvlak.vault.models import Keyring
from tests.architecture.test_routes import names

PATTERNS = dict(names(get_resolver()))
INSIDE = [key for key, route in ROUTES.items() if route.door in (Door.WORKSPACE, Door.PROGRAMME)]


def first(model, **filters):
    row = model.objects.filter(**filters).first()
    return row.pk if row else "01a1ff67-0000-7000-8000-000000000000"


def world(programme):
    """One of everything in a programme, as arguments for its addresses."""
    space = {"workspace_id": programme.workspace_id}
    here = {**space, "programme_id": programme.pk}
    measure = Measure.objects.filter(**here, deliveries__isnull=False).first()
    on_measure = {**space, "measure_id": measure.pk if measure else None}
    quote = RawQuote.objects.filter(**space, conversation__programme_id=programme.pk).first()
    decision = Decision.objects.filter(**here, participations__isnull=False).first()
    voice = Voice.objects.filter(**space, concern__programme_id=programme.pk).first()
    concern = voice.concern_id if voice else first(Concern, **here)
    link = MeasureConcern.objects.filter(**on_measure).first()
    cause = MeasureCause.objects.filter(**on_measure).first()
    related = Relation.objects.filter(
        **space, source__programme_id=programme.pk, source__commitments__isnull=False
    ).first()
    stakeholder = related.source if related else None
    message = Message.objects.filter(**space, contribution__programme_id=programme.pk).first()
    on_stakeholder = {**space, "stakeholder_id": stakeholder.pk if stakeholder else None}
    return {
        "organisation_id": first(Organisation, **space),
        "unit_id": first(Unit, **space),
        "person_id": first(Person, **space),
        "group_id": first(Group, **space),
        "target_id": first(Group, **space),
        "import_id": first(Group, **space),
        "mailbox_id": first(Mailbox, **space, paused_on__isnull=False),
        "package_id": first(Package, **space),
        "decision_id": decision.pk if decision else first(Decision, **here),
        "participation_id": first(Participation, **space),
        "membership_id": first(Membership, **here),
        "invitation_id": first(Group, **space),
        "solution_id": first(Solution, **here),
        "supplier_id": first(Supplier, **space),
        "concern_id": link.concern_id if link else concern,
        "cause_id": cause.cause_id if cause else first(Cause, **here),
        "voice_id": voice.pk if voice else first(Voice, **space),
        "conversation_id": quote.conversation_id if quote else first(Conversation, **here),
        "quote_id": quote.pk if quote else first(RawQuote, **space),
        "released_id": first(ReleasedQuote, **here),
        "entrance_id": first(Entrance, **here),
        "contribution_id": message.contribution_id if message else first(Contribution, **here),
        "message_id": message.pk if message else first(Message, **space),
        "round_id": first(Round, **here),
        "place_id": first(RoundPlace, **space, round__programme_id=programme.pk),
        "question_id": first(Question, **here),
        "variant_id": first(Group, **space),
        "measure_id": measure.pk if measure else first(Measure, **here),
        "delivery_id": first(Delivery, **on_measure),
        "stakeholder_id": stakeholder.pk if stakeholder else first(Stakeholder, **here),
        "assessment_id": first(Assessment, **on_stakeholder),
        "draft_id": first(AskedDraft, **space, concern__programme_id=programme.pk),
        "commitment_id": first(Commitment, **on_stakeholder),
        "relation_id": first(Relation, **space, source_id=stakeholder.pk if stakeholder else None),
        "process_id": first(Process, **here),
        "situation_id": first(Situation, **space, process__programme_id=programme.pk),
        "step_id": first(Step, **space, situation__process__programme_id=programme.pk),
        "correction_id": first(Correction, **space, process__programme_id=programme.pk),
        "log_id": first(EventLog, **space, process__programme_id=programme.pk),
        "remark_id": first(Remark, **space, process__programme_id=programme.pk),
        "wave_id": first(Wave, **here),
        "capability_id": first(Capability, **space, solution__programme_id=programme.pk),
        "tie_id": first(Tie, **space, mark__process__programme_id=programme.pk),
        "finding_id": first(Bottleneck, **here),
        "bottleneck_id": first(Bottleneck, **here),
        "fact_id": first(Fact, **here),
        "practice_id": first(Practice, **here),
        "opportunity_id": first(Opportunity, **here),
        "review_id": first(Review, **here),
        "item_id": first(Reviewed, **space, review__programme_id=programme.pk),
        "document_id": first(Document, **here),
        "term_id": first(Term, **here),
        "earlier_id": first(EarlierChange, **here),
        "keyring_id": first(Keyring, **space),
        "object_id": concern,
        "undo_id": first(UndoRecord, **here),
        "filter_id": first(SavedFilter, **here),
        "lesson_id": first(Lesson, **here),
        "user_id": Membership.objects.filter(**here).values_list("user_id", flat=True).first(),
    }


FIXED = {
    "number": "1", "older": "1", "newer": "2", "phase": "analyse", "kind": "concern",
    "token": "abc", "target": "agreed", "level": "heard", "page": "concerns",
    "key": "ibabs-liever-papier", "moment": "now", "sort": "bottlenecks",
}  # fmt: skip


def address(route, programme, things):
    """The address of a route in a programme, with one of its things."""

    def put(match):
        name = match.group(2)
        if name == "workspace":
            return programme.workspace.slug
        if name == "programme":
            return programme.slug
        if name == "kind" and route.endswith("import_example"):
            return "csv"
        return str(things.get(name) or FIXED[name])

    return "/" + re.sub(r"<(\w+:)?(\w+)>", put, PATTERNS[route])


def has_object(route):
    """Whether the address names a thing of the programme."""
    found = {n for _, n in re.findall(r"<(\w+:)?(\w+)>", PATTERNS[route])}
    return any(name.endswith("_id") for name in found)
