"""What was removed from an intake leaves for good after thirty days."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from draagvlak.core.chores import CHORES, Chore
from draagvlak.core.models import Attachment
from draagvlak.core.undo import DAYS
from draagvlak.intake.models import Document, EarlierChange, ReplacedFile, Term


def forget_removed(now: dt.datetime | None = None) -> int:
    """Every night: what was removed more than thirty days ago is gone for good, files too."""
    before = (now or timezone.now()) - dt.timedelta(days=DAYS)
    _forget_replaced(before)
    old = Document.objects.filter(removed_at__lt=before)
    pairs = list(old.values_list("workspace_id", "pk", "attachment_id"))
    for workspace_id, key, attachment_id in pairs:
        replaced = ReplacedFile.objects.filter(workspace_id=workspace_id, document_id=key)
        files = list(replaced.values_list("attachment_id", flat=True))
        Document.objects.filter(workspace_id=workspace_id, pk=key).delete()
        Attachment.objects.filter(workspace_id=workspace_id, pk__in=files).delete()
        Attachment.objects.filter(workspace_id=workspace_id, pk=attachment_id).delete()
    Term.objects.filter(removed_at__lt=before).delete()
    EarlierChange.objects.filter(removed_at__lt=before).delete()
    return len(pairs)


def _forget_replaced(before: dt.datetime) -> None:
    """A file that another took the place of, thirty days ago; unless it was put back since."""
    old = ReplacedFile.objects.filter(replaced_at__lt=before)
    rows = list(old.values_list("workspace_id", "pk", "document_id", "attachment_id"))
    for workspace_id, key, document_id, attachment_id in rows:
        ReplacedFile.objects.filter(workspace_id=workspace_id, pk=key).delete()
        documents = Document.objects.filter(workspace_id=workspace_id, pk=document_id)
        if not documents.filter(attachment_id=attachment_id).exists():
            Attachment.objects.filter(workspace_id=workspace_id, pk=attachment_id).delete()


CHORES.register("intake.removed", Chore(lambda: {"documents": forget_removed()}))
