"""Who can sign in. Most people in a programme never do."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from draagvlak.accounts.sessions import SessionStore
from draagvlak.core.ids import uuid7
from draagvlak.core.prepared import prepared
from draagvlak.core.tenancy import TenantModel


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the sign-in name."""

    def create_user(self, email: str, name: str, password: str | None = None) -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get(self, *args: object, **kwargs: object) -> User:
        """As ever; but by nothing than the key, as each request asks, without building a query."""
        key = kwargs.get("pk")
        if args or len(kwargs) != 1 or not isinstance(key, UUID):
            return super().get(*args, **kwargs)
        found = _by_key(key)
        if not found:
            raise self.model.DoesNotExist
        return found[0]


@prepared
def _by_key(key: UUID) -> models.QuerySet[User, User]:
    return User.objects.filter(pk=key)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in, in any number of workspaces."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=5, default="nl")
    letters = models.BooleanField(_("use single letters as shortcuts"), default=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class OpenSession(AbstractBaseSession):
    """A browser in which somebody is signed in: device words and when; never an address.

    `session_key` is a hash of the key in the cookie. `bound_to` is the workspace by whose provider
    one came in, when that is how.
    """

    user_id = models.UUIDField(null=True)
    device = models.CharField(max_length=80, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    bound_to = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user_id"], name="opensession_user"),
        ]

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class OpenIdProvider(TenantModel):
    """The sign-in of a client's own organisation (OpenID Connect), for one workspace.

    `sealed` holds the secret, or the private key, that proves who asks: sealed for the workspace.
    `strong_levels` are the values of `acr` that stand for two factors, separated by spaces.
    """

    class Proof(models.TextChoices):
        SECRET = "secret", _("a secret that the provider gave")
        KEY = "key", _("a key of our own")

    name = models.CharField(_("name"), max_length=80)
    issuer = models.URLField(_("address of the provider"), max_length=300)
    client_id = models.CharField(_("client id at the provider"), max_length=200)
    proof = models.CharField(max_length=6, choices=Proof, default=Proof.SECRET)
    sealed = models.BinaryField()
    vouches = models.BooleanField(default=False)
    strong_levels = models.CharField(max_length=300, blank=True)
    is_on = models.BooleanField(default=True)
    worked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace"], name="openidprovider_one"),
            models.CheckConstraint(
                condition=models.Q(proof__in=["secret", "key"]), name="openidprovider_proof"
            ),
        ]


class Identity(TenantModel):
    """Which user of this workspace somebody is at its provider."""

    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "issuer", "subject"], name="identity_once"
            ),
        ]
