"""Addresses of signing in: the names are allauth's, and only those that we need are here."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import include, path, re_path

from draagvlak.accounts.views import provider, security, sessions
from draagvlak.accounts.views import second_factor as factor
from draagvlak.accounts.views import signing_in as views

HERE = "w/<slug:workspace>/security/"
own = [
    path(HERE, security.security_show, name="security_show"),
    path(f"{HERE}provider/", security.provider_edit, name="provider_edit"),
    path(f"{HERE}provider/remove/", security.provider_remove, name="provider_remove"),
    path(f"{HERE}factor/<uuid:user_id>/reset/", security.factor_reset, name="factor_reset"),
    path(f"{HERE}factor/", security.factor_rule, name="factor_rule"),
    path(f"{HERE}sessions/<uuid:user_id>/end/", security.sessions_end, name="sessions_end"),
    path("profile/", views.profile, name="profile"),
    path("provider/back/", provider.provider_back, name="provider_back"),
    path("provider/short/", provider.provider_short, name="provider_short"),
    path("provider/<slug:space>/", provider.provider_start, name="provider_start"),
    path("provider/<slug:space>/keys/", provider.provider_keys, name="provider_keys"),
    path("sessions/", sessions.session_list, name="session_list"),
    path("sessions/end-others/", sessions.session_end_others, name="session_end_others"),
    path("sessions/<slug:key>/end/", sessions.session_end, name="session_end"),
]
second = [
    path("", factor.overview, name="mfa_index"),
    path("give/", factor.GiveCode.as_view(), name="mfa_authenticate"),
    path("again/", factor.GiveCodeAgain.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", factor.GivePasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("app/add/", factor.AddApp.as_view(), name="mfa_activate_totp"),
    path("app/remove/", factor.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("codes/", factor.ShowCodes.as_view(), name="mfa_view_recovery_codes"),
    path("codes/renew/", factor.RenewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("passkeys/", factor.overview, name="mfa_list_webauthn"),
    path("passkeys/add/", factor.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", factor.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("passkeys/sign-in/", factor.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
]
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("login/code/", views.RequestCode.as_view(), name="account_request_login_code"),
    path("login/code/confirm/", views.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("logout/", views.SignOut.as_view(), name="account_logout"),
    path("again/", views.Again.as_view(), name="account_reauthenticate"),
    path("second-factor/", include(second)),
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
