"""What the promises of a demo are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.answering.models import CommitmentAbout
from draagvlak.stakeholders.models import Commitment

if TYPE_CHECKING:
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry


def put_answers(place: Place, content: Entry) -> None:
    """Tie the promises that say so to a concern."""
    space = place.workspace.pk
    made = dict(Commitment.objects.filter(workspace_id=space).values_list("what", "pk"))
    CommitmentAbout.objects.bulk_create(
        CommitmentAbout(
            workspace_id=space,
            commitment_id=made[promise.text("what")],
            concern=place.concerns[promise.text("about")],
        )
        for entry in content.entries("stakeholders")
        for promise in entry.entries("commitments")
        if promise.text("about")
    )
