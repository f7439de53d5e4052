"""What may be gathered, changed, taken back; and what may not."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.http import Http404
from django.utils import timezone

from draagvlak.core.erasing import erase_workspace
from draagvlak.core.models import Attachment
from draagvlak.core.policy import Role
from draagvlak.core.storage import keep_file
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.intake import queries
from draagvlak.intake.commands import (
    DocumentDraft,
    TermDraft,
    add_term,
    edit_entry,
    import_terms,
    mark_read,
    put_back_entry,
    remove_entry,
    withdraw_terms,
)
from draagvlak.intake.forgetting import forget_removed
from draagvlak.intake.models import Document, EarlierChange, Term
from tests.factories.intake import make_document, make_earlier, make_term
from tests.factories.places import make_member, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.mark.parametrize("make", [make_document, make_term, make_earlier])
def test_only_guides_gather(guide, make):
    sponsor = make_member(make_programme(), Role.SPONSOR)

    with pytest.raises(Refused, match="Alleen een begeleider kan de verkenning wijzigen"):
        make(sponsor)


def test_a_word_stands_once_however_it_is_spelled(guide):
    make_term(guide, "P&C-cyclus")

    with pytest.raises(Refused, match="Dit woord staat al in de lijst"):
        make_term(guide, " p&c-cyclus ")


def test_a_word_has_letters(guide):
    with pytest.raises(Refused, match="Schrijf het woord op"):
        add_term(by=guide, draft=TermDraft("\u200b", "niets"))


def test_a_change_on_an_old_version_shows_what_is_stored(guide):
    term = make_term(guide, "griffie")
    edit_entry(by=guide, entry=term, draft=TermDraft("Griffie", "Van de raad"), version=1)

    with pytest.raises(EditConflict) as met:
        edit_entry(by=guide, entry=term, draft=TermDraft("griffie", "Iets anders"), version=1)

    assert met.value.theirs.meaning == "Van de raad"


def test_another_file_takes_the_place_of_the_first(guide):
    document = make_document(guide, text="eerste")
    first = document.attachment_id
    file = keep_file(guide.tenant, io.BytesIO(b"tweede"), name="nieuw.txt")

    draft = DocumentDraft("Plan", "plan", file=file)
    edit_entry(by=guide, entry=document, draft=draft, version=1)

    assert Document.objects.get().attachment.name == "nieuw.txt"
    assert Attachment.objects.filter(pk=first).exists(), "it can be put back for thirty days"


def test_a_document_is_read_and_is_not(guide):
    document = make_document(guide)

    assert mark_read(by=guide, document=document, read=True).read_on == timezone.localdate()
    assert mark_read(by=guide, document=document, read=False).read_on is None


@pytest.mark.parametrize("make", [make_document, make_term, make_earlier])
def test_what_was_removed_comes_back(guide, make):
    entry = make(guide)
    remove_entry(by=guide, entry=entry)
    kept = queries.keep([entry])
    assert queries.look_at_removed(guide, [kept])[0].verdict

    put_back_entry(by=guide, kept=kept)

    assert queries.access_entry(guide, queries.kind_of(entry), entry.pk) == entry
    assert not queries.look_at_removed(guide, [kept])[0].verdict


def test_a_removed_word_stays_away_when_it_was_written_anew(guide):
    term = make_term(guide, "raad")
    remove_entry(by=guide, entry=term)
    make_term(guide, "Raad")
    kept = queries.keep([term])

    assert not queries.look_at_removed(guide, [kept])[0].verdict
    with pytest.raises(Refused):
        put_back_entry(by=guide, kept=kept)


def test_words_of_a_file_come_in_once_and_go_again(guide):
    make_term(guide, "raad", "Wat er al stond")
    drafts = [TermDraft("RAAD", "anders"), TermDraft("fte", "Voltijdsbaan"), TermDraft("p&c", "x")]

    assert import_terms(by=guide, drafts=drafts) == 2
    assert Term.objects.get(folded="raad").meaning == "Wat er al stond"

    added = list(Term.objects.exclude(folded="raad"))
    fte = next(each for each in added if each.folded == "fte")
    edit_entry(by=guide, entry=fte, draft=TermDraft("fte", "Beter uitgelegd"), version=1)
    kept = queries.keep(added)
    outlook = queries.look_at_added(guide, [kept])[0]
    assert outlook.stays == ["Wat daarna is gewijzigd, blijft."]

    withdraw_terms(by=guide, kept=kept)

    assert [each.word for each in queries.every_term(guide)] == ["fte", "raad"]


def test_more_than_five_hundred_words_are_too_many(guide):
    drafts = [TermDraft(f"woord {number}", "iets") for number in range(501)]

    with pytest.raises(Refused, match="meer dan 500 woorden"):
        import_terms(by=guide, drafts=drafts)


def test_after_thirty_days_what_was_removed_is_gone_with_its_file(guide):
    document, term, earlier = (
        make_document(guide, text="weg"),
        make_term(guide),
        make_earlier(guide),
    )
    stays = make_document(guide, text="blijft")
    for entry in (document, term, earlier):
        remove_entry(by=guide, entry=entry)

    assert forget_removed() == 0
    assert forget_removed(timezone.now() + dt.timedelta(days=31)) == 1

    assert list(Document.objects.all()) == [stays]
    assert [each.pk for each in Attachment.objects.all()] == [stays.attachment_id]
    assert not Term.objects.exists()
    assert not EarlierChange.objects.exists()


@pytest.mark.parametrize("make", [make_document, make_term, make_earlier])
def test_another_client_finds_nothing(guide, make):
    entry = make(guide)
    outsider = make_member(make_programme())

    with pytest.raises(Http404):
        queries.access_entry(outsider, queries.kind_of(entry), entry.pk)


def test_the_client_finds_documents_and_words_but_no_earlier_changes():
    programme = make_programme()
    guide, sponsor = make_member(programme), make_member(programme, Role.SPONSOR)
    document, earlier = make_document(guide), make_earlier(guide)

    assert queries.access_entry(sponsor, "document", document.pk) == document
    with pytest.raises(Http404):
        queries.access_entry(sponsor, "earlier", earlier.pk)


def test_a_question_is_worded_after_what_it_is_about(guide):
    assert queries.question_about(make_term(guide, "fte")) == "Wat bedoel je als je “fte” zegt?"


def test_a_workspace_that_is_erased_takes_its_documents_along(guide):
    make_document(guide, text="weg")

    erase_workspace(guide.tenant)

    assert not Document.objects.exists()
    assert not Attachment.objects.exists()
