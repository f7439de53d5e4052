"""Addresses of processes, below /w/<workspace>/p/<programme>/processes/."""

from __future__ import annotations

from django.urls import path

from draagvlak.processes import views

app_name = "processes"
ONE = "<uuid:process_id>/"
MOMENT = f"{ONE}<slug:moment>/"
STEP = f"{ONE}steps/<uuid:step_id>/"
REMARK = f"{ONE}remarks/<uuid:remark_id>/"
PART = "groups/<uuid:group_id>/processes/<uuid:process_id>/"
urlpatterns = [
    path("", views.process_list, name="process_list"),
    path("add/", views.process_add, name="process_add"),
    path("groups/<uuid:group_id>/", views.group_change, name="group_change"),
    path(f"{PART}tell/", views.remark_tell, name="remark_tell"),
    path(f"{PART}confirm/", views.part_confirm, name="part_confirm"),
    path(f"{PART}unconfirm/", views.part_unconfirm, name="part_unconfirm"),
    path(f"{PART}steps/<uuid:step_id>/", views.remark_say, name="remark_say"),
    path("impact/", views.impact_list, name="impact_list"),
    path("impact/<uuid:group_id>/", views.impact_detail, name="impact_detail"),
    path("waves/add/", views.wave_add, name="wave_add"),
    path("waves/<uuid:wave_id>/edit/", views.wave_edit, name="wave_edit"),
    path("waves/<uuid:wave_id>/remove/", views.wave_remove, name="wave_remove"),
    path("waves/<uuid:wave_id>/restore/", views.wave_restore, name="wave_restore"),
    path(f"{ONE}remarks/", views.remark_list, name="remark_list"),
    path(f"{REMARK}take-over/", views.remark_take_over, name="remark_take_over"),
    path(f"{REMARK}answer/", views.remark_answer, name="remark_answer"),
    path(f"{REMARK}take-back/", views.remark_take_back, name="remark_take_back"),
    path(ONE, views.process_detail, name="process_detail"),
    path(f"{ONE}edit/", views.process_edit, name="process_edit"),
    path(f"{ONE}archive/", views.process_archive, name="process_archive"),
    path(f"{ONE}restore/", views.process_restore, name="process_restore"),
    path(f"{ONE}roles/", views.role_tie, name="role_tie"),
    path(f"{ONE}copy/", views.situation_copy, name="situation_copy"),
    path(f"{ONE}difference/", views.difference_detail, name="difference_detail"),
    path(f"{ONE}difference/pdf/", views.difference_pdf, name="difference_pdf"),
    path(f"{ONE}difference/pair/", views.pair_correct, name="pair_correct"),
    path(
        f"{ONE}corrections/<uuid:correction_id>/withdraw/",
        views.correction_withdraw,
        name="correction_withdraw",
    ),
    path(
        f"{ONE}situations/<uuid:situation_id>/restore/",
        views.situation_restore,
        name="situation_restore",
    ),
    path(f"{STEP}edit/", views.step_edit, name="step_edit"),
    path(f"{STEP}remove/", views.step_remove, name="step_remove"),
    path(f"{STEP}restore/", views.step_restore, name="step_restore"),
    path(MOMENT, views.situation_detail, name="situation_detail"),
    path(f"{MOMENT}steps/", views.step_add, name="step_add"),
    path(f"{MOMENT}table/", views.table_edit, name="table_edit"),
    path(f"{MOMENT}draw/", views.model_draw, name="model_draw"),
    path(f"{MOMENT}import/", views.model_import, name="model_import"),
    path(f"{MOMENT}settle/", views.situation_settle, name="situation_settle"),
    path(f"{MOMENT}bpmn/", views.model_file, name="model_file"),
    path(f"{MOMENT}pdf/", views.situation_pdf, name="situation_pdf"),
    path(f"{MOMENT}picture/", views.model_picture, name="model_picture"),
]
