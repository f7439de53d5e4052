"""Addresses of event logs, below /w/<workspace>/p/<programme>/event-logs/."""

from __future__ import annotations

from django.urls import path

from draagvlak.event_logs import views

app_name = "event_logs"
ONE = "<uuid:log_id>/"
urlpatterns = [
    path("of/<uuid:process_id>/add/", views.log_add, name="log_add"),
    path(ONE, views.log_detail, name="log_detail"),
    path(f"{ONE}remove/", views.log_remove, name="log_remove"),
    path(f"{ONE}restore/", views.log_restore, name="log_restore"),
]
