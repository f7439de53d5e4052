from __future__ import annotations

from django.urls import path

from draagvlak.core import operator_views, views

app_name = "core"
urlpatterns = [
    path("gallery/", views.gallery, name="gallery"),
    path("theme/", views.theme_choose, name="theme_choose"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
    path("health/", views.health, name="health"),
    path("health/ready/", operator_views.ready, name="health_ready"),
    path("health/details/", operator_views.health_details, name="health_details"),
    path("metrics/", operator_views.metrics, name="metrics"),
    path(
        "w/<slug:workspace>/p/<slug:programme>/undo/<uuid:undo_id>/",
        views.undo_take,
        name="undo_take",
    ),
]
