from __future__ import annotations

from django.urls import path

from draagvlak.measures import views

app_name = "measures"
ONE = "<uuid:measure_id>/"
CAUSE = f"{ONE}causes/<uuid:cause_id>/"
CONCERN = f"{ONE}concerns/<uuid:concern_id>/"
DELIVERY = f"{ONE}deliveries/<uuid:delivery_id>/"
urlpatterns = [
    path("", views.measure_list, name="measure_list"),
    path("add/", views.measure_add, name="measure_add"),
    path("board/", views.measure_board, name="measure_board"),
    path("together/", views.measure_together, name="measure_together"),
    path(ONE, views.measure_detail, name="measure_detail"),
    path(f"{ONE}edit/", views.measure_edit, name="measure_edit"),
    path(f"{ONE}shift/", views.measure_shift, name="measure_shift"),
    path(f"{ONE}move/<slug:target>/", views.measure_move, name="measure_move"),
    path(f"{ONE}drop/", views.measure_drop, name="measure_drop"),
    path(f"{ONE}archive/", views.measure_archive, name="measure_archive"),
    path(f"{ONE}restore/", views.measure_restore, name="measure_restore"),
    path(f"{ONE}causes/", views.measure_cause_add, name="measure_cause_add"),
    path(f"{CAUSE}link/", views.measure_cause_link, name="measure_cause_link"),
    path(f"{CAUSE}remove/", views.measure_cause_remove, name="measure_cause_remove"),
    path(f"{ONE}concerns/", views.measure_concern_add, name="measure_concern_add"),
    path(f"{CONCERN}link/", views.measure_concern_link, name="measure_concern_link"),
    path(f"{CONCERN}remove/", views.measure_concern_remove, name="measure_concern_remove"),
    path(f"{ONE}deliveries/", views.delivery_add, name="delivery_add"),
    path(f"{DELIVERY}edit/", views.delivery_edit, name="delivery_edit"),
    path(f"{DELIVERY}remove/", views.delivery_remove, name="delivery_remove"),
    path(f"{DELIVERY}restore/", views.delivery_restore, name="delivery_restore"),
]
