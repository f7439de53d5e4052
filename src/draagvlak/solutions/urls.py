"""Addresses of solutions, below /w/<workspace>/p/<programme>/solutions/."""

from __future__ import annotations

from django.urls import path

from draagvlak.solutions import views

app_name = "solutions"
ONE = "<uuid:solution_id>/"
CAPABILITY = "capabilities/<uuid:capability_id>/"
FIT = f"{ONE}fits/<uuid:concern_id>/"
urlpatterns = [
    path("", views.fit_table, name="fit_table"),
    path("steps/<uuid:process_id>/<slug:moment>/", views.step_detail, name="step_detail"),
    path("ties/<slug:kind>/<uuid:object_id>/", views.tie_add, name="tie_add"),
    path("ties/<uuid:tie_id>/remove/", views.tie_remove, name="tie_remove"),
    path(f"{CAPABILITY}edit/", views.capability_edit, name="capability_edit"),
    path(f"{CAPABILITY}remove/", views.capability_remove, name="capability_remove"),
    path(ONE, views.solution_detail, name="solution_detail"),
    path(f"{ONE}add/", views.capability_add, name="capability_add"),
    path(f"{ONE}starters/", views.starter_import, name="starter_import"),
    path(FIT, views.fit_edit, name="fit_edit"),
    path(f"{FIT}plan/", views.fit_plan, name="fit_plan"),
]
