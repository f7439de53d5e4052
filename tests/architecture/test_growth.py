"""No page asks more of the database because there is more to show: every route, one and three."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from draagvlak.answering.commands import promise_about
from draagvlak.answering.models import AskedDraft
from draagvlak.concerns.commands import set_answer_due
from draagvlak.concerns.models import AffectedGroup, ConcernCause, SavedFilter, Voice
from draagvlak.contributions.commands import join_own, say_more
from draagvlak.conversations.models import (
    Conversation,
    GroupLayer,
    Participant,
    Question,
    ReleasedQuote,
    Round,
    RoundPlace,
)
from draagvlak.core.ids import uuid4
from draagvlak.core.policy import Role
from draagvlak.findings.commands import GainDraft, put_gain, tie_concern, tie_measure
from draagvlak.lessons.models import Pick
from draagvlak.measures.models import MeasureCause
from draagvlak.measures.states import State
from draagvlak.notices.models import Mailbox
from draagvlak.organisations.models import GroupMember
from draagvlak.processes.commands import tie_role
from draagvlak.programmes.models import Programme, Solution, Supplier
from draagvlak.solutions.models import Fit, Tie
from tests.factories import (
    contributions,
    findings,
    intake,
    lessons,
    measures,
    organisations,
    processes,
    programmes,
    solutions,
    stakeholders,
)
from tests.factories.measures import membership_of
from tests.factories.places import make_member, sign_in
from tests.factories.vault import make_vault, open_in_browser
from tests.trust.addresses import INSIDE, address, world

LATER = {
    "desk:activity_list": "a vision has a way back, and so a statement, from its second version on",
    "conversations:quote_release": "a thread is opened for its quotes from its third line on",
}
"""Routes that are held to what they ask for three, instead of for one; and why."""


PROMISE = stakeholders.CommitmentDraft("Papier blijft", timezone.localdate())


class Place:
    """A programme that gets one more of everything at every `grow`."""

    def __init__(self, guide):
        self.guide = guide
        self.space = {"workspace_id": guide.tenant}
        self.here = self.space | {"programme_id": guide.programme_id}
        self.count = 0
        self.house = organisations.make_organisation(guide)
        self.unit = organisations.make_unit(guide, self.house)
        self.first = None

    def grow(self):
        """One more of everything, also of what hangs on the first things."""
        self.count += 1
        guide = self.guide
        organisations.make_organisation(guide)
        organisations.make_unit(guide, self.house)
        organisations.make_unit(guide, parent=self.unit)
        person = organisations.make_person(guide, f"Piet Smit {self.count}", unit=self.unit)
        group = organisations.make_group(guide, person)
        GroupLayer.objects.create(**self.space, group=group, layer="board")
        large = stakeholders.make_large_group(guide)
        things = {"person": person, "group": group}
        things |= self._talks(person)
        things |= self._register(group)
        things |= self._spoken(group, things["concern"])
        things |= self._stakes(large, things["concern"], things["measure"])
        self._learned(things["cause"])
        Mailbox.objects.create(
            **self.space, mark=f"{self.count}", person=person, paused_on=timezone.localdate()
        )
        self._programme(person)
        things |= self._work(large)
        things |= self._able(things)
        things |= self._noticed(large, things)
        if self.first is None:
            self.first = things
        else:
            self._hang(things)

    def _talks(self, person):
        talk = Conversation.objects.create(
            **self.here, title=f"Gesprek {self.count}", phase="explore", state="held",
            planned_at=timezone.now() - dt.timedelta(days=1), author_id=self.guide.user_id,
            quotes=1, quotes_open=1,
        )  # fmt: skip
        Participant.objects.create(**self.space, conversation=talk, person=person, was_there=True)
        Question.objects.create(
            **self.here, phase="explore", position=self.count, text="Waar loop je tegenaan?"
        )
        today = timezone.localdate()
        held = Round.objects.create(
            **self.here, title=f"Ronde {self.count}", purpose="Horen", phase="explore",
            starts_on=today, ends_on=today, author_id=self.guide.user_id,
        )  # fmt: skip
        self._seat(held, person, talk)
        return {"talk": talk, "round": held}

    def _seat(self, held, person, talk):
        key = f"{held.pk.hex}{person.pk.hex}"
        RoundPlace.objects.create(
            **self.space, round=held, person=person, conversation=talk, token_hash=key
        )

    def _register(self, group):
        guide = self.guide
        cause = measures.make_why(guide)
        concern = measures.make_understood(guide, cause)
        measures.make_heard(guide)
        answered = measures.give_answer(guide, measures.make_understood(guide))
        Voice.objects.create(
            **self.space, concern=concern, raised_on=timezone.localdate(), sealed=b"x"
        )
        AffectedGroup.objects.create(**self.space, concern=concern, group=group)
        for each in (concern, answered):
            ReleasedQuote.objects.create(
                **self.here, concern=each, text="Het duurt lang.", released_on=timezone.localdate()
            )
        set_answer_due(
            by=guide, concern=concern, due_on=timezone.localdate(), version=concern.version
        )
        measure = measures.make_measure(guide, concern, cause=cause, state=State.UNDER_WAY)
        measures.make_delivery(guide, measure)
        measures.make_measure(guide, answered, state=State.DELIVERED)
        SavedFilter.objects.create(
            **self.here, user_id=guide.user_id, page="concerns", name=f"Mijn {self.count}",
            query="state=open",
        )  # fmt: skip
        return {"cause": cause, "concern": concern, "measure": measure}

    def _spoken(self, group, concern):
        door = contributions.make_entrance(self.guide, group=group.pk)
        spoken = contributions.speak(door)
        holder = spoken.holder
        join_own(by=holder.actor, holder=holder, concern=concern)
        return {"spoken": spoken}

    def _stakes(self, group, concern, measure):
        party = stakeholders.make_stakeholder(self.guide, group=group)
        other = stakeholders.make_stakeholder(self.guide)
        stakeholders.make_assessment(self.guide, party)
        stakeholders.make_relation(self.guide, party, other)
        stakeholders.make_commitment(self.guide, party)
        for thing in (concern, measure):
            promise_about(by=self.guide, thing=thing, stakeholder=party, draft=PROMISE)
        AskedDraft.objects.create(
            **self.space, concern=concern, asked=membership_of(self.guide), state="written",
            due_on=timezone.localdate(), text="Dat kan.", reasons="Rust telt.",
        )  # fmt: skip
        return {"party": party}

    def _learned(self, cause):
        """A lesson that goes along, one that waits, one to be kept, and words taken over."""
        lessons.make_lesson(self.guide, said_by="M. Horst")
        lessons.make_lesson(self.guide)
        lessons.make_solved(self.guide)
        Pick.objects.create(
            **self.here, cause=cause, entry="ibabs-liever-papier",
            example="ibabs-liever-papier.0", offered="Rust",
        )  # fmt: skip

    def _work(self, group):
        """A process with a step now and later, tied to a group."""
        work = processes.make_process(self.guide)
        role = f"Rol {self.count}"
        for moment in ("now", "later"):
            processes.make_step(self.guide, work, f"Stap {self.count}", moment, role=role)
        tie_role(by=self.guide, process=work, role=role, group=group)
        return {"work": work}

    def _able(self, things):
        """A solution that can do something for a wish, and everything about a step."""
        solution = solutions.make_solution(self.guide)
        can = solutions.make_capability(self.guide, solution)
        quote = ReleasedQuote.objects.filter(concern=things["concern"]).first()
        step = things["work"].situations.get(moment="now").steps.first()
        for name in ("concern", "measure"):
            solutions.tie(self.guide, name, things[name], step)
        solutions.tie(self.guide, "quote", quote, step)
        solutions.tie(self.guide, "capability", can, step)
        Fit.objects.create(
            **self.space, solution=solution, concern=things["concern"], capability=can, how="box"
        )
        return {"solution": solution, "can": can, "step": step, "quote": quote}

    def _noticed(self, group, things):
        """A finding of each kind at a step, from a quote, and a session over practices."""
        work, guide = things["work"], self.guide
        key = processes.make_step(guide, work, f"Zie {self.count}", role="Griffie").key
        stuck = findings.make_bottleneck(guide, work, step=key)
        findings.make_fact(guide, work, step=key)
        practice = findings.make_practice(guide, work, step=key)
        chance = findings.make_opportunity(guide, work, group=group)
        tie_concern(by=guide, opportunity=chance, concern=things["concern"])
        findings.make_review(guide, practice)
        return {"practice": practice, "chance": chance, "stuck": stuck, "key": key, "large": group}

    def _programme(self, person):
        decision = programmes.make_decision(self.guide, f"Besluit {self.count}")
        programmes.let_take_part(self.guide, decision, "heard", person=person)
        programmes.make_invitation(self.guide)
        programmes.make_vision(self.guide, base=self.count - 1)
        supplier = Supplier.objects.create(**self.space, name=f"Bouwer {self.count}")
        Solution.objects.create(**self.here, supplier=supplier, name=f"Pakket {self.count}")
        programme = Programme.objects.get(pk=self.guide.programme_id)
        make_member(programme, Role.KEY_USER)
        intake.make_document(self.guide)
        intake.make_term(self.guide)
        intake.make_earlier(self.guide)

    def _hang(self, new):
        """More on the first things: what their own pages show."""
        first, guide = self.first, self.guide
        GroupMember.objects.create(**self.space, group=first["group"], person=new["person"])
        GroupMember.objects.create(**self.space, group=new["group"], person=first["person"])
        Participant.objects.create(
            **self.space, conversation=first["talk"], person=new["person"], was_there=True
        )
        self._seat(first["round"], new["person"], new["talk"])
        ConcernCause.objects.create(**self.space, concern=first["concern"], cause=new["cause"])
        ConcernCause.objects.create(**self.space, concern=new["concern"], cause=first["cause"])
        MeasureCause.objects.create(**self.space, measure=first["measure"], cause=new["cause"])
        MeasureCause.objects.create(**self.space, measure=new["measure"], cause=first["cause"])
        AffectedGroup.objects.create(**self.space, concern=first["concern"], group=new["group"])
        for moment in ("now", "later"):
            processes.make_step(guide, first["work"], f"Nog een {self.count}", moment)
        solutions.make_capability(guide, first["solution"])
        for name, thing in (("concern", "concern"), ("measure", "measure"), ("capability", "can")):
            solutions.tie(guide, name, new[thing], first["step"])
            solutions.tie(guide, name, first[thing], new["step"])
        Tie.objects.create(
            **self.space, mark=Tie.objects.filter(quote=first["quote"])[0].mark, quote=new["quote"]
        )
        for one, other in ((first, new), (new, first)):
            Fit.objects.create(
                **self.space, solution=one["solution"], concern=other["concern"], how="settings"
            )
        findings.make_bottleneck(guide, first["work"], step=first["key"])
        findings.make_practice(guide, first["work"], step=first["key"])
        findings.make_fact(guide, first["work"], step=first["key"])
        put_gain(by=guide, opportunity=first["chance"], group=new["large"], draft=GainDraft())
        tie_concern(by=guide, opportunity=new["chance"], concern=first["concern"])
        tie_measure(by=guide, bottleneck=first["stuck"], measure=new["measure"])
        tie_measure(by=guide, bottleneck=new["stuck"], measure=first["measure"])
        tie_concern(by=guide, opportunity=first["chance"], concern=new["concern"])
        findings.make_review(guide, first["practice"], new["practice"])
        Voice.objects.create(
            **self.space, concern=first["concern"], raised_on=timezone.localdate(), sealed=b"x"
        )
        ReleasedQuote.objects.create(
            **self.here, concern=first["concern"], text="Nog een.", released_on=timezone.localdate()
        )
        holder = first["spoken"].holder
        say_more(by=holder.actor, holder=holder, text="En nog iets.", key=uuid4())
        join_own(by=holder.actor, holder=holder, concern=new["concern"])
        measures.make_delivery(guide, first["measure"])
        stakeholders.make_assessment(guide, first["party"])
        stakeholders.make_relation(guide, first["party"], new["party"])
        stakeholders.make_commitment(guide, first["party"])


def counted(client, place, routes=INSIDE):
    """The statements that every page that opens takes, by route."""
    programme = Programme.objects.select_related("workspace").get(pk=place.guide.programme_id)
    found = {}
    for route in routes:
        here = address(route, programme, place.things)
        for cache in ("default", "local"):
            caches[cache].clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(here)
            if answer.streaming:
                answer.getvalue()
        if answer.status_code == 200:
            found[route] = [query["sql"] for query in queries]
    return found


@pytest.fixture(autouse=True)
def _unnoted(monkeypatch):
    """That the vault is in use is noted once a minute: not in the midst of what is counted."""
    monkeypatch.setattr("draagvlak.core.split_secret._REFRESH", dt.timedelta(days=1))


@pytest.fixture
def place(db):
    return Place(make_member())


def test_no_page_asks_more_for_three_than_for_one(place):
    client = open_in_browser(sign_in(Client(), place.guide), make_vault(place.guide))
    place.grow()
    programme = Programme.objects.get(pk=place.guide.programme_id)
    place.things = world(programme)
    one = counted(client, place)
    place.grow()
    place.grow()
    three = counted(client, place)

    grown = {
        route: (len(one[route]), len(three[route]))
        for route in one
        if route in three and len(three[route]) > len(one[route]) and route not in LATER
    }
    assert grown == {}
    assert len(one) >= 60
    place.grow()
    place.grow()
    five = counted(client, place, LATER)
    assert {route: len(five[route]) for route in LATER} == {
        route: len(three[route]) for route in LATER
    }
