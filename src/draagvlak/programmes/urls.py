"""Addresses of programmes. The overview stands at `programme/`; the desk has the place itself."""

from __future__ import annotations

from django.urls import path

from draagvlak.programmes.views import (
    decisions,
    invitation,
    members,
    programme,
    solutions,
    trail,
    vision,
)

HERE = "w/<slug:workspace>/p/<slug:programme>/"
SPACE = "w/<slug:workspace>/"
ONE = f"{HERE}decisions/<uuid:decision_id>/"

app_name = "programmes"
urlpatterns = [
    path(f"{SPACE}programmes/add/", programme.programme_add, name="programme_add"),
    path(
        "invitation/<slug:space>/<str:token>/",
        invitation.invitation_accept,
        name="invitation_accept",
    ),
    path(f"{HERE}programme/", programme.programme_home, name="programme_home"),
    path(f"{HERE}programme/edit/", programme.programme_edit, name="programme_edit"),
    path(f"{HERE}phases/", programme.phase_list, name="phase_list"),
    path(f"{HERE}phases/plan/", programme.phase_plan, name="phase_plan"),
    path(f"{HERE}phases/move/<slug:phase>/", programme.phase_move, name="phase_move"),
    path(f"{HERE}vision/", vision.vision_show, name="vision_show"),
    path(f"{HERE}vision/<int:number>/", vision.vision_show, name="vision_read"),
    path(f"{HERE}vision/publish/", vision.vision_publish, name="vision_publish"),
    path(f"{HERE}vision/<int:older>/<int:newer>/", vision.vision_compare, name="vision_compare"),
    path(f"{HERE}solutions/add/", solutions.solution_add, name="solution_add"),
    path(
        f"{HERE}solutions/<uuid:solution_id>/edit/", solutions.solution_edit, name="solution_edit"
    ),
    path(f"{HERE}suppliers/add/", solutions.supplier_add, name="supplier_add"),
    path(
        f"{HERE}suppliers/<uuid:supplier_id>/edit/", solutions.supplier_edit, name="supplier_edit"
    ),
    path(f"{HERE}decisions/", decisions.decision_list, name="decision_list"),
    path(f"{HERE}decisions/add/", decisions.decision_add, name="decision_add"),
    path(ONE, decisions.decision_detail, name="decision_detail"),
    path(f"{ONE}edit/", decisions.decision_edit, name="decision_edit"),
    path(f"{ONE}decide/", decisions.decision_decide, name="decision_decide"),
    path(f"{ONE}reopen/", decisions.decision_reopen, name="decision_reopen"),
    path(f"{ONE}parts/add/", decisions.participation_add, name="participation_add"),
    path(
        f"{ONE}parts/<uuid:participation_id>/remove/",
        decisions.participation_remove,
        name="participation_remove",
    ),
    path(
        f"{ONE}parts/<slug:level>/<uuid:target_id>/restore/",
        decisions.participation_restore,
        name="participation_restore",
    ),
    path(f"{HERE}members/", members.member_list, name="member_list"),
    path(f"{HERE}members/invite/", members.member_invite, name="member_invite"),
    path(f"{HERE}members/<uuid:membership_id>/edit/", members.member_edit, name="member_edit"),
    path(
        f"{HERE}members/<uuid:membership_id>/remove/", members.member_remove, name="member_remove"
    ),
    path(
        f"{HERE}members/<uuid:membership_id>/restore/",
        members.member_restore,
        name="member_restore",
    ),
    path(
        f"{HERE}invitations/<uuid:invitation_id>/resend/",
        members.invitation_resend,
        name="invitation_resend",
    ),
    path(
        f"{HERE}invitations/<uuid:invitation_id>/revoke/",
        members.invitation_revoke,
        name="invitation_revoke",
    ),
    path(
        f"{HERE}invitations/<uuid:invitation_id>/restore/",
        members.invitation_restore,
        name="invitation_restore",
    ),
    path(f"{HERE}trail/", trail.audit_list, name="audit_list"),
]
