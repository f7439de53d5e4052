"""What the intake registers with the plumbing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from draagvlak.core.audit import VERBS
from draagvlak.core.policy import GUIDES, Data, programme_routes, sees
from draagvlak.core.search import KINDS, SearchKind, by_reading
from draagvlak.core.thread import NAV, NODES, NavItem
from draagvlak.core.undo import UNDOS, Reversal
from draagvlak.core.web import to
from draagvlak.intake import commands, forgetting, queries  # noqa: F401 forgetting registers itself

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor

programme_routes(
    "intake",
    Data.INTAKE,
    "document_list",
    "document_file",
    "term_list",
    "who_list",
)
programme_routes("intake", Data.INTAKE, "term_export", costly=True)
programme_routes(
    "intake",
    Data.INTAKE,
    "document_add",
    "document_edit",
    "document_remove",
    "document_read",
    "term_add",
    "term_import",
    "term_edit",
    "term_remove",
    acts=GUIDES,
)
programme_routes("intake", Data.EARLIER, "earlier_list")
programme_routes(
    "intake", Data.EARLIER, "earlier_add", "earlier_edit", "earlier_remove", acts=GUIDES
)


def nav(actor: Actor, route: str) -> Sequence[NavItem]:
    """The entry “Verkenning” of the main menu, beside the programme."""
    if actor.programme is None or not sees(Data.INTAKE, actor.roles):
        return []
    url = to(actor, "intake:document_list")
    return [NavItem(_("Intake"), url, "book-open", current=route.startswith("intake:"))]


NAV.register("intake", nav, order=61)
queries.WHO.register("programmes", queries.members_here, order=10)
NODES.register("document", queries.document_nodes)
NODES.register("term", queries.term_nodes)
NODES.register("earlierchange", queries.earlier_nodes)
UNDOS.register(
    "intake.removed",
    Reversal(queries.look_at_removed, commands.put_back_entry, Data.INTAKE, GUIDES),
)
UNDOS.register(
    "intake.edited",
    Reversal(queries.look_at_edits, commands.put_back_edit, Data.INTAKE, GUIDES),
)
for _kind, _shows, _label, _reading in (
    ("document", Data.INTAKE, gettext_lazy("Documents"), queries.documents_found),
    ("term", Data.INTAKE, gettext_lazy("Jargon"), queries.terms_found),
    ("earlier", Data.EARLIER, gettext_lazy("Earlier changes"), queries.earlier_found),
):
    KINDS.register(
        _kind,
        SearchKind(_shows, _label, queries.entry_address(_kind), by_reading(_reading)),
        order=80,
    )
UNDOS.register(
    "intake.terms_imported",
    Reversal(queries.look_at_added, commands.withdraw_terms, Data.INTAKE, GUIDES),
)

for _verb, _words in {
    "intake.added": gettext_lazy("added something to the intake"),
    "intake.edited": gettext_lazy("changed something in the intake"),
    "intake.document_read": gettext_lazy("said whether a document was read"),
    "intake.removed": gettext_lazy("removed something from the intake"),
    "intake.terms_imported": gettext_lazy("added words from a file"),
    "intake.changed_back": gettext_lazy("put something of the intake back"),
}.items():
    VERBS.register(_verb, _words)
