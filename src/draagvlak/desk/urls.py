from __future__ import annotations

from django.urls import path

from draagvlak.desk import activity_views, views

app_name = "desk"
PROGRAMME = "w/<slug:workspace>/p/<slug:programme>/"
urlpatterns = [
    path("", views.start, name="start"),
    path(f"{PROGRAMME}today/", views.today, name="today"),
    path(f"{PROGRAMME}activity/", activity_views.activity_list, name="activity_list"),
    path(f"{PROGRAMME}thread/", views.thread, name="thread"),
    path(f"{PROGRAMME}thread/<slug:kind>/<uuid:object_id>/", views.thread_of, name="thread_of"),
]
