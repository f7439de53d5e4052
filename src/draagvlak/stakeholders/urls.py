from __future__ import annotations

from django.urls import path

from draagvlak.stakeholders import views

app_name = "stakeholders"
ONE = "<uuid:stakeholder_id>/"
ASSESSMENT = f"{ONE}assessments/<uuid:assessment_id>/"
RELATION = f"{ONE}relations/<uuid:relation_id>/"
COMMITMENT = f"{ONE}commitments/<uuid:commitment_id>/"
urlpatterns = [
    path("", views.stakeholder_list, name="stakeholder_list"),
    path("map/", views.stakeholder_map, name="stakeholder_map"),
    path("record/", views.stance_record, name="stance_record"),
    path("add/", views.stakeholder_add, name="stakeholder_add"),
    path(ONE, views.stakeholder_detail, name="stakeholder_detail"),
    path(f"{ONE}edit/", views.stakeholder_edit, name="stakeholder_edit"),
    path(f"{ONE}archive/", views.stakeholder_archive, name="stakeholder_archive"),
    path(f"{ONE}restore/", views.stakeholder_restore, name="stakeholder_restore"),
    path(f"{ONE}approach/", views.approach_edit, name="approach_edit"),
    path(f"{ONE}next/", views.step_edit, name="step_edit"),
    path(f"{ONE}next/finish/", views.step_finish, name="step_finish"),
    path(f"{ONE}assessments/", views.assessment_add, name="assessment_add"),
    path(f"{ASSESSMENT}undo/", views.assessment_undo, name="assessment_undo"),
    path(f"{ASSESSMENT}restore/", views.assessment_restore, name="assessment_restore"),
    path(f"{ONE}relations/", views.relation_add, name="relation_add"),
    path(f"{RELATION}remove/", views.relation_remove, name="relation_remove"),
    path(f"{RELATION}restore/", views.relation_restore, name="relation_restore"),
    path(f"{ONE}decisions/", views.part_add, name="part_add"),
    path(f"{ONE}decisions/<uuid:decision_id>/remove/", views.part_remove, name="part_remove"),
    path(f"{ONE}commitments/", views.commitment_add, name="commitment_add"),
    path(f"{COMMITMENT}edit/", views.commitment_edit, name="commitment_edit"),
    path(f"{COMMITMENT}settle/", views.commitment_settle, name="commitment_settle"),
    path(f"{COMMITMENT}reopen/", views.commitment_reopen, name="commitment_reopen"),
    path(f"{COMMITMENT}remove/", views.commitment_remove, name="commitment_remove"),
    path(f"{COMMITMENT}restore/", views.commitment_restore, name="commitment_restore"),
]
