"""Addresses of signing in: the names are allauth's, and only those that we need are here."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import include, path, re_path

from draagvlak.accounts import views

own = [path("profile/", views.profile, name="profile")]
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("login/code/", views.RequestCode.as_view(), name="account_request_login_code"),
    path("login/code/confirm/", views.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path(
        "logout/",
        allauth.LogoutView.as_view(template_name="accounts/sign_out.html"),
        name="account_logout",
    ),
    path(
        "inactive/",
        allauth.AccountInactiveView.as_view(template_name="accounts/inactive.html"),
        name="account_inactive",
    ),
    path("signup/", views.by_invitation, name="account_signup"),
    path("password/forgotten/", views.ForgottenPassword.as_view(), name="account_reset_password"),
    path(
        "password/forgotten/sent/",
        allauth.PasswordResetDoneView.as_view(template_name="accounts/password_sent.html"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        allauth.PasswordResetFromKeyDoneView.as_view(template_name="accounts/password_done.html"),
        name="account_reset_password_from_key_done",
    ),
    path("password/change/", views.ChangePassword.as_view(), name="account_change_password"),
    path("password/set/", views.SetPassword.as_view(), name="account_set_password"),
    path("", include((own, "accounts"))),
]
