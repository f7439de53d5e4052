"""Addresses of concerns, causes and voices, below /w/<workspace>/p/<programme>/concerns/."""

from __future__ import annotations

from django.urls import path

from draagvlak.concerns.views import (
    answers,
    boards,
    causes,
    details,
    filters,
    inline,
    lists,
    together,
    voices,
)

app_name = "concerns"
urlpatterns = [
    path("", lists.concern_list, name="concern_list"),
    path("add/", lists.concern_add, name="concern_add"),
    path("similar/", lists.concern_similar, name="concern_similar"),
    path("views/<slug:page>/save/", filters.filter_save, name="filter_save"),
    path("views/<slug:page>/default/", filters.filter_default, name="filter_default"),
    path("views/<uuid:filter_id>/remove/", filters.filter_remove, name="filter_remove"),
    path("board/", boards.concern_board, name="concern_board"),
    path("together/", together.concern_together, name="concern_together"),
    path("merge/", together.concern_merge, name="concern_merge"),
    path("states/", answers.concern_states, name="concern_states"),
    path("causes/", causes.cause_list, name="cause_list"),
    path("causes/<uuid:cause_id>/", causes.cause_detail, name="cause_detail"),
    path("causes/<uuid:cause_id>/edit/", causes.cause_edit, name="cause_edit"),
    path("<uuid:concern_id>/", details.concern_detail, name="concern_detail"),
    path("<uuid:concern_id>/move/", boards.concern_move, name="concern_move"),
    path("<uuid:concern_id>/edit/", details.concern_edit, name="concern_edit"),
    path("<uuid:concern_id>/owner/", inline.concern_owner, name="concern_owner"),
    path("<uuid:concern_id>/severity/", inline.concern_severity, name="concern_severity"),
    path("<uuid:concern_id>/due/", inline.concern_due, name="concern_due"),
    path("<uuid:concern_id>/origin/", details.concern_origin, name="concern_origin"),
    path("<uuid:concern_id>/causes/add/", causes.concern_cause_add, name="concern_cause_add"),
    path(
        "<uuid:concern_id>/causes/<uuid:cause_id>/remove/",
        causes.concern_cause_remove,
        name="concern_cause_remove",
    ),
    path("<uuid:concern_id>/answer/", answers.concern_answer, name="concern_answer"),
    path("<uuid:concern_id>/correct/", answers.concern_correct, name="concern_correct"),
    path("<uuid:concern_id>/tell/", answers.concern_tell, name="concern_tell"),
    path("<uuid:concern_id>/reopen/", details.concern_reopen, name="concern_reopen"),
    path("<uuid:concern_id>/split/", voices.concern_split, name="concern_split"),
    path("<uuid:concern_id>/archive/", details.concern_archive, name="concern_archive"),
    path("<uuid:concern_id>/restore/", details.concern_restore, name="concern_restore"),
    path("<uuid:concern_id>/voices/", voices.voice_list, name="voice_list"),
    path("<uuid:concern_id>/voices/add/", voices.voice_add, name="voice_add"),
    path("<uuid:concern_id>/voices/tally/", voices.voice_tally, name="voice_tally"),
    path(
        "<uuid:concern_id>/voices/<uuid:voice_id>/solved/",
        voices.voice_solved,
        name="voice_solved",
    ),
]
