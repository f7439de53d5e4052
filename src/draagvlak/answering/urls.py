from __future__ import annotations

from django.urls import path

from draagvlak.answering.views import debt, drafts, outcomes, telling

app_name = "answering"

_DRAFT = "drafts/<uuid:draft_id>/"
_VOICE = "tell/<uuid:concern_id>/<uuid:voice_id>/"

urlpatterns = [
    path("tell/", telling.telling_list, name="telling_list"),
    path(_VOICE, telling.voice_tell, name="voice_tell"),
    path(f"{_VOICE}undo/", telling.voice_untell, name="voice_untell"),
    path("told/", outcomes.outcome_list, name="outcome_list"),
    path("told/told.pdf", outcomes.outcome_pdf, name="outcome_pdf"),
    path("told/share/", outcomes.outcome_share, name="outcome_share"),
    path("told/hide/", outcomes.outcome_hide, name="outcome_hide"),
    path("told/mail/", outcomes.outcome_mail, name="outcome_mail"),
    path("drafts/", drafts.draft_list, name="draft_list"),
    path("drafts/ask/<uuid:concern_id>/", drafts.draft_ask, name="draft_ask"),
    path(_DRAFT, drafts.draft_write, name="draft_write"),
    path(f"{_DRAFT}refuse/", drafts.draft_refuse, name="draft_refuse"),
    path(f"{_DRAFT}withdraw/", drafts.draft_withdraw, name="draft_withdraw"),
    path(f"{_DRAFT}answer/", drafts.draft_answer, name="draft_answer"),
    path("owed/", debt.debt_list, name="debt_list"),
    path("promises/", debt.commitment_list, name="commitment_list"),
    path("promises/concern/<uuid:concern_id>/", debt.concern_promise, name="concern_promise"),
    path("promises/measure/<uuid:measure_id>/", debt.measure_promise, name="measure_promise"),
]
