"""Every address of the product."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from draagvlak.answering.views.outcomes import speak_told, speak_told_pdf
from draagvlak.contributions.views import approving, changing, speaking
from draagvlak.conversations.views.rounds import place_answer
from draagvlak.notices.views.wishes import mail_stop

PROGRAMME = "w/<slug:workspace>/p/<slug:programme>/"
WORKSPACE = "w/<slug:workspace>/"
SPEAK = "speak/<slug:space>/"  # without an account and without a trace: see core.untraced

handler500 = "draagvlak.core.operator_views.broken"
urlpatterns = [
    path("", include("draagvlak.core.urls")),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("draagvlak.accounts.urls")),
    path(f"{WORKSPACE}organisations/", include("draagvlak.organisations.urls")),
    path("", include("draagvlak.programmes.urls")),
    path(f"{PROGRAMME}vault/", include("draagvlak.vault.urls")),
    path(f"{PROGRAMME}intake/", include("draagvlak.intake.urls")),
    path(f"{PROGRAMME}stakeholders/", include("draagvlak.stakeholders.urls")),
    path(f"{PROGRAMME}processes/", include("draagvlak.processes.urls")),
    path(f"{PROGRAMME}event-logs/", include("draagvlak.event_logs.urls")),
    path(f"{PROGRAMME}concerns/", include("draagvlak.concerns.urls")),
    path(f"{PROGRAMME}conversations/", include("draagvlak.conversations.urls")),
    path("cannot/<slug:space>/<str:token>/", place_answer, name="place_answer"),
    path(f"{PROGRAMME}measures/", include("draagvlak.measures.urls")),
    path(f"{PROGRAMME}findings/", include("draagvlak.findings.urls")),
    path(f"{PROGRAMME}contributions/", include("draagvlak.contributions.urls")),
    path(f"{PROGRAMME}lessons/", include("draagvlak.lessons.urls")),
    path(f"{PROGRAMME}solutions/", include("draagvlak.solutions.urls")),
    path(f"{PROGRAMME}answers/", include("draagvlak.answering.urls")),
    path(f"{SPEAK}follow/", speaking.speak_follow, name="speak_follow"),
    path(f"{SPEAK}own/<str:token>/", speaking.speak_own, name="speak_own"),
    path(f"{SPEAK}say/", speaking.speak_say, name="speak_say"),
    path(f"{SPEAK}react/", speaking.speak_react, name="speak_react"),
    path(f"{SPEAK}join/", speaking.speak_join, name="speak_join"),
    path(f"{SPEAK}stop/", speaking.speak_stop, name="speak_stop"),
    path(f"{SPEAK}reply/", speaking.speak_reply, name="speak_reply"),
    path(f"{SPEAK}approve/", approving.speak_approve, name="speak_approve"),
    path(f"{SPEAK}withdraw/", speaking.speak_withdraw, name="speak_withdraw"),
    path(f"{SPEAK}told/<str:code>/", speak_told, name="speak_told"),
    path(f"{SPEAK}told/<str:code>/told.pdf", speak_told_pdf, name="speak_told_pdf"),
    path(f"{SPEAK}<str:code>/", speaking.speak, name="speak"),
    path(f"{SPEAK}<str:code>/change/", changing.speak_change, name="speak_change"),
    path(f"{WORKSPACE}package/", include("draagvlak.packages.urls")),
    path("", include("draagvlak.notices.urls")),
    path("mail/stop/<slug:space>/<str:token>/", mail_stop, name="mail_stop"),
    path("", include("draagvlak.desk.urls")),
]
