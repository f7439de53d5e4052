from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from draagvlak.concerns.models import Concern, Voice
from draagvlak.conversations import commands
from draagvlak.conversations.commands import LATER, Choice, Goal, Heard, Preparation
from draagvlak.conversations.models import (
    ApprovedTally,
    Conversation,
    Note,
    NoteVariant,
    Participant,
    Question,
    RawQuote,
    ReleasedQuote,
)
from draagvlak.conversations.queries.content import Approval
from draagvlak.conversations.queries.notes import note_text, open_variants
from draagvlak.conversations.queries.quotes import open_content, quotes_of, state_of
from draagvlak.conversations.states import Consent, QuoteKind, ReleaseState
from draagvlak.core.command import RepeatedDifferently
from draagvlak.core.models import AuditEvent, SearchDocument
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.vault.commands import open_vault, share_box
from draagvlak.vault.queries import Sealed, Tampered, access_programme_box, confirmed_keyring
from tests.factories.conversations import (
    NOTES,
    approve,
    fresh,
    make_conversation,
    make_note,
    make_person,
    make_quote,
    make_ready,
    release_three,
)
from tests.factories.places import make_member, make_programme
from tests.factories.vault import PASSPHRASE, make_vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def vault(guide):
    return make_vault(guide)


def there(conversation):
    return set(
        Participant.objects.filter(conversation=conversation).values_list(
            "person__name", "was_there"
        )
    )


class TestPlanning:
    def test_a_guide_plans_with_people(self, guide):
        conversation = make_conversation(guide, [make_person(guide)])
        assert conversation.state == "planned"
        assert conversation.author_id == guide.user_id
        assert there(conversation) == {("Marijke de Boer", None)}

    def test_once_is_once(self, guide):
        plan = commands.Plan("Kennismaking", "group", "explore", timezone.now())
        first = commands.plan_conversation(by=guide, plan=plan, once="sleutel")
        again = commands.plan_conversation(by=guide, plan=plan, once="sleutel")
        assert first.pk == again.pk
        assert Conversation.objects.count() == 1

    def test_who_is_no_guide_does_not_plan(self):
        lead = make_member(role=Role.PROJECT_LEAD)
        with pytest.raises(Refused, match="Alleen begeleiders"):
            make_conversation(lead)

    def test_a_person_of_another_workspace_is_passed_over(self, guide):
        stranger = make_person(make_member())
        assert there(make_conversation(guide, [stranger])) == set()

    def test_a_second_edit_meets_the_first(self, guide):
        conversation = make_conversation(guide)
        plan = commands.Plan("Anders", "group", "analyse", timezone.now())
        commands.edit_conversation(by=guide, conversation=conversation, plan=plan, version=1)
        with pytest.raises(EditConflict):
            commands.edit_conversation(by=guide, conversation=conversation, plan=plan, version=1)

    def test_an_edit_keeps_who_was_there(self, guide):
        jan, els = make_person(guide, "Jan Vos"), make_person(guide, "Els Bos")
        conversation = make_conversation(guide, [jan])
        held = commands.mark_held(by=guide, conversation=conversation, present=frozenset({jan.pk}))
        plan = commands.Plan("Titel", "group", "explore", held.planned_at, people=(jan.pk, els.pk))
        commands.edit_conversation(by=guide, conversation=held, plan=plan, version=2)
        assert there(conversation) == {("Jan Vos", True), ("Els Bos", None)}

    def test_cancel_and_restore(self, guide):
        conversation = make_conversation(guide)
        cancelled = commands.cancel_conversation(by=guide, conversation=conversation)
        assert cancelled.state == "cancelled"
        with pytest.raises(Refused, match="afgezegd"):
            commands.cancel_conversation(by=guide, conversation=cancelled)
        assert commands.restore_conversation(by=guide, conversation=cancelled).state == "planned"

    def test_what_was_not_cancelled_is_not_restored(self, guide):
        with pytest.raises(Refused, match="niet afgezegd"):
            commands.restore_conversation(by=guide, conversation=make_conversation(guide))

    def test_held_with_who_was_there_and_who_walked_in(self, guide):
        jan, els = make_person(guide, "Jan Vos"), make_person(guide, "Els Bos")
        conversation = make_conversation(guide, [jan])
        held = commands.mark_held(by=guide, conversation=conversation, present=frozenset({els.pk}))
        assert held.state == "held"
        assert there(conversation) == {("Jan Vos", False), ("Els Bos", True)}
        with pytest.raises(Refused, match="is geweest"):
            commands.cancel_conversation(by=guide, conversation=held)
        again = commands.reopen_conversation(by=guide, conversation=held)
        assert again.state == "planned"
        assert there(conversation) == {("Jan Vos", None), ("Els Bos", None)}
        with pytest.raises(Refused):
            commands.reopen_conversation(by=guide, conversation=again)

    def test_the_future_was_not_held(self, guide):
        at = timezone.now() + dt.timedelta(days=2)
        with pytest.raises(Refused, match="toekomst"):
            commands.mark_held(
                by=guide, conversation=make_conversation(guide, at=at), present=frozenset()
            )


class TestQuestions:
    def add(self, guide, *texts):
        commands.add_questions(by=guide, phase="explore", texts=texts)

    def texts(self):
        return list(
            Question.objects.filter(removed_on=None)
            .order_by("position")
            .values_list("text", flat=True)
        )

    def test_add_move_edit_remove_restore(self, guide):
        self.add(guide, "Een?", "Twee?", "Drie?")
        one, _two, three = Question.objects.order_by("position")
        commands.move_question(by=guide, question=three, up=True)
        assert self.texts() == ["Een?", "Drie?", "Twee?"]
        commands.move_question(by=guide, question=one, up=True)
        assert self.texts() == ["Een?", "Drie?", "Twee?"]
        one.refresh_from_db()
        commands.move_question(by=guide, question=one, up=False)
        assert self.texts() == ["Drie?", "Een?", "Twee?"]
        commands.edit_question(by=guide, question=one, text="Eén?")
        removed = commands.remove_question(by=guide, question=one)
        assert self.texts() == ["Drie?", "Twee?"]
        self.add(guide, "Vier?")
        commands.restore_question(by=guide, question=removed)
        assert self.texts() == ["Drie?", "Eén?", "Twee?", "Vier?"]

    def test_a_place_that_was_taken_goes_to_the_end(self, guide):
        self.add(guide, "Een?")
        removed = commands.remove_question(by=guide, question=Question.objects.get())
        self.add(guide, "Twee?")
        commands.restore_question(by=guide, question=removed)
        assert self.texts() == ["Twee?", "Een?"]

    def test_others_do_not_touch_the_guide(self):
        with pytest.raises(Refused):
            self.add(make_member(role=Role.SPONSOR), "Een?")


class TestNotes:
    def write(self, guide, vault, conversation, text, version):
        return commands.write_note(
            by=guide, vault=vault, conversation=fresh(conversation), text=text, version=version
        )

    def test_first_and_next_words(self, guide, vault):
        conversation = make_conversation(guide)
        first = self.write(guide, vault, conversation, "Hallo\r\nwereld", 0)
        assert (first.note.version, first.theirs) == (1, None)
        next_one = self.write(guide, vault, conversation, "Hallo\nwereld!", 1)
        assert next_one.note.version == 2
        assert note_text(vault, fresh(conversation), next_one.note) == "Hallo\nwereld!"
        assert Note.objects.count() == 1

    def test_two_tabs_keep_both_texts(self, guide, vault):
        conversation = make_conversation(guide)
        self.write(guide, vault, conversation, "Begin", 0)
        self.write(guide, vault, conversation, "Begin, tab een", 1)
        met = self.write(guide, vault, conversation, "Begin, tab twee", 1)
        assert met.theirs == "Begin, tab een"
        assert met.note.version == 2
        found = open_variants(guide, vault, fresh(conversation), met.note)
        assert [one.text for one in found] == ["Begin, tab twee"]

    def test_two_first_texts_keep_both(self, guide, vault):
        conversation = make_conversation(guide)
        self.write(guide, vault, conversation, "Tab een", 0)
        assert self.write(guide, vault, conversation, "Tab twee", 0).theirs == "Tab een"
        assert NoteVariant.objects.count() == 1

    def test_the_same_text_again_is_no_conflict(self, guide, vault):
        conversation = make_conversation(guide)
        self.write(guide, vault, conversation, "Begin", 0)
        again = self.write(guide, vault, conversation, "Begin", 0)
        assert (again.theirs, again.note.version) == (None, 1)

    def test_a_second_text_that_grew_is_kept_once_and_others_stay(self, guide, vault):
        conversation = make_conversation(guide)
        self.write(guide, vault, conversation, "Tab een", 0)
        for text in ("Tab twee", "Tab twee groeit", "Tab drie", "Tab twee"):
            met = self.write(guide, vault, conversation, text, 0)
        found = open_variants(guide, vault, fresh(conversation), met.note)
        assert {one.text for one in found} == {"Tab twee groeit", "Tab drie"}

    def test_putting_both_below_each_other_ends_the_conflict(self, guide, vault):
        conversation = make_conversation(guide)
        self.write(guide, vault, conversation, "Een", 0)
        self.write(guide, vault, conversation, "Twee", 0)
        self.write(guide, vault, conversation, "Een\n\nTwee", 1)
        assert NoteVariant.objects.count() == 0

    @pytest.mark.parametrize(
        ("choice", "stored", "other"),
        [
            (Choice.STORED, "Een", "Twee"),
            (Choice.OTHER, "Twee", "Een"),
            (Choice.BOTH, "Een\n\nTwee", "Twee"),
        ],
    )
    def test_a_choice_and_back(self, guide, vault, choice, stored, other):
        conversation = make_conversation(guide)
        self.write(guide, vault, conversation, "Een", 0)
        met = self.write(guide, vault, conversation, "Twee", 0)
        variant = NoteVariant.objects.get()
        place = {"by": guide, "vault": vault, "conversation": fresh(conversation)}
        note = commands.choose_text(**place, note=met.note, variant=variant, choice=choice)
        assert note_text(vault, place["conversation"], note) == stored
        assert open_variants(guide, vault, place["conversation"], note) == []
        commands.reopen_choice(**place, note=note, variant=variant)
        found = open_variants(guide, vault, place["conversation"], note)
        assert [one.text for one in found] == [other]

    def test_too_long_and_just_fitting(self, guide, vault):
        conversation = make_conversation(guide)
        fits = "é" * 200_000
        self.write(guide, vault, conversation, fits, 0)
        with pytest.raises(Refused, match="200001 tekens"):
            self.write(guide, vault, conversation, fits + "x", 1)

    def test_a_closed_vault_stores_nothing(self, guide):
        with pytest.raises(Refused, match="kluis is dicht"):
            self.write(guide, None, make_conversation(guide), "Hallo", 0)

    def test_another_guide_writes_only_after_sharing(self, guide, vault):
        programme = make_conversation(guide).programme
        other = make_member(programme, Role.CO_GUIDE)
        theirs = make_vault(other)
        conversation = make_conversation(guide)
        with pytest.raises(Refused, match="andere begeleider"):
            self.write(other, theirs, conversation, "Hallo", 0)
        note = make_note(guide, vault, conversation)
        with pytest.raises(Refused, match="niet met je gedeeld"):
            self.write(other, theirs, conversation, "Hallo", 0)
        with pytest.raises(Sealed):
            note_text(theirs, fresh(conversation), note)
        place = {"by": guide, "vault": vault, "conversation": fresh(conversation)}
        commands.share_conversation(**place, reader=confirmed_keyring(other))
        theirs = replace(theirs, secrets={})
        assert note_text(theirs, fresh(conversation), note) == NOTES
        self.write(other, theirs, conversation, "Ook van mij", 0)
        assert Note.objects.count() == 2
        commands.unshare_conversation(**place, reader=confirmed_keyring(other))
        with pytest.raises(Sealed):
            note_text(replace(theirs, secrets={}), fresh(conversation), note)

    def test_the_author_is_not_shut_out(self, guide, vault):
        conversation = make_conversation(guide)
        make_note(guide, vault, conversation)
        other = make_member(conversation.programme, Role.CO_GUIDE)
        theirs = make_vault(other)
        commands.share_conversation(
            by=guide,
            vault=vault,
            conversation=fresh(conversation),
            reader=confirmed_keyring(other),
        )
        with pytest.raises(Refused, match="zijn van"):
            commands.unshare_conversation(
                by=other,
                vault=theirs,
                conversation=fresh(conversation),
                reader=confirmed_keyring(guide),
            )

    def test_nothing_to_share(self, guide, vault):
        other = make_member(make_conversation(guide).programme, Role.CO_GUIDE)
        make_vault(other)
        with pytest.raises(Refused, match="nog geen aantekeningen"):
            commands.share_conversation(
                by=guide,
                vault=vault,
                conversation=make_conversation(guide),
                reader=confirmed_keyring(other),
            )

    def test_what_was_tampered_with_does_not_open(self, guide, vault):
        conversation = make_conversation(guide)
        note = make_note(guide, vault, conversation)
        sealed = bytearray(note.sealed)
        sealed[-1] ^= 1
        Note.objects.update(sealed=bytes(sealed))
        with pytest.raises(Tampered):
            note_text(vault, fresh(conversation), Note.objects.get())

    def test_a_note_moved_to_another_row_does_not_open(self, guide, vault):
        conversation = make_conversation(guide)
        note = make_note(guide, vault, conversation)
        twin = Note(id=uuid4(), sealed=note.sealed)
        with pytest.raises(Tampered):
            note_text(vault, fresh(conversation), twin)

    def test_typing_leaves_one_line_a_day(self, guide, vault):
        conversation = make_conversation(guide)
        for version in range(4):
            self.write(guide, vault, conversation, f"Woord {version}", version)
        assert AuditEvent.objects.filter(verb="conversations.noted").count() == 1

    def test_a_cancelled_conversation_takes_no_notes(self, guide, vault):
        conversation = commands.cancel_conversation(by=guide, conversation=make_conversation(guide))
        with pytest.raises(Refused, match="afgezegd"):
            self.write(guide, vault, conversation, "Hallo", 0)


class TestQuotes:
    def counts(self, conversation):
        conversation.refresh_from_db()
        return conversation.quotes, conversation.quotes_open

    def test_a_quote_for_later(self, guide, vault):
        conversation = make_conversation(guide)
        quote = make_quote(guide, vault, conversation)
        content = open_content(vault, fresh(conversation).box, quote)
        assert content.words == "Straks komt er niemand meer langs bij ons."
        assert (content.kind, content.target, content.speaker) == (QuoteKind.WORRY, None, None)
        assert self.counts(conversation) == (1, 1)
        assert Concern.objects.count() == 0

    def test_a_quote_raises_a_concern_and_gives_it_a_voice(self, guide, vault):
        person = make_person(guide)
        conversation = make_conversation(guide, [person])
        goal = Goal(title="Contact met collega's houden")
        quote = make_quote(guide, vault, conversation, speaker=person, goal=goal)
        concern = Concern.objects.get()
        assert (concern.title, concern.kind, concern.voices) == (goal.title, "worry", 1)
        content = open_content(vault, fresh(conversation).box, quote)
        assert content.concern_id == concern.pk
        assert content.voice == Voice.objects.get().pk
        assert self.counts(conversation) == (1, 0)

    def test_who_says_it_twice_has_one_voice(self, guide, vault):
        person = make_person(guide)
        conversation = make_conversation(guide, [person])
        goal = Goal(title="Contact met collega's houden")
        first = make_quote(guide, vault, conversation, speaker=person, goal=goal)
        concern = Concern.objects.get()
        second = make_quote(
            guide,
            vault,
            conversation,
            "Gewoon een uurtje naast iemand zitten.",
            speaker=person,
            goal=Goal(concern),
        )
        concern.refresh_from_db()
        assert concern.voices == 1
        place = {"by": guide, "vault": vault, "conversation": fresh(conversation)}
        commands.remove_quote(**place, quote=first)
        concern.refresh_from_db()
        assert concern.voices == 1
        commands.remove_quote(**place, quote=second)
        concern.refresh_from_db()
        assert concern.voices == 0

    def test_remove_and_restore(self, guide, vault):
        person = make_person(guide)
        conversation = make_conversation(guide, [person])
        goal = Goal(title="Contact houden")
        quote = make_quote(guide, vault, conversation, speaker=person, goal=goal)
        place = {"by": guide, "vault": vault, "conversation": fresh(conversation)}
        gone = commands.remove_quote(**place, quote=quote)
        assert gone.deleted_on == timezone.localdate()
        assert self.counts(conversation) == (0, 0)
        assert Concern.objects.get().voices == 0
        back = commands.restore_quote(**place, quote=gone)
        assert back.deleted_on is None
        assert self.counts(conversation) == (1, 0)
        assert Concern.objects.get().voices == 1

    def test_after_a_month_a_removed_quote_is_gone(self, guide, vault):
        conversation = make_conversation(guide)
        old, new = (make_quote(guide, vault, conversation) for _ in range(2))
        place = {"by": guide, "vault": vault, "conversation": fresh(conversation)}
        commands.remove_quote(**place, quote=old)
        RawQuote.objects.update(deleted_on=timezone.localdate() - dt.timedelta(days=31))
        RawQuote.objects.filter(pk=new.pk).update(deleted_on=None)
        commands.remove_quote(**place, quote=RawQuote.objects.get(pk=new.pk))
        assert list(RawQuote.objects.values_list("pk", flat=True)) == [new.pk]

    def test_edit_moves_the_voice(self, guide, vault):
        person = make_person(guide)
        conversation = make_conversation(guide, [person])
        quote = make_quote(
            guide, vault, conversation, speaker=person, goal=Goal(title="Contact houden")
        )
        first = Concern.objects.get()
        place = {"by": guide, "vault": vault, "conversation": fresh(conversation)}
        heard = Heard(QuoteKind.WISH, person.pk, Goal(title="Hulp in de buurt"))
        changed = commands.edit_quote(**place, quote=quote, heard=heard, version=1)
        first.refresh_from_db()
        second = Concern.objects.exclude(pk=first.pk).get()
        assert (first.voices, second.voices, second.kind) == (0, 1, "wish")
        commands.edit_quote(
            **place, quote=changed, heard=Heard(QuoteKind.WISH, None, LATER), version=2
        )
        second.refresh_from_db()
        assert second.voices == 0
        assert self.counts(conversation) == (1, 1)
        with pytest.raises(EditConflict):
            commands.edit_quote(**place, quote=quote, heard=Heard(QuoteKind.WISH), version=1)

    def test_a_retry_does_not_double(self, guide, vault):
        conversation = make_conversation(guide)
        note = make_note(guide, vault, conversation)
        key = uuid4()
        make = {
            "by": guide,
            "vault": vault,
            "conversation": fresh(conversation),
            "note": note,
            "key": key,
        }
        heard = Heard(QuoteKind.WORRY)
        first = commands.take_quote(**make, start=0, end=10, heard=heard)
        assert commands.take_quote(**make, start=0, end=10, heard=heard).pk == first.pk
        assert RawQuote.objects.count() == 1
        with pytest.raises(RepeatedDifferently):
            commands.take_quote(**make, start=0, end=20, heard=heard)

    @pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (0, 10_000), (38, 40), (0, 2)])
    def test_a_passage_lies_in_the_notes(self, guide, vault, start, end):
        conversation = make_conversation(guide)
        note = make_note(guide, vault, conversation)
        with pytest.raises(Refused, match="minstens drie tekens"):
            commands.take_quote(
                by=guide,
                vault=vault,
                conversation=fresh(conversation),
                note=note,
                start=start,
                end=end,
                heard=Heard(QuoteKind.WORRY),
                key=uuid4(),
            )

    def test_a_speaker_was_asked(self, guide, vault):
        with pytest.raises(Refused, match="niet gevraagd"):
            make_quote(guide, vault, make_conversation(guide), speaker=make_person(guide))

    def test_a_title_does_not_repeat_the_speaker(self, guide, vault):
        with pytest.raises(Refused, match="eigen woorden"):
            make_quote(
                guide,
                vault,
                make_conversation(guide),
                goal=Goal(title="straks komt er niemand meer langs"),
            )
        assert Concern.objects.count() == 0
        assert RawQuote.objects.count() == 0

    def test_only_worries_and_wishes_lead_to_a_concern(self, guide, vault):
        with pytest.raises(Refused, match="zorg of een wens"):
            make_quote(
                guide,
                vault,
                make_conversation(guide),
                goal=Goal(title="Map in roze"),
                kind=QuoteKind.PRACTICE,
            )

    def test_a_practice_waits_for_no_concern(self, guide, vault):
        conversation = make_conversation(guide)
        make_quote(guide, vault, conversation, kind=QuoteKind.PRACTICE)
        assert self.counts(conversation) == (1, 0)

    def test_a_quote_needs_notes(self, guide, vault):
        conversation = make_conversation(guide)
        with pytest.raises(Refused, match="nog geen aantekeningen"):
            commands.take_quote(
                by=guide,
                vault=vault,
                conversation=conversation,
                note=Note(),
                start=0,
                end=5,
                heard=Heard(QuoteKind.WORRY),
                key=uuid4(),
            )

    def test_a_quote_follows_its_words(self, guide, vault):
        conversation = make_conversation(guide)
        make_quote(guide, vault, conversation)
        note = Note.objects.get()
        before = NOTES.index("Straks komt")
        for text, place in (
            (f"Vooraf.\n\n{NOTES}", before + 9),
            (f"Nog meer vooraf. Vooraf.\n\n{NOTES}", before + 26),
            ("Alles is weg.", None),
        ):
            note = make_note(guide, vault, fresh(conversation), text)
            found = quotes_of(guide, vault, fresh(conversation), note=note.pk, text=text)
            assert [one.place and one.place[0] for one in found] == [place]
        assert found[0].content.words == "Straks komt er niemand meer langs bij ons."

    def test_acts_on_quotes_name_no_one_and_no_hour(self, guide, vault):
        make_quote(guide, vault, make_conversation(guide))
        event = AuditEvent.objects.get(verb="conversations.quote_taken")
        assert event.actor_id is None
        assert timezone.localtime(event.at).hour == 0


class TestRelease:
    def prepare(self, guide, vault, quote, **changes):
        preparation = {
            "paraphrase": "Het contact kan minder worden.",
            "approval": Approval(Consent.APPROVED, timezone.localdate()),
        } | changes
        quote = RawQuote.objects.select_related("conversation__box").get(pk=quote.pk)
        return commands.prepare_release(
            by=guide,
            vault=vault,
            conversation=quote.conversation,
            quote=quote,
            preparation=Preparation(**preparation),
            version=quote.version,
        )

    def rows(self, *quotes):
        return list(
            RawQuote.objects.filter(pk__in=[q.pk for q in quotes]).select_related(
                "conversation__box"
            )
        )

    def test_three_speakers_go_together(self, guide, vault):
        made = release_three(guide, vault)
        assert {one.released_on for one in made} == {timezone.localdate()}
        assert {one.text for one in made} == {"Het contact met collega's kan minder worden."}
        assert all(one.concern_id for one in made)
        assert all(one.pk.version == 4 for one in made)
        assert ApprovedTally.objects.get().count == 0
        assert SearchDocument.objects.filter(kind="quote").count() == 3
        states = {
            state_of(guide, open_content(vault, row.conversation.box, row))
            for row in RawQuote.objects.select_related("conversation__box")
        }
        assert states == {ReleaseState.RELEASED}

    def test_two_speakers_do_not_go(self, guide, vault):
        rows = self.rows(*(make_ready(guide, vault, name)[0] for name in ("Jan", "Els")))
        assert ApprovedTally.objects.get().count == 2
        with pytest.raises(Refused, match="te weinig"):
            commands.release_quotes(by=guide, vault=vault, quotes=rows)
        assert ReleasedQuote.objects.count() == 0

    def test_who_need_not_wait_goes_alone(self, guide, vault):
        quote, _person = make_ready(guide, vault, "Jan", now=True)
        made = commands.release_quotes(by=guide, vault=vault, quotes=self.rows(quote))
        assert len(made) == 1

    def test_an_empty_batch_does_not_go(self, guide, vault):
        with pytest.raises(Refused, match="minstens één"):
            commands.release_quotes(by=guide, vault=vault, quotes=[])

    def test_what_is_not_ready_does_not_go(self, guide, vault):
        quote = make_quote(guide, vault, make_conversation(guide))
        with pytest.raises(Refused, match="goedkeuring"):
            commands.release_quotes(by=guide, vault=vault, quotes=self.rows(quote))

    def test_without_a_concern_it_is_not_ready(self, guide, vault):
        quote = approve(guide, vault, make_quote(guide, vault, make_conversation(guide)))
        content = open_content(vault, quote.conversation.box, quote)
        assert state_of(guide, content) is ReleaseState.RAW
        assert not ApprovedTally.objects.exists()

    def test_the_speakers_own_words_need_the_speaker(self, guide, vault):
        quote = make_quote(guide, vault, make_conversation(guide))
        words = "Zij zegt: straks komt er niemand meer langs."
        with pytest.raises(Refused, match="6 woorden"):
            self.prepare(guide, vault, quote, paraphrase=words)
        self.prepare(guide, vault, quote, paraphrase=words, verbatim=True)

    def test_approval_needs_words_and_a_day(self, guide, vault):
        quote = make_quote(guide, vault, make_conversation(guide))
        with pytest.raises(Refused, match="andere woorden"):
            self.prepare(guide, vault, quote, paraphrase=" ")
        for on in (None, timezone.localdate() + dt.timedelta(days=1)):
            with pytest.raises(Refused, match="welke dag"):
                self.prepare(guide, vault, quote, approval=Approval(Consent.ASKED, on))

    def test_other_words_need_another_approval(self, guide, vault):
        quote = self.prepare(guide, vault, make_quote(guide, vault, make_conversation(guide)))
        with pytest.raises(Refused, match="Vraag het opnieuw"):
            self.prepare(guide, vault, quote, paraphrase="Heel iets anders.")
        asked = Approval(Consent.ASKED, timezone.localdate())
        again = self.prepare(guide, vault, quote, paraphrase="Heel iets anders.", approval=asked)
        content = open_content(vault, again.conversation.box, again)
        assert state_of(guide, content) is ReleaseState.WAITING

    def test_a_refusal_is_kept(self, guide, vault):
        quote = make_quote(guide, vault, make_conversation(guide))
        refused = Approval(Consent.REFUSED, timezone.localdate())
        row = self.prepare(guide, vault, quote, approval=refused)
        content = open_content(vault, row.conversation.box, row)
        assert state_of(guide, content) is ReleaseState.REFUSED

    def test_what_is_released_stays_as_it_is_until_withdrawn(self, guide, vault):
        made = release_three(guide, vault)[0]
        row = next(
            row
            for row in RawQuote.objects.select_related("conversation__box")
            if open_content(vault, row.conversation.box, row).released == made.pk
        )
        place = {"by": guide, "vault": vault, "conversation": row.conversation, "quote": row}
        with pytest.raises(Refused, match="Trek"):
            commands.remove_quote(**place)
        with pytest.raises(Refused, match="Trek"):
            self.prepare(guide, vault, row)
        commands.withdraw_released(by=guide, released=made)
        assert SearchDocument.objects.filter(kind="quote").count() == 2
        content = open_content(vault, row.conversation.box, row)
        assert state_of(guide, content) is ReleaseState.WITHDRAWN
        commands.restore_released(by=guide, released=made)
        assert SearchDocument.objects.filter(kind="quote").count() == 3
        commands.withdraw_released(by=guide, released=made)
        self.prepare(guide, vault, row, paraphrase=made.text)
        assert ApprovedTally.objects.get().count == 1

    def test_a_withdrawal_of_yesterday_stays(self, guide, vault):
        made = release_three(guide, vault)[0]
        commands.withdraw_released(by=guide, released=made)
        made.withdrawn_on -= dt.timedelta(days=1)
        with pytest.raises(Refused, match="eerdere dag"):
            commands.restore_released(by=guide, released=made)

    def test_others_do_not_withdraw(self, guide, vault):
        made = release_three(guide, vault)[0]
        sponsor = make_member(made.programme, Role.SPONSOR)
        with pytest.raises(Refused):
            commands.withdraw_released(by=sponsor, released=made)


def test_a_conversation_of_another_programme_stays_there(guide):
    other = make_member(make_programme())
    conversation = make_conversation(other)
    assert conversation.workspace_id != guide.tenant


def test_a_voice_that_does_not_open_is_passed_over(guide, vault):
    person = make_person(guide)
    conversation = make_conversation(guide, [person])
    goal = Goal(title="Contact houden")
    make_quote(guide, vault, conversation, speaker=person, goal=goal)
    Voice.objects.update(sealed=b"\x01" + b"x" * 80)
    goal = Goal(Concern.objects.get())
    make_quote(guide, vault, conversation, speaker=person, goal=goal)
    assert Concern.objects.get().voices == 2


def test_a_guide_to_whom_the_voices_were_not_shared_adds_a_voice(guide, vault):
    person = make_person(guide)
    conversation = make_conversation(guide, [person])
    quote = make_quote(
        guide, vault, conversation, speaker=person, goal=Goal(title="Contact houden")
    )
    other = make_member(conversation.programme, Role.CO_GUIDE)
    theirs = make_vault(other)
    own = make_conversation(other, [person])
    make_quote(other, theirs, own, speaker=person, goal=Goal(Concern.objects.get()))
    assert Concern.objects.get().voices == 2
    commands.remove_quote(by=guide, vault=vault, conversation=fresh(conversation), quote=quote)
    assert Concern.objects.get().voices == 1


def test_a_voice_of_a_quote_that_one_cannot_read_stays(guide, vault):
    person = make_person(guide)
    conversation = make_conversation(guide, [person])
    make_quote(guide, vault, conversation, speaker=person, goal=Goal(title="Contact houden"))
    other = make_member(conversation.programme, Role.CO_GUIDE)
    make_vault(other)
    box = access_programme_box(guide)
    share_box(by=guide, vault=vault, box=box, reader=confirmed_keyring(other))
    theirs = open_vault(by=other, passphrase=PASSPHRASE)
    own = make_conversation(other, [person])
    quote = make_quote(other, theirs, own, speaker=person, goal=Goal(Concern.objects.get()))
    assert Concern.objects.get().voices == 1

    commands.remove_quote(by=other, vault=theirs, conversation=fresh(own), quote=quote)

    assert Concern.objects.get().voices == 1
