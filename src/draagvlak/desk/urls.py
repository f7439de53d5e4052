from __future__ import annotations

from django.urls import path

from draagvlak.desk import views
from draagvlak.desk.views import activity, finding, insight, workspaces

app_name = "desk"
PROGRAMME = "w/<slug:workspace>/p/<slug:programme>/"
urlpatterns = [
    path("", views.start, name="start"),
    path("workspaces/", workspaces.workspace_list, name="workspace_list"),
    path(f"{PROGRAMME}waiting/", workspaces.waiting, name="waiting"),
    path(f"{PROGRAMME}today/", views.today, name="today"),
    path(f"{PROGRAMME}search/", finding.search, name="search"),
    path(f"{PROGRAMME}activity/", activity.activity_list, name="activity_list"),
    path(f"{PROGRAMME}insight/", insight.insight, name="insight"),
    path(f"{PROGRAMME}insight/concerns/", insight.insight_concerns, name="insight_concerns"),
    path(f"{PROGRAMME}thread/", views.thread, name="thread"),
    path(f"{PROGRAMME}thread/<slug:kind>/<uuid:object_id>/", views.thread_of, name="thread_of"),
]
