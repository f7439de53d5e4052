"""The pages: what people read, what they send, and how many statements that takes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core import pulse
from draagvlak.core.policy import Role
from draagvlak.core.web import to
from draagvlak.findings import commands, queries
from draagvlak.findings.commands.solving import put_on_bottleneck
from draagvlak.findings.models import Bottleneck, Fact, Opportunity, Practice, Review
from draagvlak.measures.commands import archive_measure
from draagvlak.processes.commands import tie_role
from draagvlak.processes.queries import situations_of
from draagvlak.programmes.models import Programme
from tests.factories.concerns import make_concern
from tests.factories.findings import (
    items,
    make_bottleneck,
    make_fact,
    make_opportunity,
    make_practice,
    make_review,
)
from tests.factories.measures import make_measure
from tests.factories.places import make_member, sign_in
from tests.factories.processes import make_process, make_step
from tests.factories.stakeholders import make_large_group

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return make_member()


@pytest.fixture
def process(guide):
    return make_process(guide, "Collegestukken")


def member(guide, role=Role.EMPLOYEE):
    return make_member(Programme.objects.get(pk=guide.programme_id), role)


def address(actor, path=""):
    return f"/w/{actor.workspace.slug}/p/{actor.programme.slug}/{path}"


def page(actor, path, status=200):
    answer = sign_in(Client(), actor).get(address(actor, path))
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def send(actor, path, status=303, **what):
    answer = sign_in(Client(), actor).post(address(actor, path), what)
    assert answer.status_code == status, answer.content.decode()
    return answer


@pytest.mark.parametrize("sort", ["bottlenecks", "practices", "opportunities", "facts"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_takes_as_many_statements_for_one_as_for_three(
    guide, process, sort, count, django_assert_num_queries
):
    make = {
        "bottlenecks": make_bottleneck,
        "practices": make_practice,
        "opportunities": make_opportunity,
        "facts": make_fact,
    }[sort]
    moment = "later" if sort == "opportunities" else "now"
    key = make_step(guide, process, "Teken het stuk", moment).key
    for _number in range(count):
        found = make(guide, process, step=key)
        if sort == "opportunities":
            for group in (make_large_group(guide), make_large_group(guide)):
                commands.put_gain(
                    by=guide, opportunity=found, group=group, draft=commands.GainDraft()
                )
    client = sign_in(Client(), guide)
    client.get(address(guide, f"findings/{sort}/"))
    with django_assert_num_queries({"opportunities": 7}.get(sort, 6)):
        text = client.get(address(guide, f"findings/{sort}/")).content.decode()
    assert text.count("Teken het stuk") == count


def test_lists_are_filtered_and_paged_by_key(guide, process, monkeypatch):
    other = make_process(guide, "Raad")
    make_bottleneck(guide, process, "Te laat")
    make_bottleneck(guide, other, "Te vol", moment="later", state="left", remedy="Zo is het")
    path = "findings/bottlenecks/"
    text = page(guide, f"{path}?process={process.pk}")
    assert ("Te laat" in text, "Te vol" in text) == (True, False)
    text = page(guide, f"{path}?moment=later&state=left")
    assert ("Te laat" in text, "Te vol" in text) == (False, True)
    assert "Niets past bij deze filters." in page(guide, f"{path}?state=solved")
    assert "Te laat" in page(guide, f"{path}?process=onzin&state=onzin&after=onzin")
    monkeypatch.setattr("draagvlak.findings.queries.lists.PAGE", 1)
    text = page(guide, path)
    assert ("Te laat" in text, "Te vol" in text) == (False, True)
    mark = Bottleneck.objects.get(title="Te vol").pk
    assert f"?after={mark}" in text
    assert "Te laat" in page(guide, f"{path}?after={mark}")


def test_practices_are_filtered_by_reason_and_verdict(guide, process):
    kept = make_practice(guide, process, "Een paraaf", reason="law")
    make_practice(guide, process, "Een roze map", reason="habit")
    draft = commands.VerdictDraft("keep", "De wet vraagt het.")
    commands.judge_practice(by=guide, practice=kept, draft=draft, version=1)
    for query, expected in {
        "reason=habit": (False, True),
        "state=keep": (True, False),
        "state=none": (False, True),
    }.items():
        text = page(guide, f"findings/practices/?{query}")
        assert ("Een paraaf" in text, "Een roze map" in text) == expected


def test_empty_lists_say_where_to_begin(guide):
    text = page(guide, "findings/bottlenecks/")
    assert "Er staat nog geen knelpunt" in text
    assert "Begin met een proces" in text
    assert "Vertel de begeleider wat je opviel." in page(member(guide), "findings/practices/")
    assert "Er zijn nog geen processen" in page(guide, "findings/practices/add/")
    assert "Nog geen groep keek" in page(guide, "findings/reviews/")
    assert "Er staat nog geen gewoonte" in page(guide, "findings/reviews/add/")
    page(guide, "findings/anders/", 404)


def test_a_bottleneck_is_written_down_in_two_steps_and_changed(guide, process):
    step = make_step(guide, process, "Verzamel de stukken")
    path = "findings/bottlenecks/add/"
    assert "Over welk proces gaat het?" in page(guide, path)
    path += f"?process={process.pk}&moment=now"
    assert "1. Verzamel de stukken" in page(guide, path)
    text = send(guide, path, 422, title="", minutes="veel", state="open").content.decode()
    assert "Vul dit in." in text
    assert "Schrijf een getal, bijvoorbeeld 15 of 7,5." in text
    text = send(guide, path, 422, title="Laat", state="solved").content.decode()
    assert "Schrijf op hoe het is opgelost" in text
    for _twice in range(2):
        send(
            guide, path, title="Stukken komen te laat", step=step.key, cause="Spoed",
            minutes="7,5", euros="1200", state="open", once="a",
        )  # fmt: skip
    row = Bottleneck.objects.get()
    path = f"findings/bottlenecks/{row.pk}/"
    text = page(member(guide), path)
    assert "7,5 minuten per week, € 1.200 per jaar" in text
    assert "Collegestukken (nu), bij “Verzamel de stukken”" in text
    assert "Nog niemand weet hoe je dit oplost." in text
    page(make_member(), path, 404)
    send(guide, f"{path}edit/", title="Te laat", state="open", version=1)
    text = send(guide, f"{path}edit/", 409, title="Veel te laat", state="open", version=1)
    assert "Veel te laat" in text.content.decode()
    send(guide, f"{path}archive/")
    assert "Te laat" in page(guide, "findings/bottlenecks/?archived=yes")
    send(guide, f"{path}restore/")
    assert "Te laat" in page(guide, "findings/bottlenecks/")


def test_a_practice_gets_a_verdict(guide, process):
    path = f"findings/practices/add/?process={process.pk}&moment=now"
    send(guide, path, title="Alles ook op papier", reason="habit", effect="no")
    row = Practice.objects.get()
    assert "Wat ermee gebeurt, is nog niet gezegd." in page(guide, f"findings/practices/{row.pk}/")
    path = f"findings/practices/{row.pk}/verdict/"
    send(guide, path, 422, verdict="stop", words="", version=1)
    send(guide, path, verdict="stop", words="Niemand leest het.", version=1)
    send(guide, path, 409, verdict="keep", words="Toch wel.", version=1)
    text = page(guide, f"findings/practices/{row.pk}/")
    assert "Niemand leest het." in text
    assert f"Joke van Dam, {timezone.localdate().day}" in text


def test_an_opportunity_stands_beside_its_concern_and_with_who_gains(guide, process):
    concern, group = make_concern(guide), make_large_group(guide)
    path = f"findings/opportunities/add/?process={process.pk}&moment=later&concern={concern.pk}"
    send(guide, path, title="Onderweg lezen", about="Zonder verbinding")
    row = Opportunity.objects.get()
    path = f"findings/opportunities/{row.pk}/"
    send(guide, f"{path}gains/", 422, group="", minutes="")
    send(guide, f"{path}gains/", group=group.pk, minutes="30", words="Een vrije avond")
    text = page(guide, path)
    assert "Een vrije avond" in text
    assert concern.title in text
    assert "Onderweg lezen" in page(guide, f"concerns/{concern.pk}/")
    url = to(guide, "organisations:group_detail", group_id=group.pk)
    assert "Een vrije avond" in sign_in(Client(), guide).get(url).content.decode()
    tie_role(by=guide, process=process, role="Griffie", group=group)
    assert "30 minuten per week" in page(guide, f"processes/groups/{group.pk}/")
    assert f'href="{url}"' in page(guide, path)
    assert url not in page(member(guide), path)  # who may not open it
    other = make_concern(guide)
    text = page(guide, f"{path}concerns/?q={other.title.split()[0]}")
    assert f"Koppel “{other.title}”" in text
    send(guide, f"{path}concerns/{other.pk}/tie/")
    send(guide, f"{path}concerns/{concern.pk}/untie/")
    send(guide, f"{path}gains/{group.pk}/remove/")
    assert queries.concerns_of(guide, row) == [other]
    assert queries.gains_of(guide, row) == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_process_shows_what_was_noticed_at_its_steps(
    guide, process, count, django_assert_max_num_queries
):
    step = make_step(guide, process, "Teken het stuk")
    for number in range(count):
        make_bottleneck(guide, process, f"Te laat {number}", step=step.key)
        make_practice(guide, process, f"Uit gewoonte {number}", step=step.key)
    client = sign_in(Client(), guide)
    client.get(address(guide, f"processes/{process.pk}/now/"))
    with django_assert_max_num_queries(17):
        text = client.get(address(guide, f"processes/{process.pk}/now/")).content.decode()
    assert "Wat hier opviel" in text
    assert f"Knelpunt: Te laat {count - 1}" in text
    assert text.count("Gewoonte: Uit gewoonte") == count


def test_who_only_reads_sees_no_empty_panel(guide, process):
    make_step(guide, process, "Teken")
    assert "Wat hier opviel" in page(guide, f"processes/{process.pk}/now/")
    assert "Wat hier opviel" not in page(member(guide), f"processes/{process.pk}/now/")
    situation = situations_of(guide, process)["now"]
    assert queries.pinned(guide, situation) == []


def test_a_quote_becomes_a_practice_and_stays_with_it(guide, process):
    quote = ReleasedQuote.objects.create(
        workspace_id=guide.tenant, programme_id=guide.programme_id,
        text="De roze map valt op.", released_on=timezone.localdate(),
    )  # fmt: skip
    text = page(guide, f"conversations/released/{quote.pk}/")
    path = f"findings/practices/add/?quote={quote.pk}"
    assert path in text
    assert "De roze map valt op." in page(guide, path)
    path += f"&process={process.pk}&moment=now"
    send(guide, path, title="Spoed in een roze map", reason="habit", effect="yes")
    row = Practice.objects.get()
    assert "De roze map valt op." in page(guide, f"findings/practices/{row.pk}/")
    assert "Spoed in een roze map" in page(guide, f"conversations/released/{quote.pk}/")
    supplier = member(guide, Role.SUPPLIER)
    assert "De roze map valt op." not in page(supplier, f"findings/practices/{row.pk}/")
    ReleasedQuote.objects.update(withdrawn_on=timezone.localdate())
    assert "De roze map valt op." not in page(guide, f"findings/practices/{row.pk}/")
    page(guide, path, 404)


def test_a_quote_becomes_praise_and_a_fact_is_checked(guide, process):
    quote = ReleasedQuote.objects.create(
        workspace_id=guide.tenant, programme_id=guide.programme_id,
        text="Er stond iemand klaar.", released_on=timezone.localdate(),
    )  # fmt: skip
    step = make_step(guide, process, "Open de zaal").key
    path = f"findings/facts/add/?quote={quote.pk}"
    assert path in page(guide, f"conversations/released/{quote.pk}/")
    text = page(guide, path)
    assert "Er stond iemand klaar." in text
    assert "Nu of later?" not in text
    path += f"&process={process.pk}&moment=later"
    send(guide, path, title="Er is hulp", step=step, tone="praise", basis="told")
    row = Fact.objects.get()
    assert (row.tone, row.moment, row.step_key, row.quote_id) == ("praise", "now", step, quote.pk)
    text = page(guide, f"findings/facts/{row.pk}/")
    assert "Dit gaat goed. Wie het werk verandert, laat dit zo." in text
    assert "Er stond iemand klaar." in text
    assert "Gaat goed" in page(guide, f"conversations/released/{quote.pk}/")
    assert "Gaat goed: Er is hulp" in page(guide, f"processes/{process.pk}/now/")
    assert "findings/facts/add/" not in page(guide, f"processes/{process.pk}/later/")
    fact = make_fact(guide, process, "Negen mensen lezen van papier")
    send(guide, f"findings/facts/{fact.pk}/check/")
    text = page(guide, f"findings/facts/{fact.pk}/")
    assert "Het is zo, en iemand heeft het nagekeken." in text
    send(guide, f"findings/facts/{fact.pk}/uncheck/")
    text = page(guide, f"findings/facts/{fact.pk}/")
    assert "Iemand zegt dat het zo is. Nog niemand heeft het nagekeken." in text
    text = page(guide, "findings/facts/?state=praise")
    assert "Er is hulp" in text
    assert "Negen mensen" not in text
    page(make_member(), f"findings/facts/{fact.pk}/", 404)
    send(member(guide), f"findings/facts/{fact.pk}/check/", 403)


def test_a_bottleneck_becomes_a_measure_at_its_step(guide, process):
    step = make_step(guide, process, "Open de zaal").key
    found = make_bottleneck(guide, process, "De zaal is dicht", step=step)
    path = f"measures/add/?bottleneck={found.pk}&process={process.pk}&moment=now&step={step}"
    text = page(guide, f"findings/bottlenecks/{found.pk}/")
    assert "Hierover is nog niets afgesproken." in text
    assert path.replace("&", "&amp;") in text
    assert "Voor het knelpunt “De zaal is dicht”" in page(guide, path)
    measure = make_measure(guide, title="Een tweede sleutel")
    asked = {"bottleneck": str(found.pk)}
    for _again in range(2):
        with pulse.moving():
            put_on_bottleneck(by=guide, kind="measure", object_id=measure.pk, asked=asked)
    with pulse.moving():
        put_on_bottleneck(by=guide, kind="concern", object_id=measure.pk, asked=asked)
    text = page(guide, f"findings/bottlenecks/{found.pk}/")
    assert text.count(">Een tweede sleutel</a>") == 1
    supplier = member(guide, Role.SUPPLIER)
    text = page(supplier, f"findings/bottlenecks/{found.pk}/")
    assert "Een tweede sleutel" not in text
    assert "Maak er een maatregel van" not in text
    assert queries.asked_bottleneck(make_member(), asked) is None


def test_a_group_votes_by_show_of_hands(guide, process):
    one, two = make_practice(guide, process, "Een map"), make_practice(guide, process, "Een paraaf")
    words = {"title": "Met het secretariaat", "held_on": "2026-11-12", "way": "hands"}
    send(guide, "findings/reviews/add/", 422, **words)
    send(guide, "findings/reviews/add/", **words, practices=[one.pk, two.pk], once="a")
    review = Review.objects.get()
    path = f"findings/reviews/{review.pk}/"
    assert "0 van 2 gewoonten hebben een uitkomst" in page(guide, "findings/reviews/")
    item = items(guide, review)[0]
    outcome = {"verdict": "stop", "words": "Kost te veel tijd.", "version": 1}
    send(guide, f"{path}practices/{item.pk}/outcome/", 422, **outcome)
    hands = {"keep": 1, "adapt": 2, "stop": 5, "reasons": "Staat al in de app\nTe langzaam"}
    send(guide, f"{path}practices/{item.pk}/outcome/", **outcome, **hands)
    send(guide, f"{path}practices/{item.pk}/outcome/", 409, **outcome, **hands)
    text = page(member(guide), path)
    assert "Staat al in de app" in text
    assert "Kost te veel tijd." in text
    assert "een groep samen, 12 november 2026" in page(guide, f"findings/practices/{one.pk}/")
    send(guide, f"{path}close/")
    assert "Dit vond de groep." in page(guide, path)
    send(guide, f"{path}open/")
    page(member(guide, Role.SUPPLIER), path, 403)


def test_of_few_hands_or_of_one_mind_no_page_tells_who_chose_what(guide, process):
    practice = make_practice(guide, process)
    review = make_review(guide, practice)
    path = f"findings/reviews/{review.pk}/"
    (item,) = items(guide, review)
    outcome = {"verdict": "stop", "words": "Kost te veel tijd.", "version": 1}
    hands = {"keep": 1, "adapt": 0, "stop": 3, "reasons": "Staat al in de app"}
    send(guide, f"{path}practices/{item.pk}/outcome/", **outcome, **hands)
    few = "De aantallen staan hier niet: weinig mensen stemden, of bijna iedereen koos hetzelfde."
    for text in (page(member(guide, Role.SPONSOR), path), page(guide, path)):
        assert few in text
        assert "Staat al in de app" in text
        assert "Stemmen over" not in text
    text = page(member(guide), f"findings/practices/{practice.pk}/")
    assert "Kost te veel tijd." in text
    assert 'row-side">3<' not in text
    for version, counted in enumerate(({"keep": 0, "stop": 5}, {"keep": 1, "stop": 9}), start=2):
        sent = outcome | hands | counted | {"version": version}
        send(guide, f"{path}practices/{item.pk}/outcome/", **sent)
        text = page(member(guide), path)
        assert few in text
        assert f'row-side">{counted["stop"]}<' not in text
    hands |= {"keep": 2, "stop": 4}
    send(guide, f"{path}practices/{item.pk}/outcome/", **outcome | {"version": 4}, **hands)
    assert few not in page(member(guide), path)
    assert 'row-side">4<' in page(member(guide), path)
    assert 'row-side">4<' in page(member(guide), f"findings/practices/{practice.pk}/")


def test_a_group_votes_on_its_own_screens(guide, process):
    review = make_review(guide, make_practice(guide, process), way="screens")
    path = f"findings/reviews/{review.pk}/"
    (item,) = items(guide, review)
    vote = f"{path}practices/{item.pk}/vote/"
    for _person in range(5):
        person = member(guide)
        assert "en nooit wat je koos" in page(person, vote)
        assert "Iedereen in het traject leest dit" in page(person, vote)
        send(person, vote, 422, choice="")
        send(person, vote, choice="keep", reason="Het werkt")
        send(person, vote, 403, choice="stop")
    assert "5 stemmen tot nu toe" in page(guide, path)
    assert "Het werkt" not in page(guide, path)
    send(guide, f"{path}practices/{item.pk}/count/")
    assert "Het werkt" in page(guide, path)
    write = f"{path}practices/{item.pk}/outcome/"
    assert "hoeveel handen" not in page(guide, write)
    send(guide, write, verdict="keep", words="Het werkt.", version=2)
    send(guide, f"{path}hands/")
    page(make_member(), path, 404)


def test_a_measure_that_is_there_is_tied_to_a_bottleneck_and_untied_again(guide, process):
    stuck = make_bottleneck(guide, process, "De zaal is dicht")
    measure = make_measure(guide, title="Een tweede sleutel")
    make_measure(guide, title="Iets anders")
    path = f"findings/bottlenecks/{stuck.pk}/measures/"
    tie, untie = f"{path}{measure.pk}/tie/", f"{path}{measure.pk}/untie/"
    assert "Een tweede sleutel" in page(guide, path)
    assert "Iets anders" not in page(guide, f"{path}?q=SLEUTEL%00")
    assert "Met deze woorden valt niets te kiezen." in page(guide, f"{path}?q=olifant")

    answer = send(guide, tie)
    assert answer["Location"] == address(guide, f"findings/bottlenecks/{stuck.pk}/#measures")
    web = sign_in(Client(), guide)
    web.post(address(guide, tie))
    text = web.get(address(guide, f"findings/bottlenecks/{stuck.pk}/")).text
    assert "“Een tweede sleutel” is er voortaan voor “De zaal is dicht”." in text
    assert address(guide, untie) in text
    assert "Een tweede sleutel" not in page(guide, path)
    assert "De zaal is dicht" in page(guide, f"measures/{measure.pk}/")

    answer = send(guide, f"{untie}?from=measure")
    assert answer["Location"] == address(guide, f"measures/{measure.pk}/#bottlenecks")
    assert queries.measures_of(guide, stuck) == []
    back = f"findings/measures/{measure.pk}/"
    assert address(guide, f"{tie}?from=measure") in page(guide, f"{back}?q=zaal")
    commands.archive_finding(by=guide, finding=stuck)
    assert "Er is nog niets om uit te kiezen." in page(guide, back)


def test_a_measure_in_the_archive_is_not_tied_and_only_keepers_tie(guide, process):
    stuck = make_bottleneck(guide, process)
    measure = make_measure(guide)
    tie = f"findings/bottlenecks/{stuck.pk}/measures/{measure.pk}/tie/"
    send(member(guide), tie, 403)
    page(member(guide, Role.SPONSOR), f"findings/measures/{measure.pk}/", 403)
    send(make_member(), tie, 404)
    archive_measure(by=guide, measure=measure)

    send(guide, tie, 403)
    page(guide, f"findings/measures/{measure.pk}/", 403)
    assert "Deze maatregel" not in page(guide, f"findings/bottlenecks/{stuck.pk}/measures/")
    assert queries.measures_of(guide, stuck) == []


def test_an_opportunity_that_is_there_is_tied_on_the_page_of_a_concern(guide, process):
    chance = make_opportunity(guide, process, "Lezen onderweg")
    concern = make_concern(guide, "Ik zeul met papier")
    find = f"findings/concerns/{concern.pk}/"
    tie = f"findings/opportunities/{chance.pk}/concerns/{concern.pk}/tie/?from=concern"
    assert address(guide, find) in page(guide, f"concerns/{concern.pk}/")
    assert address(guide, tie) in page(guide, f"{find}?q=onderweg")

    answer = send(guide, tie)

    assert answer["Location"] == address(guide, f"concerns/{concern.pk}/#opportunities")
    assert "Er is nog niets om uit te kiezen." in page(guide, find)
    text = page(guide, f"concerns/{concern.pk}/")
    assert address(guide, tie.replace("/tie/", "/untie/")) in text
    assert tie.replace("/tie/", "/untie/") not in page(member(guide), f"concerns/{concern.pk}/")
    page(member(guide), find, 403)
    page(make_member(), find, 404)
