"""Views of a list that somebody gave a name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.concerns import rules
from draagvlak.concerns.models import SavedFilter
from draagvlak.concerns.queries import own_filters
from draagvlak.core.audit import record, record_on
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.web import to

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor


@command
def save_filter(
    *, by: Actor, page: str, name: str, query: str, is_shared: bool = False, once: str = ""
) -> SavedFilter:
    """Keep a view of a list under a name; the same name again replaces the view."""
    del once
    rules.may_save_filter(by, name=name, count=own_filters(by, page).count()).demand()
    rules.may_share_filter(by, is_shared=is_shared).demand()
    saved, _made = SavedFilter.objects.update_or_create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        page=SavedFilter.Page(page),
        user_id=by.signed_in_id,
        name=name.strip(),
        defaults={"query": query, "is_shared": is_shared},
    )
    record("concerns.filter_saved", by=by, on=saved)
    return saved


@command
def choose_default_filter(*, by: Actor, page: str, saved: SavedFilter | None) -> None:
    """The list opens with this view from now on; None: with everything."""
    rules.may_keep_filter(by, saved).demand()
    rows = own_filters(by, page)
    subject = ("concerns.savedfilter", saved.pk if saved else None)
    record_on("concerns.filter_default", by=by, subject=subject)
    rows.update(is_default=False)
    if saved is not None:
        rows.filter(pk=saved.pk).update(is_default=True)


@command
def remove_filter(*, by: Actor, saved: SavedFilter) -> None:
    """Forget a view; it can be taken back."""
    rules.may_keep_filter(by, saved).demand()
    event = record("concerns.filter_removed", by=by, on=saved)
    kept = {
        "id": str(saved.pk),
        "page": saved.page,
        "name": saved.name,
        "query": saved.query,
        "shared": saved.is_shared,
        "user": str(saved.user_id),
    }
    leave(event, by=by, kept=json.dumps(kept), touches=[saved.pk])
    SavedFilter.objects.filter(workspace_id=by.tenant, pk=saved.pk).delete()


@command
def put_back_filter(*, by: Actor, kept: str) -> str:
    """The view is there again."""
    found = json.loads(kept)
    rules.may_put_back_filter(by, found.get("user", "")).demand()
    rules.may_share_filter(by, is_shared=bool(found["shared"])).demand()
    saved = SavedFilter.objects.create(
        id=UUID(found["id"]),
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        page=found["page"],
        user_id=by.signed_in_id,
        name=found["name"],
        query=found["query"],
        is_shared=found["shared"],
    )
    record("concerns.filter_saved", by=by, on=saved)
    return to(by, f"{found['page']}:{found['page'][:-1]}_list") + f"?{found['query']}"
