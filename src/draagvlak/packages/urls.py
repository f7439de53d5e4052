from __future__ import annotations

from django.urls import path

from draagvlak.packages import views

app_name = "packages"
urlpatterns = [
    path("", views.package_list, name="package_list"),
    path("ask/", views.package_ask, name="package_ask"),
    path("<uuid:package_id>/download/", views.package_download, name="package_download"),
    path("<uuid:package_id>/remove/", views.package_remove, name="package_remove"),
]
