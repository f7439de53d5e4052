"""“You said, we did” as a PDF: the words of the page, and never more than those."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from draagvlak.answering.commands import share_outcomes
from draagvlak.answering.queries import outcomes, paper
from draagvlak.answering.views import outcomes as views
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core import flood
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.lib.pdf import Heading, Items, Quote, Words
from draagvlak.measures.states import State
from draagvlak.programmes.models import Programme
from tests.answering.test_outcomes import measured
from tests.factories.concerns import make_answered, make_delivered, make_group
from tests.factories.places import make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


def outline(made):
    """The headings that a reader of the file can jump to, besides its title."""
    return sorted(text.decode("latin-1") for text in re.findall(rb"/Title\(([^)]*)\)/Dest", made))


def test_the_document_says_what_the_page_says(guide):
    concern = measured(guide, "Inloggen duurt lang", state=State.DELIVERED, title="Eén keer")
    ReleasedQuote.objects.create(
        workspace_id=guide.tenant, programme_id=guide.programme_id, concern=concern,
        text="Vijf keer per dag.", released_on=timezone.localdate(),
    )  # fmt: skip
    brought = outcomes.outcome_page(guide, None).rows[0].deeds[0].brought[0]
    day = outcomes.outcome_page(guide, None).rows[0].day

    title, lead, *blocks = paper.outcome_blocks(guide, None)

    assert title == Heading("U zei, wij deden", 1)
    assert "Een nee met redenen telt net zo goed" in lead.words
    assert blocks == [
        Heading("Inloggen duurt lang"),
        Words("Gedaan", quiet=True),
        Quote("“Vijf keer per dag.”"),
        Words("Dat doen wij zo.", "Wij besloten"),
        Words("Het helpt.", "Waarom"),
        Words("", "Wij deden"),
        Items([f"Eén keer (opgeleverd)\n{brought}"]),
        Words(f"Besloten door Het college, beantwoord op {day}", quiet=True),
    ]


def test_who_takes_part_downloads_it(guide):
    group = make_group(guide, "Raadsleden")
    make_delivered(guide, "Papier is prettig", groups=[group.pk])
    make_delivered(guide, "Inloggen duurt lang")
    make_answered(guide, "Nog niet verteld")
    employee = make_member(Programme.objects.get(pk=guide.programme_id), Role.EMPLOYEE)
    web = sign_in(Client(), employee)

    made = web.get(to(employee, "answering:outcome_pdf"))
    one = sign_in(Client(), guide).get(to(guide, "answering:outcome_pdf"), {"group": group.pk})

    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"] == 'attachment; filename="u-zei-wij-deden.pdf"'
    assert made["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert outline(made.content) == ["Inloggen duurt lang", "Papier is prettig", "U zei, wij deden"]
    assert outline(one.content) == ["Papier is prettig", "Raadsleden zei, wij deden"]


def test_everybody_with_the_link_gets_the_public_one_without_quotes_and_trace(guide):
    concern = make_delivered(guide, "Papier is prettig")
    page = share_outcomes(by=guide, group=None, intro="Dank jullie wel.", version=0)
    ReleasedQuote.objects.create(
        workspace_id=guide.tenant, programme_id=guide.programme_id, concern=concern,
        text="Alleen voor wie meedoet", released_on=timezone.localdate(),
    )  # fmt: skip
    address = outcomes.public_address(page).partition("/speak/")[2]

    made = Client().get(f"/speak/{address}told.pdf")

    assert outline(made.content) == ["Papier is prettig", "U zei, wij deden"]
    assert b"/S/BlockQuote" not in made.content
    assert made["X-Robots-Tag"] == "noindex, nofollow"
    assert made["Cache-Control"] == "no-store"
    assert not made.cookies
    blocks = paper.outcome_blocks(guide, None, intro="Dank jullie wel.", is_public=True)
    assert blocks[1] == Words("Dank jullie wel.")
    assert not [one for one in blocks if isinstance(one, Quote)]


def test_an_unknown_link_and_a_flood_get_no_document(guide, monkeypatch):
    make_delivered(guide, "Papier is prettig")
    page = share_outcomes(by=guide, group=None, intro="", version=0)
    address = outcomes.public_address(page).partition("/speak/")[2]
    monkeypatch.setattr(views, "PAPERS", 0)
    monkeypatch.setattr(flood, "_counts", flood._Counts())

    busy = Client().get(f"/speak/{address}told.pdf")
    unknown = Client().get(f"/speak/{guide.workspace.slug}/told/AAAAA-AAAAA/told.pdf")

    assert busy.status_code == 429
    assert "Heel veel mensen vragen hier tegelijk om" in busy.content.decode()
    assert unknown.status_code == 404


def test_a_long_list_says_that_there_is_more(guide, monkeypatch):
    monkeypatch.setattr(outcomes, "PAGE", 1)
    monkeypatch.setattr(paper, "MOST", 2)
    for title in ("Een", "Twee", "Drie"):
        make_delivered(guide, title)

    blocks = paper.outcome_blocks(guide, None)

    assert len([one for one in blocks if isinstance(one, Heading)]) == 1 + 2
    assert blocks[-1] == Words("Er is meer: op de pagina staat alles.", quiet=True)


def test_nothing_told_is_said(guide):
    assert paper.outcome_blocks(guide, None)[-1] == Words("Er is nog niets teruggekoppeld")


def test_an_outsider_finds_nothing(guide):
    other = make_member()
    web = sign_in(Client(), other)
    assert web.get(to(guide, "answering:outcome_pdf")).status_code == 404
