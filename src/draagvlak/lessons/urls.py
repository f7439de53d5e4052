"""Addresses of lessons, below /w/<workspace>/p/<programme>/lessons/."""

from __future__ import annotations

from django.urls import path

from draagvlak.lessons.views import examples, library

app_name = "lessons"
urlpatterns = [
    path("", library.lesson_list, name="lesson_list"),
    path("known/<slug:key>/", library.entry_detail, name="entry_detail"),
    path("causes/<uuid:concern_id>/", examples.cause_examples, name="cause_examples"),
    path("measures/", examples.measure_examples, name="measure_examples"),
]
