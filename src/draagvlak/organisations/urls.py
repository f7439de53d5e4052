from __future__ import annotations

from django.urls import path

from draagvlak.organisations.views import groups, imports, organisations, people

app_name = "organisations"
urlpatterns = [
    path("", organisations.organisation_list, name="organisation_list"),
    path("add/", organisations.organisation_add, name="organisation_add"),
    path(
        "<uuid:organisation_id>/rename/",
        organisations.organisation_rename,
        name="organisation_rename",
    ),
    path("<uuid:organisation_id>/units/", organisations.unit_tree, name="unit_tree"),
    path("<uuid:organisation_id>/units/add/", organisations.unit_add, name="unit_add"),
    path("units/<uuid:unit_id>/", organisations.unit_edit, name="unit_edit"),
    path("units/<uuid:unit_id>/remove/", organisations.unit_remove, name="unit_remove"),
    path("units/restore/<str:token>/", organisations.unit_restore, name="unit_restore"),
    path("people/", people.person_list, name="person_list"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/pick/", people.person_pick, name="person_pick"),
    path("people/<uuid:person_id>/", people.person_detail, name="person_detail"),
    path("people/<uuid:person_id>/edit/", people.person_edit, name="person_edit"),
    path("people/<uuid:person_id>/leave/", people.person_leave, name="person_leave"),
    path("people/<uuid:person_id>/return/", people.person_return, name="person_return"),
    path("groups/", groups.group_list, name="group_list"),
    path("groups/add/", groups.group_add, name="group_add"),
    path("groups/<uuid:group_id>/", groups.group_detail, name="group_detail"),
    path("groups/<uuid:group_id>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<uuid:group_id>/people/", groups.group_people_add, name="group_people_add"),
    path(
        "groups/<uuid:group_id>/people/<uuid:person_id>/remove/",
        groups.group_person_remove,
        name="group_person_remove",
    ),
    path(
        "groups/<uuid:group_id>/people/<uuid:person_id>/return/",
        groups.group_person_return,
        name="group_person_return",
    ),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/start/", imports.import_start, name="import_start"),
    path("imports/example/<str:kind>/", imports.import_example, name="import_example"),
    path("imports/<uuid:import_id>/", imports.import_preview, name="import_preview"),
    path("imports/<uuid:import_id>/read/", imports.import_read, name="import_read"),
    path("imports/<uuid:import_id>/repair/", imports.import_repair, name="import_repair"),
    path(
        "imports/<uuid:import_id>/repair/<int:number>/undo/",
        imports.import_repair_undo,
        name="import_repair_undo",
    ),
    path("imports/<uuid:import_id>/gone/", imports.import_gone, name="import_gone"),
    path("imports/<uuid:import_id>/apply/", imports.import_apply, name="import_apply"),
    path("imports/<uuid:import_id>/result/", imports.import_result, name="import_result"),
    path("imports/<uuid:import_id>/undo/", imports.import_undo, name="import_undo"),
]
