"""Addresses of findings, below /w/<workspace>/p/<programme>/findings/."""

from __future__ import annotations

from django.urls import path

from draagvlak.findings import views

app_name = "findings"
REVIEW = "reviews/<uuid:review_id>/"
ITEM = f"{REVIEW}practices/<uuid:item_id>/"
SORT = "<slug:sort>/"
ONE = f"{SORT}<uuid:finding_id>/"
BOTTLENECK = "bottlenecks/<uuid:bottleneck_id>/"
OPPORTUNITY = "opportunities/<uuid:opportunity_id>/"
urlpatterns = [
    path("reviews/", views.review_list, name="review_list"),
    path("reviews/add/", views.review_add, name="review_add"),
    path(REVIEW, views.review_detail, name="review_detail"),
    path(f"{REVIEW}hands/", views.review_hands, name="review_hands"),
    path(f"{REVIEW}close/", views.review_close, name="review_close"),
    path(f"{REVIEW}open/", views.review_open, name="review_open"),
    path(f"{ITEM}vote/", views.vote_cast, name="vote_cast"),
    path(f"{ITEM}count/", views.vote_count, name="vote_count"),
    path(f"{ITEM}outcome/", views.outcome_write, name="outcome_write"),
    path("practices/<uuid:practice_id>/verdict/", views.practice_judge, name="practice_judge"),
    path("facts/<uuid:fact_id>/check/", views.fact_check, name="fact_check"),
    path("facts/<uuid:fact_id>/uncheck/", views.fact_uncheck, name="fact_uncheck"),
    path(f"{OPPORTUNITY}gains/", views.gain_put, name="gain_put"),
    path(f"{OPPORTUNITY}gains/<uuid:group_id>/remove/", views.gain_remove, name="gain_remove"),
    path(f"{OPPORTUNITY}concerns/", views.concern_find, name="concern_find"),
    path(f"{OPPORTUNITY}concerns/<uuid:concern_id>/tie/", views.concern_tie, name="concern_tie"),
    path(
        f"{OPPORTUNITY}concerns/<uuid:concern_id>/untie/",
        views.concern_untie,
        name="concern_untie",
    ),
    path(f"{BOTTLENECK}measures/", views.measure_find, name="measure_find"),
    path(f"{BOTTLENECK}measures/<uuid:measure_id>/tie/", views.measure_tie, name="measure_tie"),
    path(
        f"{BOTTLENECK}measures/<uuid:measure_id>/untie/", views.measure_untie, name="measure_untie"
    ),
    path("measures/<uuid:measure_id>/", views.bottleneck_find, name="bottleneck_find"),
    path("concerns/<uuid:concern_id>/", views.opportunity_find, name="opportunity_find"),
    path(SORT, views.finding_list, name="finding_list"),
    path(f"{SORT}add/", views.finding_add, name="finding_add"),
    path(ONE, views.finding_detail, name="finding_detail"),
    path(f"{ONE}edit/", views.finding_edit, name="finding_edit"),
    path(f"{ONE}archive/", views.finding_archive, name="finding_archive"),
    path(f"{ONE}restore/", views.finding_restore, name="finding_restore"),
]
