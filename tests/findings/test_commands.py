"""What the commands refuse, write and leave behind."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.http import Http404
from django.utils import timezone

from draagvlak.conversations.models import ReleasedQuote
from draagvlak.core import pulse
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Role
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.findings import commands, queries, rules
from draagvlak.findings.commands import (
    BottleneckDraft,
    Counted,
    FactDraft,
    GainDraft,
    OpportunityDraft,
    Pin,
    PracticeDraft,
    VerdictDraft,
)
from draagvlak.findings.commands.merging import move_opportunities
from draagvlak.findings.models import (
    Bottleneck,
    Gain,
    OpportunityConcern,
    Practice,
    Review,
    Reviewed,
)
from draagvlak.findings.states import Sort
from draagvlak.processes.commands import (
    StepDraft,
    archive_process,
    copy_to_later,
    edit_step,
    remove_step,
)
from draagvlak.processes.queries import access_step
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
from tests.factories.places import make_member
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


def refused(act, **words):
    with pytest.raises(Refused) as met:
        act(**words)
    return str(met.value)


class TestKeeping:
    def test_a_bottleneck_keeps_all_that_was_said(self, guide, process):
        step = make_step(guide, process, "Verzamel de stukken")
        found = make_bottleneck(
            guide, process, "Stukken  komen te laat", step=step.key, cause=" Spoed ",
            since="2019", minutes=Decimal("90.5"), euros=1200, price="Rust", remedy="Sluitingstijd",
            state="busy",
        )  # fmt: skip
        row = Bottleneck.objects.get()
        assert row == found
        assert (row.title, row.cause, row.step_name) == (
            "Stukken komen te laat", "Spoed", "Verzamel de stukken",
        )  # fmt: skip
        assert (row.minutes, row.euros, row.state) == (Decimal("90.5"), 1200, "busy")
        assert AuditEvent.objects.filter(verb="findings.added").count() == 1

    def test_the_pin_survives_renaming_and_a_copy_to_later(self, guide, process):
        step = make_step(guide, process, "Teken")
        found = make_bottleneck(guide, process, step=step.key)
        later = make_bottleneck(guide, process, moment="later", step=step.key)
        assert (later.step_key, later.step_name) == ("", "")
        step = access_step(guide, process, step.pk)
        edit_step(by=guide, step=step, draft=StepDraft("Onderteken"), version=step.version)
        copy_to_later(by=guide, process=process)
        assert queries.now_step(guide, found) == "Onderteken"
        again = make_bottleneck(guide, process, moment="later", step=step.key)
        assert queries.now_step(guide, again) == "Onderteken"

    def test_a_step_that_is_gone_is_still_named(self, guide, process):
        step = make_step(guide, process, "Teken")
        found = make_practice(guide, process, step=step.key)
        remove_step(by=guide, step=access_step(guide, process, step.pk))
        assert queries.now_step(guide, found) is None
        assert queries.where_words(guide, found) == (
            "Collegestukken (nu), bij “Teken”; die stap is er niet meer"
        )
        draft = PracticeDraft("Anders", step=step.key)
        found = commands.edit_finding(by=guide, finding=found, draft=draft, version=1)
        assert (found.step_key, found.step_name) == (step.key, "Teken")
        found.process = process
        moved = commands.edit_finding(
            by=guide, finding=found, draft=PracticeDraft("Anders"), version=2
        )
        assert (moved.step_key, moved.step_name) == ("", "")

    def test_only_who_keeps_it_writes(self, guide, process):
        said = "Begeleiders en de projectleider houden dit bij. Vertel de begeleider wat je opviel."
        found = make_bottleneck(guide, process)
        employee = member(guide)
        words = {"by": employee, "finding": found}
        assert refused(make_bottleneck, by=employee, process=process) == said
        assert refused(commands.archive_finding, **words) == said
        draft = BottleneckDraft("x")
        assert refused(commands.edit_finding, **words, draft=draft, version=1) == said

    def test_what_is_solved_or_left_says_how_or_why(self, guide, process):
        said = "Schrijf op hoe het is opgelost, of waarom je het zo laat."
        assert refused(make_bottleneck, by=guide, process=process, state="solved") == said
        assert refused(make_bottleneck, by=guide, process=process, state="left") == said
        assert make_bottleneck(guide, process, state="left", remedy="Te duur").pk

    def test_the_archive_and_back(self, guide, process):
        found = make_opportunity(guide, process)
        refusal = refused(commands.restore_finding, by=guide, finding=found)
        assert refusal == "Dit staat niet in het archief."
        found = commands.archive_finding(by=guide, finding=found)
        refusal = refused(commands.archive_finding, by=guide, finding=found)
        assert refusal == "Dit staat al in het archief."
        words = {"by": guide, "finding": found, "draft": OpportunityDraft("x"), "version": 2}
        assert refused(commands.edit_finding, **words).startswith("Dit staat in het archief.")
        with pytest.raises(Http404):
            queries.access_finding(member(guide), Sort.OPPORTUNITY, found.pk)
        assert commands.restore_finding(by=guide, finding=found).archived_at is None

    def test_nothing_is_noticed_about_an_archived_process(self, guide, process):
        process = archive_process(by=guide, process=process)
        refusal = refused(make_bottleneck, by=guide, process=process)
        assert refusal == "Dit proces staat in het archief. Haal het er eerst uit."

    def test_two_people_at_one_finding(self, guide, process):
        found = make_bottleneck(guide, process)
        draft = BottleneckDraft("Anders")
        commands.edit_finding(by=guide, finding=found, draft=draft, version=1)
        with pytest.raises(EditConflict):
            commands.edit_finding(by=guide, finding=found, draft=draft, version=1)

    def test_an_owner_is_a_member_here(self, guide, process):
        with pytest.raises(Http404):
            make_bottleneck(guide, process, owner=process.pk)

    def test_an_outsider_finds_nothing(self, guide, process):
        found = make_bottleneck(guide, process)
        outsider = make_member()
        for sort in (*Sort, "anders"):
            with pytest.raises(Http404):
                queries.access_finding(outsider, sort, found.pk)

    def test_a_quote_stays_with_it_as_long_as_it_may_be_read(self, guide, process):
        quote = ReleasedQuote.objects.create(
            workspace_id=guide.tenant, programme_id=guide.programme_id,
            text="De map valt op.", released_on=timezone.localdate(),
        )  # fmt: skip
        words = {"sort": Sort.PRACTICE, "pin": Pin(process, "now"), "draft": PracticeDraft("Map")}
        found = commands.add_finding(by=guide, quote=quote.pk, **words)
        assert queries.own_quote(guide, found) == quote
        assert queries.own_quote(member(guide, Role.SUPPLIER), found) is None
        ReleasedQuote.objects.update(withdrawn_on=timezone.localdate())
        assert queries.own_quote(guide, found) is None
        with pytest.raises(Http404):
            commands.add_finding(by=guide, quote=quote.pk, **words)


class TestJudging:
    def test_a_verdict_has_reasons_and_a_name(self, guide, process):
        found = make_practice(guide, process, reason="habit", effect="no")
        draft = VerdictDraft("stop", " ")
        refusal = refused(commands.judge_practice, by=guide, practice=found, draft=draft, version=1)
        assert refusal.startswith("Schrijf op waarom.")
        draft = VerdictDraft("adapt", "De wet vraagt het niet.", "Een afschrift op verzoek.")
        row = commands.judge_practice(by=guide, practice=found, draft=draft, version=1)
        assert (row.verdict, row.replacement) == ("adapt", "Een afschrift op verzoek.")
        assert (row.judge_id, row.judged_on) == (guide.user_id, timezone.localdate())

    def test_an_archived_practice_gets_none(self, guide, process):
        found = commands.archive_finding(by=guide, finding=make_practice(guide, process))
        draft = VerdictDraft("stop", "Klaar")
        refusal = refused(commands.judge_practice, by=guide, practice=found, draft=draft, version=2)
        assert refusal == "Dit staat in het archief. Haal het er eerst uit."


class TestGaining:
    def test_who_gains_is_said_once_and_taken_away(self, guide, process):
        group = make_large_group(guide)
        found = make_opportunity(guide, process, group=group)
        draft = GainDraft(Decimal(30), "Avonden vrij")
        commands.put_gain(by=guide, opportunity=found, group=group, draft=draft)
        gain = Gain.objects.get()
        assert (gain.minutes, gain.words) == (Decimal(30), "Avonden vrij")
        commands.remove_gain(by=guide, opportunity=found, group_id=group.pk)
        assert not Gain.objects.exists()
        with pytest.raises(Http404):
            commands.remove_gain(by=guide, opportunity=found, group_id=group.pk)
        refusal = refused(
            commands.put_gain, by=member(guide), opportunity=found, group=group, draft=draft
        )
        assert refusal.startswith("Begeleiders en de projectleider")

    def test_what_it_answers_is_tied_once_and_moves_with_a_merge(self, guide, process):
        found, other = make_opportunity(guide, process), make_opportunity(guide, process)
        one, two = make_concern(guide), make_concern(guide)
        for _again in range(2):
            commands.tie_concern(by=guide, opportunity=found, concern=one)
        commands.tie_concern(by=guide, opportunity=other, concern=one)
        commands.tie_concern(by=guide, opportunity=other, concern=two)
        assert OpportunityConcern.objects.count() == 3
        with pulse.moving():
            moved = move_opportunities(guide, one.pk, two.pk)
        assert queries.concern_opportunities(guide, two.pk) == [other, found]
        with pulse.moving():
            assert move_opportunities(guide, two.pk, one.pk, moved) == moved
        assert queries.concern_opportunities(guide, two.pk) == [other]
        commands.untie_concern(by=guide, opportunity=other, concern=two)
        assert queries.concern_opportunities(guide, two.pk) == []


class TestFacts:
    def test_a_fact_is_checked_by_somebody_until_its_words_change(self, guide, process):
        fact = make_fact(guide, process, "Negen mensen lezen van papier", basis="seen")
        assert refused(commands.uncheck_fact, by=guide, fact=fact) == "Dit is nog niet nagekeken."
        refusal = refused(commands.check_fact, by=member(guide), fact=fact)
        assert refusal.startswith("Begeleiders en de projectleider")
        fact = commands.check_fact(by=guide, fact=fact)
        assert (fact.checked_on, fact.checker_id) == (timezone.localdate(), guide.user_id)
        assert refused(commands.check_fact, by=guide, fact=fact) == "Dit is al nagekeken."
        same = FactDraft(fact.title, basis="paper", source="de postlijst")
        fact = commands.edit_finding(by=guide, finding=fact, draft=same, version=fact.version)
        assert fact.checker_id == guide.user_id
        other = FactDraft("Tien mensen lezen van papier", basis="paper", source="de postlijst")
        fact = commands.edit_finding(by=guide, finding=fact, draft=other, version=fact.version)
        assert (fact.checked_on, fact.checker_id) == (None, None)
        fact = commands.uncheck_fact(by=guide, fact=commands.check_fact(by=guide, fact=fact))
        assert (fact.checked_on, fact.checker_id) == (None, None)
        verbs = AuditEvent.objects.filter(verb__startswith="findings.fact_")
        told = ["fact_checked", "fact_checked", "fact_unchecked"]
        found = sorted(verbs.values_list("verb", flat=True))
        assert found == [f"findings.{each}" for each in told]

    def test_praise_needs_no_check_and_takes_one_away(self, guide, process):
        praise = make_fact(guide, process, "Spoed valt op", tone="praise")
        refusal = refused(commands.check_fact, by=guide, fact=praise)
        assert refusal == "Dit is een compliment. Dat hoef je niet na te kijken."
        fact = commands.check_fact(by=guide, fact=make_fact(guide, process, "Het is zo"))
        draft = FactDraft("Het is zo", tone="praise")
        fact = commands.edit_finding(by=guide, finding=fact, draft=draft, version=fact.version)
        assert (fact.tone, fact.checked_on) == ("praise", None)

    def test_what_is_in_the_archive_is_not_checked(self, guide, process):
        fact = commands.archive_finding(by=guide, finding=make_fact(guide, process))
        refusal = refused(commands.check_fact, by=guide, fact=fact)
        assert refusal == "Dit staat in het archief. Haal het er eerst uit."


class TestReviewing:
    def test_a_session_has_practices_that_one_sees(self, guide, process):
        found = make_practice(guide, process)
        review = make_review(guide, found)
        assert [each.practice for each in items(guide, review)] == [found]
        assert refused(make_review, by=guide) == "Kies minstens één gewoonte."
        said = str(rules.may_open_review(guide, count=31).reason)
        assert said == "Kies hooguit 30 gewoonten. Een groep is eerder moe."
        other = make_practice(member_guide := make_member(), make_process(member_guide))
        with pytest.raises(Http404):
            make_review(guide, other)

    def test_votes_on_own_screens_leave_no_name_and_no_order(self, guide, process):
        review = make_review(guide, make_practice(guide, process), way="screens")
        (item,) = items(guide, review)
        choices = ["stop", "keep", "stop", "adapt"]
        people = [guide, *(member(guide) for _each in range(4))]
        for person, choice in zip(people, choices, strict=False):
            commands.cast_vote(by=person, item=item, choice=choice, reason=f"Want {choice}")
        (item,) = items(guide, review)
        assert item.ballots == sorted(item.ballots)
        assert item.voters == sorted(item.voters)
        assert not {str(person.user_id) for person in people} & set(item.voters)
        lines = AuditEvent.objects.filter(verb="findings.vote_cast")
        assert set(lines.values_list("actor_id", flat=True)) == {None}
        refusal = refused(commands.cast_vote, by=guide, item=item, choice="keep")
        assert refusal.startswith("Je hebt hierover gestemd.")
        few = "Minder dan vijf mensen hebben gestemd."
        assert refused(commands.count_votes, by=guide, item=item).startswith(few)
        commands.cast_vote(by=people[4], item=item, choice="stop")
        assert refused(commands.count_votes, by=people[4], item=item).startswith("Begeleiders")
        item = commands.count_votes(by=guide, item=item)
        assert (item.keep, item.adapt, item.stop) == (1, 1, 3)
        assert item.reasons == ["Want adapt", "Want keep", "Want stop"]
        assert (item.ballots, item.voters) == ([], [])
        refusal = refused(commands.cast_vote, by=member(guide), item=item, choice="keep")
        assert refusal == "De stemmen zijn al geteld."
        assert refused(commands.count_votes, by=guide, item=item) == "Hier valt niets te tellen."

    def test_who_cannot_vote(self, guide, process):
        review = make_review(guide, make_practice(guide, process))
        (item,) = items(guide, review)
        refusal = refused(commands.cast_vote, by=guide, item=item, choice="keep")
        assert refusal == "In deze sessie stemmen mensen met handopsteken."
        supplier = member(guide, Role.SUPPLIER)
        assert str(rules.may_vote(supplier, review, item).reason).startswith("Dit gaat over")
        review = commands.close_review(by=guide, review=review)
        assert str(rules.may_vote(guide, review, item).reason) == "Deze sessie is gesloten."

    def test_an_outcome_is_the_verdict_of_the_group(self, guide, process):
        practice = make_practice(guide, process)
        review = make_review(guide, practice)
        day = review.held_on - dt.timedelta(days=3)
        Review.objects.update(held_on=day)
        (item,) = items(guide, queries.access_review(guide, review.pk))
        item.review = queries.access_review(guide, review.pk)
        commands.write_outcome(
            by=guide, item=item, draft=VerdictDraft("stop", "Niemand leest het."),
            counted=Counted(1, 0, 6, ("Kost tijd ", " ", "Staat al in de app")), version=1,
        )  # fmt: skip
        row, judged = Reviewed.objects.get(), Practice.objects.get()
        assert (row.keep, row.adapt, row.stop) == (1, 0, 6)
        assert row.reasons == ["Kost tijd", "Staat al in de app"]
        assert (judged.verdict, judged.judge_id, judged.judged_on) == ("stop", None, day)
        outcomes = queries.outcomes_of(guide, judged)
        assert queries.judged_words(judged, outcomes).startswith("een groep samen, ")
        assert queries.outcomes_of(member(guide, Role.SUPPLIER), judged) == []

    def test_no_outcome_before_the_count_or_after_closing(self, guide, process):
        review = make_review(guide, make_practice(guide, process), way="screens")
        (item,) = items(guide, review)
        item.review = review
        words = {"by": guide, "draft": VerdictDraft("keep", "Goed"), "counted": None, "version": 1}
        assert refused(commands.write_outcome, item=item, **words).startswith("Tel eerst")
        commands.cast_vote(by=guide, item=item, choice="keep")
        review = commands.use_hands(by=guide, review=review)
        (item,) = items(guide, review)
        assert (item.ballots, item.voters) == ([], [])
        assert refused(commands.use_hands, by=guide, review=review).startswith("In deze sessie")
        item.review = commands.close_review(by=guide, review=review)
        refusal = refused(commands.write_outcome, item=item, **words)
        assert refusal.startswith("Deze sessie is gesloten.")
        assert refused(commands.close_review, by=guide, review=item.review) == (
            "Deze sessie is al gesloten."
        )
        review = commands.open_review_again(by=guide, review=item.review)
        assert refused(commands.open_review_again, by=guide, review=review) == (
            "Deze sessie is open."
        )
