from __future__ import annotations

from django.urls import path

from draagvlak.contributions.views import agreements, approving, entrances, inbox, involved, quoting

app_name = "contributions"

_ONE = "<uuid:contribution_id>/"
_DOOR = "doors/<uuid:entrance_id>/"

urlpatterns = [
    path("", inbox.contribution_list, name="contribution_list"),
    path("mail/", inbox.mail_send, name="mail_send"),
    path("behind/<uuid:concern_id>/", inbox.concern_contributions, name="concern_contributions"),
    path("involved/", involved.involved_list, name="involved_list"),
    path("beside/", involved.coverage_beside, name="coverage_beside"),
    path("agreed/", agreements.agreement_edit, name="agreement_edit"),
    path("doors/", entrances.entrance_list, name="entrance_list"),
    path("doors/open/", entrances.entrance_open, name="entrance_open"),
    path(f"{_DOOR}edit/", entrances.entrance_edit, name="entrance_edit"),
    path(f"{_DOOR}close/", entrances.entrance_close, name="entrance_close"),
    path(f"{_DOOR}reopen/", entrances.entrance_reopen, name="entrance_reopen"),
    path(f"{_DOOR}poster/", entrances.entrance_poster, name="entrance_poster"),
    path(f"{_DOOR}poster.pdf", entrances.entrance_pdf, name="entrance_pdf"),
    path(_ONE, inbox.contribution_detail, name="contribution_detail"),
    path(f"{_ONE}tie/", inbox.contribution_tie, name="contribution_tie"),
    path(
        f"{_ONE}voices/<uuid:voice_id>/untie/", inbox.contribution_untie, name="contribution_untie"
    ),
    path(f"{_ONE}quote/", quoting.contribution_quote, name="contribution_quote"),
    path(f"{_ONE}ask/", involved.contribution_ask, name="contribution_ask"),
    path(f"{_ONE}quotes/<uuid:message_id>/", approving.approval_ask, name="approval_ask"),
    path(f"{_ONE}erase/", agreements.contribution_erase, name="contribution_erase"),
    path(f"{_ONE}write/", inbox.contribution_write, name="contribution_write"),
    path(f"{_ONE}refer/", inbox.contribution_refer, name="contribution_refer"),
    path(f"{_ONE}settle/", inbox.contribution_settle, name="contribution_settle"),
    path(f"{_ONE}take-up/", inbox.contribution_take_up, name="contribution_take_up"),
    path(f"{_ONE}messages/<uuid:message_id>/redact/", inbox.message_redact, name="message_redact"),
]
