from __future__ import annotations

from django.urls import path

from draagvlak.intake import views

DOCUMENT, TERM, EARLIER = {"kind": "document"}, {"kind": "term"}, {"kind": "earlier"}
ONE_DOCUMENT = "documents/<uuid:document_id>/"
ONE_TERM = "jargon/<uuid:term_id>/"
ONE_EARLIER = "earlier/<uuid:earlier_id>/"

app_name = "intake"
urlpatterns = [
    path("", views.document_list, name="document_list"),
    path("documents/add/", views.entry_add, DOCUMENT, name="document_add"),
    path(f"{ONE_DOCUMENT}edit/", views.entry_edit, DOCUMENT, name="document_edit"),
    path(f"{ONE_DOCUMENT}remove/", views.entry_remove, DOCUMENT, name="document_remove"),
    path(f"{ONE_DOCUMENT}read/", views.document_read, name="document_read"),
    path(f"{ONE_DOCUMENT}file/", views.document_file, name="document_file"),
    path("jargon/", views.term_list, name="term_list"),
    path("jargon/add/", views.entry_add, TERM, name="term_add"),
    path("jargon/import/", views.term_import, name="term_import"),
    path("jargon/export/", views.term_export, name="term_export"),
    path(f"{ONE_TERM}edit/", views.entry_edit, TERM, name="term_edit"),
    path(f"{ONE_TERM}remove/", views.entry_remove, TERM, name="term_remove"),
    path("earlier/", views.earlier_list, name="earlier_list"),
    path("earlier/add/", views.entry_add, EARLIER, name="earlier_add"),
    path(f"{ONE_EARLIER}edit/", views.entry_edit, EARLIER, name="earlier_edit"),
    path(f"{ONE_EARLIER}remove/", views.entry_remove, EARLIER, name="earlier_remove"),
    path("who/", views.who_list, name="who_list"),
]
