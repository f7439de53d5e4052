"""The intake where it is needed: words explained, rows found, and files that can be put back."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.utils import timezone

from draagvlak.core import undo
from draagvlak.core.models import Attachment, UndoRecord
from draagvlak.core.policy import Role
from draagvlak.core.search import find
from draagvlak.core.storage import keep_file
from draagvlak.core.web import to
from draagvlak.intake import queries
from draagvlak.intake.commands import (
    DocumentDraft,
    EarlierDraft,
    TermDraft,
    edit_entry,
    remove_entry,
)
from draagvlak.intake.forgetting import forget_removed
from draagvlak.intake.models import Document, EarlierChange, ReplacedFile, Term
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_concern
from tests.factories.intake import make_document, make_earlier, make_term
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def left():
    return UndoRecord.objects.get(kind="intake.edited")


def replace_file(guide, text=b"tweede"):
    document = make_document(guide, "Plan", text="eerste")
    file = keep_file(guide.tenant, io.BytesIO(text), name="nieuw.txt")
    draft = DocumentDraft("Plan", "plan", why="Hier staat waarom.", file=file)
    return document, edit_entry(by=guide, entry=document, draft=draft, version=1)


def test_words_are_found_in_every_form_and_within_compounds(guide):
    for word in ("griffie", "P&C-cyclus", "raad"):
        make_term(guide, word)
    text = "Het griffieoverleg past niet in de P&C-cyclus."
    found = [term.word for term in queries.words_used(guide, [text, ""])]
    assert found == ["griffie", "P&C-cyclus"]
    assert queries.words_used(guide, ["Niets daarvan"]) == []


def test_at_most_so_many_words_and_no_removed_ones(guide, django_assert_num_queries):
    terms = [make_term(guide, f"Wöord{each}") for each in "abcd"]
    remove_entry(by=guide, entry=terms[0])
    text = " ".join(f"woord{each}" for each in "abcd")
    with django_assert_num_queries(2):
        found = queries.words_used(guide, [text], limit=2)
    assert [term.word for term in found] == ["Wöordb", "Wöordc"]


def test_a_concern_explains_its_words_to_who_may_see_the_list(guide, client):
    make_term(guide, "griffie", "Het secretariaat van de raad")
    concern = make_concern(guide, "De griffie krijgt te veel werk")
    address = to(guide, "concerns:concern_detail", concern_id=concern.pk)
    assert "Het secretariaat van de raad" in sign_in(client, guide).get(address).text
    council = make_member(Programme.objects.get(pk=guide.programme_id), Role.WORKS_COUNCIL)
    text = sign_in(client, council).get(address).text
    assert "Woorden die hier staan" not in text


def test_the_intake_is_found_by_who_may_see_it(guide):
    document = make_document(guide, "Raadsplan", note="geheimzinnig")
    term = make_term(guide, "griffie", "Secretariaat van de raad")
    earlier = make_earlier(guide, "Zaaksysteem")
    assert [hit.id for hit in find(guide, "raadsplan")] == [document.pk]
    assert [hit.id for hit in find(guide, "secretariaat")] == [term.pk]
    assert [hit.id for hit in find(guide, "zaaksysteem")] == [earlier.pk]
    assert find(guide, "geheimzinnig") == []
    programme = Programme.objects.get(pk=guide.programme_id)
    sponsor, lead = (make_member(programme, role) for role in (Role.SPONSOR, Role.PROJECT_LEAD))
    assert [hit.id for hit in find(sponsor, "raadsplan")] == [document.pk]
    assert find(sponsor, "zaaksysteem") == []
    assert find(lead, "raadsplan") == []


@pytest.mark.parametrize("make", [make_document, make_term, make_earlier])
def test_what_was_found_stands_first_on_its_page(guide, client, make):
    rows = [make(guide) for _ in range(3)]
    kind = queries.kind_of(rows[1])
    address = queries.entry_address(kind)(guide, rows[1].pk)
    text = sign_in(client, guide).get(address.partition("#")[0]).text
    assert re.findall(r'id="row-([0-9a-f-]{36})"', text)[0] == str(rows[1].pk)


def test_the_activity_page_filters_on_the_intake(guide, client):
    make_term(guide, "griffie")
    make_concern(guide)
    text = sign_in(client, guide).get(to(guide, "desk:activity_list") + "?kind=intake").text
    assert "voegde iets toe aan de verkenning" in text
    assert "een zorg of wens is opgeschreven" not in text


def test_a_replaced_file_comes_back(guide):
    document, _changed = replace_file(guide)
    assert Attachment.objects.count() == 2
    undo.take_back(by=guide, undo=left())
    row = Document.objects.get()
    assert row.attachment_id == document.attachment_id
    assert Attachment.objects.count() == 2


def test_a_file_that_a_link_replaced_comes_back(guide):
    document = make_document(guide, "Plan", text="eerste")
    draft = DocumentDraft("Plan", "plan", "https://voorbeeldstad.example/nieuw")
    edit_entry(by=guide, entry=document, draft=draft, version=1)
    undo.take_back(by=guide, undo=left())
    row = Document.objects.get()
    assert (row.link, row.attachment_id) == ("", document.attachment_id)


def test_after_thirty_days_the_replaced_file_is_gone(guide):
    document, changed = replace_file(guide)
    forget_removed(timezone.now() + dt.timedelta(days=29))
    assert Attachment.objects.filter(pk=document.attachment_id).exists()
    forget_removed(timezone.now() + dt.timedelta(days=31))
    assert [each.pk for each in Attachment.objects.all()] == [changed.attachment_id]
    assert not ReplacedFile.objects.exists()


def test_a_file_that_was_put_back_stays_and_the_other_goes(guide):
    document, _changed = replace_file(guide)
    undo.take_back(by=guide, undo=left())
    forget_removed(timezone.now() + dt.timedelta(days=31))
    assert [each.pk for each in Attachment.objects.all()] == [document.attachment_id]


def test_a_removed_document_takes_its_former_files_along(guide):
    _document, changed = replace_file(guide)
    remove_entry(by=guide, entry=changed)
    ReplacedFile.objects.update(replaced_at=timezone.now() + dt.timedelta(days=20))
    forget_removed(timezone.now() + dt.timedelta(days=31))
    assert not Attachment.objects.exists()


def test_words_and_earlier_changes_say_again_what_they_said(guide):
    term, earlier = make_term(guide, "griffie"), make_earlier(guide, "Zaaksysteem", 2019)
    edit_entry(by=guide, entry=term, draft=TermDraft("Raad", "Van de stad"), version=1)
    draft = EarlierDraft("Zaaksysteem", 2020, "failed")
    edit_entry(by=guide, entry=earlier, draft=draft, version=1)
    records = list(UndoRecord.objects.filter(kind="intake.edited"))
    assert all(look.verdict for look in undo.outlooks(guide, records).values())
    for record in records:
        undo.take_back(by=guide, undo=record)
    word, change = Term.objects.get(), EarlierChange.objects.get()
    assert (word.word, word.folded, change.year) == ("griffie", "griffie", 2019)


def test_a_word_that_was_written_anew_is_not_doubled(guide):
    term = make_term(guide, "griffie")
    edit_entry(by=guide, entry=term, draft=TermDraft("raad", "Van de stad"), version=1)
    make_term(guide, "griffie")
    with pytest.raises(Exception, match="Dit woord staat al in de lijst"):
        undo.take_back(by=guide, undo=left())
    assert left().taken_on is None
