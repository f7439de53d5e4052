"""Keeping a lesson: with consent it goes along, and it can be taken back from everywhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.http import Http404
from django.utils import timezone

from draagvlak.concerns.commands import reopen_concern
from draagvlak.concerns.queries import SolvedCounts
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core.models import AuditEvent, UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.undo import outlook, take_back
from draagvlak.core.verdict import Refused
from draagvlak.lessons import rules
from draagvlak.lessons.commands.keeping import (
    GivenConsent,
    bring_lessons,
    decide_lesson,
    keep_lesson,
    note_consent,
    remove_lesson,
    withdraw_lesson,
)
from draagvlak.lessons.models import Consent, Destination, Lesson
from draagvlak.lessons.queries.access import entries, known_cause, known_measure
from draagvlak.lessons.queries.drafting import begin_draft, doubts, effect_words, material
from draagvlak.lessons.queries.likeness import entries_like
from draagvlak.lessons.queries.own import (
    access_lesson,
    access_own_lesson,
    as_entry,
    came_from,
    names_of_places,
    to_bring,
)
from draagvlak.programmes.models import Membership, Programme
from tests.factories.lessons import make_lesson, make_solved
from tests.factories.measures import make_heard, make_understood
from tests.factories.organisations import make_person
from tests.factories.places import make_member, make_programme, make_user, make_workspace

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()  # noqa: DTZ011 only compared with days far away


@pytest.fixture
def user():
    return make_user("Noor Veldhuis")


@pytest.fixture
def guide(user):
    return make_member(make_programme(), user=user)


@pytest.fixture
def elsewhere(user):
    """The same guide, in the workspace of another client."""
    return make_member(make_programme(make_workspace("Anderland")), user=user)


@pytest.fixture
def sponsor(guide):
    return make_member(programme_of(guide), Role.SPONSOR, user=make_user("Marjolein Horst"))


def programme_of(actor):
    return Programme.objects.get(pk=actor.programme_id)


def copies(actor):
    return list(Lesson.objects.filter(workspace_id=actor.tenant, is_brought=True))


def said_of(lesson):
    return [(each.said, each.name) for each in lesson.consents.order_by("id")]


def draft_of(guide, concern):
    return begin_draft(guide, concern, material(guide, concern))


def test_a_lesson_begins_with_the_words_of_the_concern(guide):
    concern = make_solved(guide, "Inloggen kost tijd")
    draft = draft_of(guide, concern)
    assert draft.title == "Inloggen kost tijd"
    assert draft.kind == "worry"
    assert draft.system == "algemeen"
    assert draft.helped == "Oefen in kleine groepen. Dat helpt als het in werktijd mag."
    assert draft.effect == ""
    assert draft.year == timezone.localdate().year


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (SolvedCounts(4, 0, 0, 3), ""),
        (SolvedCounts(7, 0, 0, 3), "Opgelost voor alle 7 mensen die het zeiden."),
        (
            SolvedCounts(9, 3, 2, 4),
            "Opgelost voor 9 van de 14 mensen aan wie het gevraagd is.",
        ),
        (SolvedCounts(9, 1, 0, 0), "Opgelost voor de meeste mensen aan wie het gevraagd is."),
        (SolvedCounts(2, 3, 4, 0), ""),
    ],
)
def test_no_group_below_five_can_be_counted_or_subtracted(counts, words):
    assert effect_words(counts) == words


def test_only_what_is_solved_and_finished_can_be_kept(guide):
    heard = make_heard(guide)
    assert rules.may_keep_lesson(guide, heard, material(guide, heard)).reason == (
        "Je kunt een les bewaren als het antwoord is teruggekoppeld en niemand zegt dat het niet "
        "is opgelost."
    )
    solved = make_solved(guide)
    found = material(guide, solved)
    assert rules.may_keep_lesson(guide, solved, found)
    assert rules.may_keep_lesson(guide, solved, replace(found, causes=[])).reason == (
        "Er is geen oorzaak opgeschreven. Een les zegt waarom het zo was."
    )
    assert rules.may_keep_lesson(guide, solved, replace(found, measures=[])).reason == (
        "Er is geen maatregel afgerond. Een les zegt wat hielp."
    )
    solved.unsolved = 1
    assert not rules.may_keep_lesson(guide, solved, found)
    ends = replace(guide, programme=replace(guide.programme, phase="anchor"))
    assert rules.may_keep_lesson(ends, solved, found), "a finished programme"


def test_only_the_guide_keeps_lessons(guide):
    concern = make_solved(guide)
    lead = make_member(programme_of(guide), Role.PROJECT_LEAD)
    with pytest.raises(Refused, match="De begeleider van het traject bewaart lessen"):
        keep_lesson(by=lead, concern=concern, draft=draft_of(guide, concern))


def test_what_is_asked_goes_nowhere_before_somebody_agrees(guide, elsewhere):
    lesson = make_lesson(guide, places=(elsewhere.tenant,))
    assert lesson.state == Lesson.State.ASKED
    assert copies(elsewhere) == []
    assert lesson.pk not in {row.pk for row in Lesson.objects.filter(state="kept")}
    assert not [entry for entry in entries(guide) if entry.came]


def test_consent_that_was_given_in_words_is_written_down_and_copies(guide, elsewhere):
    lesson = make_lesson(guide, said_by="Marjolein Horst", places=(elsewhere.tenant,))
    assert lesson.state == Lesson.State.KEPT
    assert said_of(lesson) == [("given", "Marjolein Horst")]
    note = Consent.objects.get()
    assert (note.user_id, note.recorded_by_id) == (None, guide.user_id)
    copy = copies(elsewhere)[0]
    assert (copy.title, copy.family, copy.year) == (lesson.title, lesson.family, lesson.year)
    assert (copy.programme_id, copy.concern_id, copy.keeper_id) == (None, None, None)
    assert copy.consents.count() == copy.destinations.count() == 0
    assert came_from(copy) == f"uit een eerder traject, {lesson.year}"
    trail = AuditEvent.objects.get(workspace_id=elsewhere.tenant, verb="lessons.brought")
    assert (trail.actor_id, trail.programme_id) == (None, None)


def test_the_client_agrees_on_the_words_they_read(guide, sponsor, elsewhere):
    lesson = make_lesson(guide, places=(elsewhere.tenant,))
    with pytest.raises(Refused, match="net gewijzigd"):
        decide_lesson(by=sponsor, lesson=lesson, agrees=True, version=7)
    with pytest.raises(Refused, match="opdrachtgever of de projectleider"):
        decide_lesson(by=guide, lesson=lesson, agrees=True, version=1)
    lesson = decide_lesson(by=sponsor, lesson=lesson, agrees=True, version=1)
    assert lesson.state == Lesson.State.KEPT
    assert said_of(lesson) == [("given", "Marjolein Horst")]
    assert Consent.objects.get().user_id == sponsor.user_id
    assert [copy.title for copy in copies(elsewhere)] == [lesson.title]
    with pytest.raises(Refused, match="Over deze les is al iets gezegd"):
        decide_lesson(by=sponsor, lesson=lesson, agrees=False, version=2)


def test_the_client_refuses(guide, sponsor, elsewhere):
    lesson = make_lesson(guide, places=(elsewhere.tenant,))
    lesson = decide_lesson(
        by=sponsor, lesson=lesson, agrees=False, version=1, because="Te herkenbaar"
    )
    assert lesson.state == Lesson.State.REFUSED
    assert Consent.objects.get().because == "Te herkenbaar"
    assert copies(elsewhere) == []
    assert make_lesson(guide, lesson.concern).state == Lesson.State.ASKED, "asked anew"


def test_a_guide_writes_consent_down_later(guide, elsewhere):
    lesson = make_lesson(guide, places=(elsewhere.tenant,))
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(Refused, match="Deze dag moet nog komen"):
        note_consent(by=guide, lesson=lesson, consent=GivenConsent("M. Horst", tomorrow))
    with pytest.raises(Refused, match="Schrijf op wie toestemming gaf"):
        note_consent(by=guide, lesson=lesson, consent=GivenConsent(" ", TODAY))
    note_consent(by=guide, lesson=lesson, consent=GivenConsent("M. Horst", TODAY))
    assert len(copies(elsewhere)) == 1


def test_a_lesson_goes_to_no_workspace_of_others(guide):
    stranger = make_member()
    with pytest.raises(Refused, match="alleen naar werkruimten waar jij zelf begeleider bent"):
        make_lesson(guide, said_by="M. Horst", places=(stranger.tenant,))
    assert not Lesson.objects.exists()


def test_who_no_longer_guides_there_brings_nothing(guide, sponsor, elsewhere):
    lesson = make_lesson(guide, places=(elsewhere.tenant,))
    Membership.objects.filter(workspace_id=elsewhere.tenant).update(ended_at=timezone.now())
    decide_lesson(by=sponsor, lesson=lesson, agrees=True, version=1)
    assert copies(elsewhere) == []


@pytest.mark.parametrize("who", ["guide", "sponsor"])
def test_taking_back_removes_every_copy_also_where_the_guide_left(guide, sponsor, elsewhere, who):
    by = {"guide": guide, "sponsor": sponsor}[who]
    lesson = make_lesson(guide, said_by="M. Horst", places=(elsewhere.tenant,))
    Membership.objects.filter(workspace_id=elsewhere.tenant).update(ended_at=timezone.now())
    lesson = withdraw_lesson(by=by, lesson=lesson)
    assert lesson.state == Lesson.State.WITHDRAWN
    assert copies(elsewhere) == []
    gone = AuditEvent.objects.get(workspace_id=elsewhere.tenant, verb="lessons.taken_away")
    assert gone.actor_id is None
    said = [("given", "M. Horst")] + (
        [("withdrawn", "Marjolein Horst")] if who == "sponsor" else []
    )
    assert said_of(lesson) == said
    with pytest.raises(Refused, match="Deze les gaat nergens meer heen"):
        withdraw_lesson(by=by, lesson=lesson)


def test_others_take_nothing_back(guide):
    lesson = make_lesson(guide)
    council = make_member(programme_of(guide), Role.WORKS_COUNCIL)
    with pytest.raises(Refused):
        withdraw_lesson(by=council, lesson=lesson)


def test_a_withdrawal_is_undone_here_and_elsewhere(guide, elsewhere):
    lesson = make_lesson(guide, said_by="M. Horst", places=(elsewhere.tenant,))
    withdraw_lesson(by=guide, lesson=lesson)
    undo = UndoRecord.objects.get(kind="lessons.withdrawn")
    take_back(by=guide, undo=undo)
    lesson.refresh_from_db()
    assert lesson.state == Lesson.State.KEPT
    assert len(copies(elsewhere)) == 1
    assert said_of(lesson) == [("given", "M. Horst")], "nobody said anything anew"


def test_a_guide_does_not_undo_what_the_client_took_back(guide, sponsor, elsewhere):
    lesson = make_lesson(guide, said_by="M. Horst", places=(elsewhere.tenant,))
    withdraw_lesson(by=sponsor, lesson=lesson)
    undo = UndoRecord.objects.get(kind="lessons.consent_withdrawn")
    with pytest.raises(Refused):
        take_back(by=guide, undo=undo)
    take_back(by=sponsor, undo=undo)
    assert len(copies(elsewhere)) == 1
    assert said_of(lesson)[-1] == ("given", "Marjolein Horst")


def test_keeping_is_undone_as_long_as_it_stands(guide, elsewhere):
    lesson = make_lesson(guide, said_by="M. Horst", places=(elsewhere.tenant,))
    take_back(by=guide, undo=UndoRecord.objects.get(kind="lessons.asked"))
    lesson.refresh_from_db()
    assert lesson.state == Lesson.State.WITHDRAWN
    assert copies(elsewhere) == []


def test_a_withdrawal_stays_when_another_lesson_was_kept_since(guide):
    lesson = make_lesson(guide, said_by="M. Horst")
    withdraw_lesson(by=guide, lesson=lesson)
    make_lesson(guide, lesson.concern)
    undo = UndoRecord.objects.get(kind="lessons.withdrawn")
    assert outlook(guide, undo).verdict.reason == "Hiervan is intussen een andere les bewaard."


def test_one_concern_has_one_lesson(guide):
    lesson = make_lesson(guide)
    with pytest.raises(Refused, match="Deze les is al bewaard"):
        make_lesson(guide, lesson.concern)


def test_the_same_click_twice_keeps_one(guide):
    concern = make_solved(guide)
    draft = draft_of(guide, concern)
    first = keep_lesson(by=guide, concern=concern, draft=draft, once="a")
    assert keep_lesson(by=guide, concern=concern, draft=draft, once="a") == first


def test_an_empty_part_is_refused(guide):
    concern = make_solved(guide)
    draft = replace(draft_of(guide, concern), helped="  ")
    with pytest.raises(Refused, match="Een les zegt wat er gezegd werd"):
        keep_lesson(by=guide, concern=concern, draft=draft)
    long = replace(draft, helped="x", title="x" * 161)
    assert rules.may_say(long).reason == "Dit is te lang voor een les. Zeg het korter."
    assert not rules.may_say(replace(long, title="x", system="lotus"))


def test_lessons_are_brought_to_a_later_client(guide, elsewhere):
    lesson = make_lesson(guide, said_by="M. Horst")
    make_lesson(guide)
    assert to_bring(elsewhere) == [(lesson.pk, f"{lesson.title} ({lesson.year})")]
    assert bring_lessons(by=elsewhere, keys=[lesson.pk]) == 1
    assert [copy.title for copy in copies(elsewhere)] == [lesson.title]
    assert to_bring(elsewhere) == []
    withdraw_lesson(by=guide, lesson=Lesson.objects.get(pk=lesson.pk))
    assert copies(elsewhere) == [], "what was brought later is taken back too"


def test_a_copy_that_does_not_fit_is_removed_and_can_be_brought_again(guide, elsewhere):
    lesson = make_lesson(guide, said_by="M. Horst", places=(elsewhere.tenant,))
    with pytest.raises(Refused, match="Deze les is van hier"):
        remove_lesson(by=guide, lesson=lesson)
    copy = copies(elsewhere)[0]
    lead = make_member(programme_of(elsewhere), Role.PROJECT_LEAD)
    with pytest.raises(Refused):
        remove_lesson(by=lead, lesson=copy)
    remove_lesson(by=elsewhere, lesson=copy)
    assert copies(elsewhere) == []
    assert bring_lessons(by=elsewhere, keys=[lesson.pk]) == 1
    assert Destination.objects.count() == 1


def test_nobody_brings_the_lessons_of_another_guide(guide):
    lesson = make_lesson(guide, said_by="M. Horst")
    other = make_member(make_programme(make_workspace("Anderland")))
    assert to_bring(other) == []
    with pytest.raises(Refused, match="Kies minstens één les"):
        bring_lessons(by=other, keys=[])
    with pytest.raises(Refused):
        bring_lessons(by=other, keys=[lesson.pk])
    assert copies(other) == []


def test_an_example_and_a_real_client_stay_apart(guide, elsewhere):
    space = programme_of(elsewhere).workspace
    space.is_demo = True
    space.save()
    assert to_bring(elsewhere) == []
    with pytest.raises(Refused):
        make_lesson(guide, said_by="M. Horst", places=(elsewhere.tenant,))


def test_what_was_brought_is_offered_like_what_is_shipped(guide, elsewhere):
    concern = make_solved(guide, "De zoemende koffiemachine stoort het overleg")
    make_lesson(guide, concern, said_by="M. Horst", places=(elsewhere.tenant,))
    best = entries_like(elsewhere, "De koffiemachine zoemt tijdens het overleg")[0]
    assert best.entry == as_entry(copies(elsewhere)[0])
    cause = best.entry.causes[0]
    assert known_cause(elsewhere, cause.key) == (best.entry, cause)
    assert known_measure(elsewhere, cause.measures[0].key) == (best.entry, cause.measures[0])
    assert known_cause(guide, cause.key) is None, "the key of a copy says nothing elsewhere"
    assert known_cause(elsewhere, "own-x.0") is None


def test_a_lesson_is_read_only_where_it_stands(guide, sponsor, elsewhere):
    lesson = make_lesson(guide, said_by="M. Horst", places=(elsewhere.tenant,))
    copy = copies(elsewhere)[0]
    assert access_lesson(sponsor, lesson.pk) == lesson
    for actor, key in ((elsewhere, lesson.pk), (guide, copy.pk), (make_member(), lesson.pk)):
        with pytest.raises(Http404):
            access_lesson(actor, key)
    with pytest.raises(Http404):
        access_own_lesson(elsewhere, copy.pk)
    there = make_member(programme_of(elsewhere), Role.SPONSOR)
    with pytest.raises(Http404):
        access_lesson(there, copy.pk)
    employee = make_member(programme_of(guide), Role.EMPLOYEE)
    with pytest.raises(Http404):
        access_lesson(employee, lesson.pk)


def test_only_the_guide_reads_the_names_of_other_clients(guide, sponsor, elsewhere):
    lesson = make_lesson(guide, said_by="M. Horst", places=(elsewhere.tenant,))
    assert names_of_places(guide, lesson) == (["Anderland"], 0)
    assert names_of_places(sponsor, lesson) == ([], 1)
    assert Destination.objects.get().place == elsewhere.tenant


def test_a_reopened_concern_keeps_its_lesson(guide):
    lesson = make_lesson(guide, said_by="M. Horst")
    reopen_concern(by=guide, concern=lesson.concern)
    lesson.refresh_from_db()
    assert lesson.state == Lesson.State.KEPT


def test_what_may_tell_who_it_was_is_pointed_out(guide):
    concern = make_solved(guide)
    make_person(guide, "Fatima el Amrani")
    ReleasedQuote.objects.create(
        workspace_id=guide.tenant,
        programme_id=guide.programme_id,
        concern=concern,
        text="Ik ben elke dag een half uur kwijt aan inloggen.",
        released_on=TODAY,
    )
    draft = replace(
        draft_of(guide, concern),
        helped="Mevrouw De Wit belde 06 12345678. Fatima el Amrani en Noor Veldhuis hielpen. "
        "Men was elke dag een half uur kwijt aan inloggen. Op 3 maart waren er 2 van de 9 klaar.",
    )
    found = {(doubt.what, doubt.words) for doubt in doubts(guide, concern, draft)}
    assert found == {
        ("een naam", "Mevrouw De Wit"),
        ("een nummer van iemand", "06 12345678"),
        ("een naam", "Noor Veldhuis"),
        ("een datum", "3 maart"),
        ("minder dan vijf mensen", "2 van de 9"),
        ("een naam", "Fatima el Amrani"),
        ("woorden die iemand zei", "Ik ben elke dag een half uur kwijt aan inloggen."),
    }
    assert doubts(guide, concern, draft_of(guide, concern)) == []


def test_an_archived_or_unfinished_measure_is_no_lesson(guide):
    concern = make_understood(guide)
    assert material(guide, concern).measures == []


def test_two_who_decide_at_once_are_told(guide, sponsor):
    lesson = make_lesson(guide)
    same = Lesson.objects.get(pk=lesson.pk)
    withdraw_lesson(by=guide, lesson=lesson)
    with pytest.raises(Refused, match="Dit is net gewijzigd"):
        decide_lesson(by=sponsor, lesson=same, agrees=True, version=same.version)
    assert not Consent.objects.exists()
