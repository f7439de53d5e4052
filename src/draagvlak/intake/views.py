"""The pages of an intake."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 in the type of an argument

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from draagvlak.core.storage import download
from draagvlak.core.undo import undo_url
from draagvlak.core.verdict import Refused
from draagvlak.core.versions import EditConflict
from draagvlak.core.web import once_key, page, say, seen, to
from draagvlak.intake import commands, queries, rules
from draagvlak.intake.forms import DocumentForm, EarlierForm, EntryForm, TermForm, TermsForm

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.core.web import Request
    from draagvlak.intake.queries import Entry

FORMULA = ("=", "+", "-", "@", "\t", "\r")
ADD = {
    "document": gettext_lazy("Add a document"),
    "term": gettext_lazy("Add a word"),
    "earlier": gettext_lazy("Add an earlier change"),
}
EDIT = {
    "document": gettext_lazy("Change the document"),
    "term": gettext_lazy("Change the word"),
    "earlier": gettext_lazy("Change the earlier change"),
}


@dataclass(frozen=True)
class Link:
    """One step of the way, or one tab."""

    label: str
    href: str = ""
    current: bool = False


def _tabs(actor: Actor, here: str) -> list[Link]:
    names = {"document_list": _("Documents"), "term_list": _("Jargon")}
    if queries.may_see_notes(actor):
        names |= {"earlier_list": _("Earlier changes")}
    names["who_list"] = _("Who is who")
    return [Link(text, to(actor, f"intake:{name}"), name == here) for name, text in names.items()]


def _place(request: Request) -> tuple[str, str]:
    """Behind which row the page begins, or with which."""
    return request.GET.get("after", ""), request.GET.get("at", "")


def _list(request: Request, name: str, found: queries.EntryPage) -> HttpResponse:
    actor = request.actor
    may_gather = rules.may_gather(actor)
    context = {
        "page": found,
        "tabs": _tabs(actor, name),
        "may_gather": may_gather,
        "ask": queries.ask_for(actor) if may_gather else None,
        "once": once_key(),
        "after": any(_place(request)),
    }
    return page(request, f"intake/{name}.html", context)


@require_safe
def document_list(request: Request) -> HttpResponse:
    """What there is to read."""
    found = queries.document_page(request.actor, *_place(request))
    return _list(request, "document_list", found)


@require_safe
def term_list(request: Request) -> HttpResponse:
    """The words that are used here, by the alphabet."""
    return _list(request, "term_list", queries.term_page(request.actor, *_place(request)))


@require_safe
def earlier_list(request: Request) -> HttpResponse:
    """What changed before, and how it went."""
    found = queries.earlier_page(request.actor, *_place(request))
    return _list(request, "earlier_list", found)


@require_safe
def who_list(request: Request) -> HttpResponse:
    """Who is who: pointers to what stands elsewhere."""
    context = {"tabs": _tabs(request.actor, "who_list"), "groups": queries.who(request.actor)}
    return page(request, "intake/who_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_add(request: Request, kind: str) -> HttpResponse:
    """Add a row to one of the lists."""
    form = _form(request, kind, None)
    context: dict[str, object] = {"form": form, "title": ADD[kind]}
    if not form.is_valid():
        return _form_page(request, kind, context, form)
    try:
        entry = _added(request, form)
    except Refused as refused:
        form.add_error("word" if kind == "term" else None, str(refused))
        return _form_page(request, kind, context, form)
    say(request, _("“%(name)s” is in the list.") % {"name": entry})
    return seen(request, _address(request, kind, entry))


@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: Request, kind: str, **key: UUID) -> HttpResponse:
    """Change a row; two people at once both see both texts."""
    entry = queries.access_entry(request.actor, kind, *key.values())
    form = _form(request, kind, entry)
    context: dict[str, object] = {"form": form, "entry": entry, "title": EDIT[kind]}
    if not form.is_valid():
        return _form_page(request, kind, context, form)
    version = form.cleaned_data["version"] or 0
    try:
        entry = commands.edit_entry(
            by=request.actor, entry=entry, draft=_draft(form), version=version
        )
    except EditConflict as met:
        context |= {"mine": _words(form.cleaned_data), "theirs": _stored(form, met.theirs)}
        form.on_version(met.theirs.version)
        return _form_page(request, kind, context, form, 409)
    say(request, _("“%(name)s” is saved.") % {"name": entry})
    return seen(request, _address(request, kind, entry))


@require_POST
def entry_remove(request: Request, kind: str, **key: UUID) -> HttpResponse:
    """Take a row away, with a way back."""
    entry = queries.access_entry(request.actor, kind, *key.values())
    commands.remove_entry(by=request.actor, entry=entry)
    undo = undo_url(request.actor)
    say(request, _("“%(name)s” is removed.") % {"name": entry}, undo=undo)
    return seen(request, _address(request, kind, None))


@require_POST
def document_read(request: Request, document_id: UUID) -> HttpResponse:
    """Say whether a document was read."""
    document = queries.access_document(request.actor, document_id)
    read = document.read_on is None
    commands.mark_read(by=request.actor, document=document, read=read)
    return seen(request, _address(request, "document", document))


@require_safe
def document_file(request: Request, document_id: UUID) -> StreamingHttpResponse:
    """The file of a document, as a download."""
    document = queries.access_document(request.actor, document_id)
    if document.attachment is None:
        raise Http404
    return download(document.attachment)


@require_http_methods(["GET", "HEAD", "POST"])
def term_import(request: Request) -> HttpResponse:
    """Words out of a CSV file."""
    actor = request.actor
    rules.may_gather(actor).demand()
    form = TermsForm(request.POST, request.FILES) if request.method == "POST" else TermsForm()
    if form.is_valid():
        drafts, once = form.cleaned_data["file"], form.cleaned_data["once"]
        count = commands.import_terms(by=actor, drafts=drafts, once=once)
        words = ngettext("%(count)s word came in.", "%(count)s words came in.", count)
        told = [words % {"count": count}]
        if count < len(drafts):
            told.append(_("Words that were in the list already stay as they were."))
        say(request, " ".join(told), undo=undo_url(actor))
        return seen(request, to(actor, "intake:term_list"))
    title = _("Add words from a file")
    return _form_page(request, "terms", {"form": form, "title": title}, form)


@require_safe
def term_export(request: Request) -> HttpResponse:
    """The whole jargon list as CSV, as a spreadsheet reads it."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="jargon.csv"'
    response.write("\ufeff")
    sheet = csv.writer(response, delimiter=";")
    sheet.writerow([_("Word"), _("Meaning"), _("Who says so"), _("Used in")])
    for term in queries.every_term(request.actor):
        sheet.writerow(
            [_safe(each) for each in (term.word, term.meaning, term.said_by, term.used_in)]
        )
    return response


def _safe(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _form(request: Request, kind: str, entry: Entry | None) -> EntryForm:
    rules.may_gather(request.actor).demand()
    forms = {"document": DocumentForm, "term": TermForm, "earlier": EarlierForm}
    sent = request.POST if request.method == "POST" else None
    return forms[kind](request.actor, sent, request.FILES or None, entry)


def _added(request: Request, form: EntryForm) -> Entry:
    once = form.cleaned_data["once"]
    if isinstance(form, DocumentForm):
        return commands.add_document(by=request.actor, draft=form.draft(), once=once)
    if isinstance(form, TermForm):
        return commands.add_term(by=request.actor, draft=form.draft(), once=once)
    if isinstance(form, EarlierForm):
        return commands.add_earlier(by=request.actor, draft=form.draft(), once=once)
    raise Http404


def _draft(form: EntryForm) -> commands.Draft:
    if isinstance(form, DocumentForm | TermForm | EarlierForm):
        return form.draft()
    raise Http404


def _address(request: Request, kind: str, entry: Entry | None) -> str:
    place = to(request.actor, f"intake:{queries.LISTS[kind]}")
    return f"{place}#row-{entry.pk}" if entry is not None else place


def _words(said: dict[str, object]) -> str:
    texts = (each for name, each in said.items() if name not in ("once", "version"))
    return "\n".join(str(each) for each in texts if isinstance(each, str | int) and each)


def _stored(form: EntryForm, theirs: object) -> str:
    return _words({name: getattr(theirs, name, "") for name in form.fields})


def _form_page(
    request: Request, kind: str, context: dict[str, object], form: object, status: int = 0
) -> HttpResponse:
    back = to(request.actor, f"intake:{queries.LISTS.get(kind, 'term_list')}")
    crumbs = [Link(_("Intake"), back), Link(str(context["title"]))]
    full = {**context, "back": back, "crumbs": crumbs}
    status = status or (422 if getattr(form, "errors", None) else 200)
    return page(request, f"intake/{kind}_edit.html", full, status=status)
