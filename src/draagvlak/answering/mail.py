"""“You said, we did” by mail, to the people of a group: what everybody in the programme may read.

The outbox holds keys alone. A large group is promised in parts, and each of its people has a mail
of their own with their own stop link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from draagvlak.answering.models import OutcomePage
from draagvlak.answering.queries.outcomes import mailable, outcome_page, public_address
from draagvlak.contributions.queries.following import as_employee
from draagvlak.contributions.queries.threads import visitor_in
from draagvlak.core.outbox import promise
from draagvlak.notices.commands.sending import pause
from draagvlak.notices.mail import box_for, deliver
from draagvlak.notices.queries.boxes import is_open, stop_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

TOPIC: Final = "answering.outcomes"
ONE: Final = "answering.outcomes_to"
PART: Final = 200
SHOWN: Final = 20
"""Outcomes in a mail; the page has all of them."""


def promise_outcomes(page: OutcomePage, after: UUID | None = None) -> None:
    """Write down that the people of a group are mailed, the next part of them."""
    day = timezone.localdate().isoformat()
    payload = {"workspace": str(page.workspace_id), "page": str(page.pk), "on": day}
    key = f"{TOPIC}:{page.pk}:{day}:{after or ''}"
    after_key = {"after": str(after)} if after else {}
    promise(TOPIC, {**payload, **after_key}, workspace_id=page.workspace_id, key=key)


def spread(payload: Mapping[str, str]) -> None:
    """Promise a mail to each of the next people of a group (topic `answering.outcomes`)."""
    page = _page(payload)
    if page is None or page.group_id is None:
        return
    people = mailable(page.workspace_id, page.group_id)
    if "after" in payload:
        people = people.filter(pk__gt=payload["after"])
    keys = list(people.values_list("pk", flat=True)[:PART])
    one = {"workspace": payload["workspace"], "page": payload["page"]}
    for key in keys:
        once = f"{ONE}:{page.pk}:{payload['on']}:{key}"
        promise(ONE, {**one, "person": str(key)}, workspace_id=page.workspace_id, key=once)
    if len(keys) == PART:
        promise_outcomes(page, keys[-1])


def send(payload: Mapping[str, str]) -> None:
    """Mail one person what became of what their group said (topic `answering.outcomes_to`)."""
    page = _page(payload)
    if page is None or page.group_id is None:
        return
    if page.workspace.is_demo and settings.EMAIL_HOST:
        return
    person = mailable(page.workspace_id, page.group_id).filter(pk=payload["person"]).first()
    if person is None:
        return
    box = box_for(page.workspace_id, person.email, person_id=person.pk)
    if not is_open(box):
        return
    reader = as_employee(visitor_in(page.programme))
    with translation.override(settings.LANGUAGE_CODE):
        rows = outcome_page(reader, page.group).rows
        if not rows:
            return
        context = {
            "page": page,
            "name": person.name,
            "rows": rows[:SHOWN],
            "more": max(0, len(rows) - SHOWN),
            "address": public_address(page) if page.public_on else "",
            "stop": stop_address(box),
        }
        subject, text, html = (
            render_to_string(f"answering/mail/outcomes.{kind}", context)
            for kind in ("subject.txt", "txt", "html")
        )
    mail = EmailMultiAlternatives(" ".join(subject.split()), text.strip(), to=[person.email])
    mail.attach_alternative(html, "text/html")
    deliver(mail, box, pause)


def _page(payload: Mapping[str, str]) -> OutcomePage | None:
    rows = OutcomePage.objects.filter(workspace_id=payload["workspace"], pk=payload["page"])
    return rows.select_related("programme__workspace", "workspace", "group").first()
