"""What taking back an act on conversations would come to, for many acts at once.

Only what stands in the clear already comes into it: when and where, questions, rounds. Notes and
quotes have ways back of their own, within the vault.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.conversations.models import (
    ChoiceDay,
    Conversation,
    GroupLayer,
    Question,
    Round,
    RoundPlace,
)
from draagvlak.conversations.queries.conversations import conversations, questions_here
from draagvlak.conversations.queries.rounds import rounds
from draagvlak.core.returning import Edited, look_away
from draagvlak.core.undo import Outlook
from draagvlak.core.verdict import no

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor


def _in_state(state: Conversation.State) -> Callable[[Actor], QuerySet[Conversation]]:
    return lambda actor: conversations(actor).filter(state=state)


def _own_rounds(actor: Actor) -> QuerySet[Round]:
    """The rounds that this actor runs."""
    return rounds(actor).filter(author_id=actor.signed_in_id)


def dropped_places(actor: Actor) -> QuerySet[RoundPlace]:
    """The places of the actor's rounds that somebody was taken off."""
    rows = RoundPlace.objects.filter(workspace_id=actor.tenant).exclude(dropped_on=None)
    return rows.filter(round_id__in=_own_rounds(actor).values("pk"))


CONVERSATIONS: Edited[Conversation] = Edited(
    lambda actor: conversations(actor).exclude(state=Conversation.State.CANCELLED),
    {
        "title": gettext_lazy("the title"),
        "form": gettext_lazy("the form"),
        "phase": gettext_lazy("the phase"),
        "planned_at": gettext_lazy("the time"),
        "minutes": gettext_lazy("the length"),
        "location": gettext_lazy("the place"),
    },
)
ROUNDS: Edited[Round] = Edited(
    _own_rounds,
    {
        "title": gettext_lazy("the title"),
        "purpose": gettext_lazy("the purpose"),
        "phase": gettext_lazy("the phase"),
        "starts_on": gettext_lazy("the first day"),
        "ends_on": gettext_lazy("the last day"),
        "minutes": gettext_lazy("the length"),
        "together": gettext_lazy("how many people at once"),
        "location": gettext_lazy("the place"),
    },
    together=[frozenset({"starts_on", "ends_on"})],
)
QUESTIONS: Edited[Question] = Edited(
    lambda actor: questions_here(actor).filter(removed_on=None),
    {"text": gettext_lazy("the question")},
    title=lambda question: question.text,
)
look_at_cancelled = look_away(_in_state(Conversation.State.CANCELLED))
look_at_held = look_away(_in_state(Conversation.State.HELD))
look_at_removed_question = look_away(lambda actor: questions_here(actor).exclude(removed_on=None))
look_at_dropped_place = look_away(dropped_places)

Values = dict[str, str]


def keep_values(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    """What the way back needs of settings that changed (empty: none)."""
    return json.dumps({"was": dict(was), "now": dict(now)})


def values_back(kept: str, standing: Mapping[str, str]) -> Values:
    """The settings that still are as the act left them, with what they were."""
    found = json.loads(kept)
    return {
        key: found["was"][key]
        for key, value in found["now"].items()
        if standing.get(key, "") == value
    }


def choice_day(actor: Actor) -> Values:
    """The day on which the solution was chosen, as a text."""
    rows = ChoiceDay.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)
    day = rows.values_list("chosen_on", flat=True).first()
    return {"day": day.isoformat() if day else ""}


def group_layers(actor: Actor) -> Values:
    """In which layer groups stand, by the key of the group."""
    rows = GroupLayer.objects.filter(workspace_id=actor.tenant)
    return {str(group): layer for group, layer in rows.values_list("group_id", "layer")}


def look_at_choice_day(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """The day comes back unless another was noted since."""
    return _looks(kept, choice_day(actor))


def look_at_layers(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Each group stands again where it stood, unless it was moved since."""
    return _looks(kept, group_layers(actor))


def _looks(kept: Iterable[str], standing: Mapping[str, str]) -> list[Outlook]:
    gone = Outlook(no(_("Everything of it was changed since, so nothing can be put back.")))
    return [Outlook() if values_back(each, standing) else gone for each in kept]
