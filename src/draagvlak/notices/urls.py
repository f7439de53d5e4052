from __future__ import annotations

from django.urls import path

from draagvlak.notices.views import wishes

WORKSPACE = "w/<slug:workspace>/"
PROGRAMME = f"{WORKSPACE}p/<slug:programme>/"

app_name = "notices"

urlpatterns = [
    path(f"{WORKSPACE}mail/", wishes.preference_edit, name="preference_edit"),
    path(f"{WORKSPACE}mail/resume/", wishes.mail_resume, name="mail_resume"),
    path(f"{PROGRAMME}refused/", wishes.mailbox_list, name="mailbox_list"),
    path(
        f"{PROGRAMME}refused/<uuid:mailbox_id>/retry/", wishes.mailbox_retry, name="mailbox_retry"
    ),
]
