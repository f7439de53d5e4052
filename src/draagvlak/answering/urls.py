from __future__ import annotations

from django.urls import path

from draagvlak.answering.views import debt

app_name = "answering"

urlpatterns = [
    path("owed/", debt.debt_list, name="debt_list"),
    path("promises/", debt.commitment_list, name="commitment_list"),
    path("promises/concern/<uuid:concern_id>/", debt.concern_promise, name="concern_promise"),
    path("promises/measure/<uuid:measure_id>/", debt.measure_promise, name="measure_promise"),
]
