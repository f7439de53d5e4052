from __future__ import annotations

from django.urls import path

from draagvlak.vault import views

app_name = "vault"
urlpatterns = [
    path("", views.vault_show, name="vault_show"),
    path("make/", views.vault_make, name="vault_make"),
    path("confirm/", views.vault_confirm, name="vault_confirm"),
    path("open/", views.vault_open, name="vault_open"),
    path("recover/", views.vault_recover, name="vault_recover"),
    path("change/", views.vault_change, name="vault_change"),
    path("lock/", views.vault_lock, name="vault_lock"),
    path("ping/", views.vault_ping, name="vault_ping"),
    path("share/<uuid:keyring_id>/", views.vault_share, name="vault_share"),
    path("unshare/<uuid:keyring_id>/", views.vault_unshare, name="vault_unshare"),
]
