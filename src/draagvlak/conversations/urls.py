from __future__ import annotations

from django.urls import path

from draagvlak.conversations.views import (
    coverage,
    notes,
    planning,
    questions,
    quotes,
    release,
    rounds,
    sharing,
)

app_name = "conversations"

_ONE = "<uuid:conversation_id>/"
_QUOTE = f"{_ONE}quotes/<uuid:quote_id>/"
_TEXT = f"{_ONE}texts/<uuid:variant_id>/"
_READER = f"{_ONE}readers/<uuid:keyring_id>/"
_QUESTION = "questions/<uuid:question_id>/"
_ROUND = "rounds/<uuid:round_id>/"
_PLACE = f"{_ROUND}places/<uuid:place_id>/"
_RELEASED = "released/<uuid:released_id>/"

urlpatterns = [
    path("", planning.conversation_list, name="conversation_list"),
    path("plan/", planning.conversation_plan, name="conversation_plan"),
    path(_ONE, planning.conversation_detail, name="conversation_detail"),
    path(f"{_ONE}edit/", planning.conversation_edit, name="conversation_edit"),
    path(f"{_ONE}cancel/", planning.conversation_cancel, name="conversation_cancel"),
    path(f"{_ONE}restore/", planning.conversation_restore, name="conversation_restore"),
    path(f"{_ONE}held/", planning.conversation_held, name="conversation_held"),
    path(f"{_ONE}reopen/", planning.conversation_reopen, name="conversation_reopen"),
    path(f"{_ONE}hold/", notes.conversation_hold, name="conversation_hold"),
    path(f"{_TEXT}choose/", notes.note_choose, name="note_choose"),
    path(f"{_TEXT}reopen/", notes.note_reopen, name="note_reopen"),
    path(f"{_ONE}share/", sharing.conversation_share, name="conversation_share"),
    path(f"{_READER}add/", sharing.reader_add, name="reader_add"),
    path(f"{_READER}remove/", sharing.reader_remove, name="reader_remove"),
    path(f"{_ONE}quotes/", quotes.quote_make, name="quote_make"),
    path(_QUOTE, quotes.quote_edit, name="quote_edit"),
    path(f"{_QUOTE}remove/", quotes.quote_remove, name="quote_remove"),
    path(f"{_QUOTE}restore/", quotes.quote_restore, name="quote_restore"),
    path("said/<uuid:concern_id>/", quotes.concern_quotes, name="concern_quotes"),
    path("questions/", questions.question_list, name="question_list"),
    path("questions/add/", questions.question_add, name="question_add"),
    path("questions/examples/", questions.question_examples, name="question_examples"),
    path(f"{_QUESTION}edit/", questions.question_edit, name="question_edit"),
    path(f"{_QUESTION}move/", questions.question_move, name="question_move"),
    path(f"{_QUESTION}remove/", questions.question_remove, name="question_remove"),
    path(f"{_QUESTION}restore/", questions.question_restore, name="question_restore"),
    path("release/", release.quote_release, name="quote_release"),
    path("release/<uuid:quote_id>/", release.quote_prepare, name="quote_prepare"),
    path("released/", release.released_list, name="released_list"),
    path(_RELEASED, release.released_detail, name="released_detail"),
    path(f"{_RELEASED}withdraw/", release.released_withdraw, name="released_withdraw"),
    path(f"{_RELEASED}restore/", release.released_restore, name="released_restore"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/people/", coverage.coverage_people, name="coverage_people"),
    path("coverage/layers/", coverage.coverage_layers, name="coverage_layers"),
    path("coverage/choice/", coverage.coverage_choice, name="coverage_choice"),
    path("rounds/", rounds.round_list, name="round_list"),
    path("rounds/open/", rounds.round_open, name="round_open"),
    path(_ROUND, rounds.round_detail, name="round_detail"),
    path(f"{_ROUND}edit/", rounds.round_edit, name="round_edit"),
    path(f"{_ROUND}people/", rounds.round_people, name="round_people"),
    path(f"{_ROUND}plan/", rounds.round_plan, name="round_plan"),
    path(f"{_ROUND}invite/", rounds.round_invite, name="round_invite"),
    path(f"{_ROUND}remind/", rounds.round_remind, name="round_remind"),
    path(f"{_PLACE}drop/", rounds.place_drop, name="place_drop"),
    path(f"{_PLACE}restore/", rounds.place_restore, name="place_restore"),
]
