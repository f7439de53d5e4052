"""Mails of a round: an invitation that calendars keep, its changes, and a reminder.

The outbox holds no address and no words: only which place it is about. What a mail says is made
when it leaves, from how things stand then. It names nobody but the reader and the guide.
"""

from __future__ import annotations

from email.mime.nonmultipart import MIMENonMultipart
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from draagvlak.accounts.models import User
from draagvlak.conversations.models import Conversation, RoundPlace
from draagvlak.conversations.queries.rounds import token_for
from draagvlak.core.outbox import promise
from draagvlak.lib.appointment import Appointment, Somebody, cancel_text, request_text

if TYPE_CHECKING:
    from collections.abc import Mapping

TOPIC = "conversations.mail_place"
INVITE, CHANGE, CANCEL, REMIND = "invitation", "change", "cancel", "reminder"


def promise_mail(place: RoundPlace, kind: str) -> None:
    """Write down that somebody is to be mailed; the same change is mailed once."""
    day = timezone.localdate().isoformat() if kind == REMIND else ""
    promise(
        TOPIC,
        {"workspace": str(place.workspace_id), "place": str(place.pk), "kind": kind},
        workspace_id=place.workspace_id,
        key=f"{TOPIC}:{place.pk}:{place.sequence}:{kind}:{day}",
    )


def send_place(payload: Mapping[str, str]) -> None:
    """Send one mail of a round from the outbox (topic `conversations.mail_place`).

    An invitation or reminder to somebody who cannot come any more, or whose conversation was called
    off meanwhile, is not sent.
    """
    place = (
        RoundPlace.objects.filter(workspace_id=payload["workspace"], pk=payload["place"])
        .select_related("person", "conversation", "round__programme", "workspace")
        .first()
    )
    if place is None or place.conversation is None or not place.person.email:
        return
    gone = place.dropped_on or place.cannot_on
    off = bool(gone) or place.conversation.state == Conversation.State.CANCELLED
    kind = payload["kind"]
    if off != (kind == CANCEL):
        return
    with translation.override(settings.LANGUAGE_CODE):
        mail = _written(place, place.conversation, kind)
    mail.send()


def answer_address(place: RoundPlace) -> str:
    """The link in the mail by which somebody says not to be able to come."""
    keys = {"space": place.workspace.slug, "token": token_for(place.pk)}
    return f"{settings.ADDRESS}{reverse('place_answer', kwargs=keys)}"


def _written(place: RoundPlace, conversation: Conversation, kind: str) -> EmailMultiAlternatives:
    guide = User.objects.get(pk=place.round.author_id)
    context = {
        "kind": kind,
        "place": place,
        "round": place.round,
        "conversation": conversation,
        "guide": guide,
        "address": answer_address(place),
    }
    subject, text, html = (
        render_to_string(f"conversations/mail/place.{form}", context)
        for form in ("subject.txt", "txt", "html")
    )
    mail = EmailMultiAlternatives(
        " ".join(subject.split()), text.strip(), to=[place.person.email], reply_to=[guide.email]
    )
    mail.attach_alternative(html, "text/html")
    if kind == REMIND:
        return mail
    method = "CANCEL" if kind == CANCEL else "REQUEST"
    one = _appointment(place, conversation, guide)
    calendar = (cancel_text(one) if kind == CANCEL else request_text(one)).decode()
    # Outlook wants the calendar as a third form of the mail; others open the attachment
    mail.attach_alternative(calendar, f"text/calendar; method={method}")
    part = MIMENonMultipart("application", "ics", name="gesprek.ics")
    part.set_payload(calendar, "utf-8")
    part.add_header("Content-Disposition", "attachment", filename="gesprek.ics")
    mail.attach(part)
    return mail


def _appointment(place: RoundPlace, conversation: Conversation, guide: User) -> Appointment:
    host = settings.ADDRESS.rpartition("/")[2].partition(":")[0] or "localhost"
    return Appointment(
        uid=f"{place.pk}@{host}",
        sequence=place.sequence,
        at=conversation.planned_at,
        minutes=conversation.minutes,
        summary=_("Conversation"),
        location=conversation.location,
        description=_("%(guide)s asked you for this conversation. The mail says more.")
        % {"guide": guide.name},
        organizer=Somebody(guide.name, guide.email),
        attendee=Somebody(place.person.name, place.person.email),
        stamp=timezone.now(),
    )
