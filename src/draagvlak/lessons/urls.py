"""Addresses of lessons, below /w/<workspace>/p/<programme>/lessons/."""

from __future__ import annotations

from django.urls import path

from draagvlak.lessons.views import examples, keeping, library

app_name = "lessons"
urlpatterns = [
    path("", library.lesson_list, name="lesson_list"),
    path("known/<slug:key>/", library.entry_detail, name="entry_detail"),
    path("causes/<uuid:concern_id>/", examples.cause_examples, name="cause_examples"),
    path("measures/", examples.measure_examples, name="measure_examples"),
    path("kept/", keeping.kept_list, name="kept_list"),
    path("bring/", keeping.lesson_bring, name="lesson_bring"),
    path("keep/<uuid:concern_id>/", keeping.lesson_keep, name="lesson_keep"),
    path("own/<uuid:lesson_id>/", keeping.lesson_detail, name="lesson_detail"),
    path("own/<uuid:lesson_id>/consent/", keeping.lesson_consent, name="lesson_consent"),
    path("own/<uuid:lesson_id>/decide/", keeping.lesson_decide, name="lesson_decide"),
    path("own/<uuid:lesson_id>/remove/", keeping.lesson_remove, name="lesson_remove"),
    path("own/<uuid:lesson_id>/withdraw/", keeping.lesson_withdraw, name="lesson_withdraw"),
]
