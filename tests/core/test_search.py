"""Finding things by their words: the same on both engines, and never what one may not see."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from draagvlak.concerns.models import Concern
from draagvlak.core import search, search_index
from draagvlak.core.models import SearchDocument
from draagvlak.core.policy import Role
from tests.factories.concerns import make_cause_for, make_concern
from tests.factories.measures import membership_of
from tests.factories.places import make_member, make_programme

pytestmark = pytest.mark.django_db

TITLES = (
    "Inloggen met twee stappen kost tijd",
    "Vergaderstukken komen te laat",
    "Ik wil mijn eigen aantekeningen kunnen maken",
    "De wifi valt weg in de raadzaal",
    "Te veel werk naast de vergaderingen",
)


@pytest.fixture
def guide():
    return make_member(make_programme())


@pytest.fixture
def concerns(guide):
    return {title: make_concern(guide, title) for title in TITLES}


def _titles(actor, query, **more):
    return [hit.title for hit in search.find(actor, query, **more)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("inloggen", ["Inloggen met twee stappen kost tijd"]),
        ("INLOGGEN tijd", ["Inloggen met twee stappen kost tijd"]),
        ("inloggen wifi", []),
        ("stukken", ["Vergaderstukken komen te laat"]),
        ("aantekening", ["Ik wil mijn eigen aantekeningen kunnen maken"]),
        ("raadza", ["De wifi valt weg in de raadzaal"]),
        ("de het een", []),
        ("", []),
        ("\" OR * -- ' ; {", []),
    ],
)
def test_the_same_words_find_the_same_on_both_engines(guide, concerns, query, found):
    assert _titles(guide, query) == found


def test_what_says_it_in_its_title_comes_first(guide):
    make_concern(guide, "Iets anders", description="Het gaat over de printer.")
    make_concern(guide, "De printer staat te ver weg")
    make_concern(guide, "Nog iets", description="Ook over de printer.")

    assert _titles(guide, "printer") == ["De printer staat te ver weg", "Iets anders", "Nog iets"]


def test_new_words_replace_the_old_ones(guide, concerns):
    concern = concerns["De wifi valt weg in de raadzaal"]
    search.index(
        "concern",
        concern.pk,
        workspace_id=guide.tenant,
        programme_id=guide.programme_id,
        title="Het netwerk hapert",
    )

    assert _titles(guide, "wifi") == []
    assert _titles(guide, "netwerk") == ["Het netwerk hapert"]


def test_what_is_forgotten_is_not_found(guide, concerns):
    concern = concerns["De wifi valt weg in de raadzaal"]
    search.forget("concern", concern.pk, workspace_id=guide.tenant)

    assert _titles(guide, "wifi") == []


def test_another_programme_and_another_workspace_find_nothing(guide, concerns):
    neighbour = make_member(make_programme())

    assert _titles(neighbour, "wifi") == []


def test_only_the_kinds_that_are_asked_for(guide, concerns):
    make_cause_for(guide, "De wifi is te smal")

    assert _titles(guide, "wifi", kinds=["cause"]) == ["De wifi is te smal"]
    assert len(_titles(guide, "wifi")) == 2


def test_a_supplier_finds_only_what_was_assigned(guide, concerns):
    programme = make_programme()
    lead = make_member(programme)
    make_concern(lead, "De wifi valt weg")
    supplier = make_member(programme, Role.SUPPLIER)

    assert _titles(lead, "wifi") == ["De wifi valt weg"]
    assert _titles(supplier, "wifi") == []


def test_a_kind_that_nobody_registered_is_never_found(guide):
    search.index(
        "unknown",
        guide.tenant,
        workspace_id=guide.tenant,
        programme_id=guide.programme_id,
        title="wifi",
    )

    assert _titles(guide, "wifi") == []


def test_candidates_share_the_telling_words(guide, concerns):
    found = search.candidates(guide, "Het inloggen kost me zoveel tijd", kind="concern", limit=2)

    assert found[0] == concerns["Inloggen met twee stappen kost tijd"].pk


def test_nothing_shares_words_with_an_empty_text(guide, concerns):
    assert search.candidates(guide, "", kind="concern") == []


def test_the_index_is_put_back_after_a_table_was_remade(guide, concerns):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for event in ("placed", "reworded", "dropped"):
                cursor.execute(f"drop trigger core_search_{event}")
        else:
            cursor.execute("set constraints all immediate")
            cursor.execute("drop index core_search_words")
    late = SearchDocument.objects.create(
        workspace_id=guide.tenant,
        programme_id=guide.programme_id,
        kind="concern",
        object_id=make_concern(guide, "Later").pk.__class__(int=1),
        title="De stoelen",
        terms="stoel",
    )

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("set constraints all immediate")
    search_index.install(using="default")

    found = search.matches(guide, "stoelen", kind="concern")
    assert list(found) == [late.object_id]


def test_the_index_serves_the_question(guide, concerns):
    asked = SearchDocument.objects.filter(search.Holds(F("terms"), terms=["wifi"]))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("set local enable_seqscan = off")

    plan = asked.explain()

    # PostgreSQL calls the index by its name, SQLite by its alias in the statement
    assert "core_search_words" in plan or "SCAN w VIRTUAL TABLE" in plan


@pytest.fixture
def narrow(monkeypatch):
    """Windows of a few, so that few rows show how far a search looks."""
    for name, value in {"SPARE": 1, "FURTHEST": 12, "PIECE": 2}.items():
        monkeypatch.setattr(search.finding, name, value)


def _owned(programme, actor, *titles):
    lead = make_member(programme)
    owner = membership_of(actor).pk
    for title in titles:
        Concern.objects.filter(pk=make_concern(lead, title).pk).update(owner_id=owner)


@pytest.mark.parametrize("hidden", [0, 4, 30])
def test_who_sees_some_or_little_of_it_finds_all_of_that(narrow, hidden):
    programme = make_programme()
    lead, supplier = make_member(programme), make_member(programme, Role.SUPPLIER)
    for number in range(hidden):
        make_concern(lead, f"De wifi valt weg, keer {number}")
    _owned(programme, supplier, "Mijn wifi 1", "Mijn wifi 2", "Mijn wifi 3")
    kind = dict(search.seen_kinds(supplier))["concern"]

    found = search.find_of(supplier, search.Question("wifi"), kind, 4)

    assert [one.title for one in found] == ["Mijn wifi 1", "Mijn wifi 2", "Mijn wifi 3"]
    everything = search.find_of(lead, search.Question("wifi"), kind, 40)
    assert len(everything) == hidden + 3


@pytest.mark.parametrize("hidden", [0, 4, 30])
def test_looking_further_takes_a_bounded_number_of_statements(narrow, hidden):
    programme = make_programme()
    lead, supplier = make_member(programme), make_member(programme, Role.SUPPLIER)
    for number in range(hidden):
        make_concern(lead, f"De wifi valt weg, keer {number}")
    _owned(programme, supplier, "Mijn wifi 1")
    kind = dict(search.seen_kinds(supplier))["concern"]

    with CaptureQueriesContext(connection) as asked:
        search.find_of(supplier, search.Question("wifi?"), kind, 2)

    # a window and what may be seen of it, a longer window and each piece of it, what is their own
    pieces = -(-(search.finding.FURTHEST - 2 - search.finding.SPARE) // search.finding.PIECE)
    assert len(asked) <= 2 + 1 + pieces + 2


def test_of_more_than_asked_for_both_engines_give_those_with_the_last_keys(guide):
    for number in range(6):
        make_concern(guide, f"De wifi valt weg, keer {number}")
    last = SearchDocument.objects.order_by("-pk").values_list("title", flat=True)[:3]
    kind = dict(search.seen_kinds(guide))["concern"]

    found = search.find_of(guide, search.Question("wifi?"), kind, 3)

    assert [one.title for one in found] == sorted(last)


def test_two_documents_whose_keys_begin_alike_are_both_found(guide):
    for number in range(3):
        SearchDocument.objects.create(
            id=UUID(f"abcdef01-0000-4000-8000-00000000000{number}"),
            workspace_id=guide.tenant,
            programme_id=guide.programme_id,
            kind="concern",
            object_id=UUID(int=number),
            title=f"Tafel {number}",
            terms="tafel",
        )

    def found():
        return set(search.matching(guide, "tafel", kind="concern").values_list("title", flat=True))

    assert found() == {"Tafel 0", "Tafel 1", "Tafel 2"}
    SearchDocument.objects.filter(title="Tafel 1").delete()
    assert found() == {"Tafel 0", "Tafel 2"}
    if connection.vendor == "sqlite":
        search_index.rebuild(connection)
    assert found() == {"Tafel 0", "Tafel 2"}


@pytest.mark.parametrize("walk", [1, 4, 100])
@pytest.mark.parametrize("few", [1, 100])
@pytest.mark.parametrize("query", ["wifi", "wifi?", "wifi valt?", "wif"])
def test_what_is_frequent_is_found_as_what_is_rare(guide, monkeypatch, few, walk, query):
    monkeypatch.setattr(search_index, "FEW", few)
    monkeypatch.setattr(search_index, "WALK", walk)
    wanted = [f"De wifi valt weg, keer {number}" for number in range(3)]
    for title in (*wanted, "Het tablet hapert", "De tabel klopt niet"):
        make_concern(guide, title)
    kind = dict(search.seen_kinds(guide))["concern"]

    found = search.find_of(guide, search.Question(query), kind, 100)

    assert [one.title for one in found] == wanted


@pytest.mark.parametrize("most", [1, 64])
def test_the_beginning_of_a_word_finds_every_word_that_begins_so(guide, monkeypatch, most):
    monkeypatch.setattr(search_index, "SPELLINGS", most)
    make_concern(guide, "De tabel klopt niet")
    make_concern(guide, "Het tablet hapert")

    assert _titles(guide, "tab") == ["De tabel klopt niet", "Het tablet hapert"]
    assert _titles(guide, "tabe") == ["De tabel klopt niet"]
    assert _titles(guide, "tabz") == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the index of SQLite only")
def test_an_index_of_before_is_built_again(guide, concerns):
    with connection.cursor() as cursor:
        for name in ("placed", "reworded", "dropped"):
            cursor.execute(f"drop trigger core_search_{name}")
        cursor.execute("drop table core_search_words")
        cursor.execute("create virtual table core_search_words using fts5(terms, content='')")
        cursor.execute("create table core_search_key (number integer, document char(32))")

    search_index.install(using="default")

    assert _titles(guide, "wifi") == ["De wifi valt weg in de raadzaal"]
    assert "core_search_key" not in connection.introspection.table_names()
