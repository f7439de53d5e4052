"""Settings: one file; every difference between deployments comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from draagvlak.config.env import Environment
from draagvlak.config.installation import Installation
from draagvlak.core.quiet_log import FORMATS

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]
if "DRAAGVLAK_DATA" not in os.environ and (CHECKOUT / "manage.py").exists():
    # Development and tests, from a checkout: a data folder and a key of their own.
    ENV = Environment.load(data=CHECKOUT / ".data" / "dev")
    Installation(ENV).create()
    (ENV.data / "static").mkdir(exist_ok=True)
else:
    ENV = Environment.load()
DATA = ENV.data

DEBUG = ENV.flag("DRAAGVLAK_DEBUG")
DEMO = ENV.flag("DRAAGVLAK_DEMO")
SECRET_KEY = ENV.derived_key("sessions and signatures").hex()
SERVER_KEY = ENV.derived_key("server envelope")  # wraps the data keys; 32 bytes, never stored
ADDRESS = ENV.address()
SPEAK_ADDRESS = ENV.speak_address()  # a host name of its own for who speaks without an account
ALLOWED_HOSTS = ENV.hosts()
ROOT_URLCONF = "draagvlak.config.urls"
WSGI_APPLICATION = "draagvlak.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
    "draagvlak.core",
    "draagvlak.accounts",
    "draagvlak.organisations",
    "draagvlak.programmes",
    "draagvlak.vault",
    "draagvlak.intake",
    "draagvlak.stakeholders",
    "draagvlak.processes",
    "draagvlak.event_logs",
    "draagvlak.concerns",
    "draagvlak.conversations",
    "draagvlak.measures",
    "draagvlak.findings",
    "draagvlak.notices",
    "draagvlak.contributions",
    "draagvlak.lessons",
    "draagvlak.solutions",
    "draagvlak.answering",
    "draagvlak.desk",
    "draagvlak.packages",
    "draagvlak.kits",
]
MIDDLEWARE = [
    "draagvlak.core.untraced.Untraced",
    "draagvlak.core.watching.Watch",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "draagvlak.accounts.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "draagvlak.core.gate.PolicyGate",
    "draagvlak.accounts.middleware.SecondFactorDoor",
    "draagvlak.vault.middleware.VaultDoor",
]
FORM_RENDERER = "draagvlak.core.form_markup.QuickRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "draagvlak.core.templatetags.fixed",
                "template_partials.templatetags.partials",
                "draagvlak.core.templatetags.fields",
                "draagvlak.core.templatetags.ui",
                "draagvlak.core.templatetags.place",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "draagvlak.core.context.place",
            ],
        },
    }
]

DATABASES = {"default": ENV.database()}

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "draagvlak.accounts.adapter.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "draagvlak.accounts.passwords.HardToGuess"},
    {"NAME": "draagvlak.accounts.passwords.NotBreached"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "draagvlak.accounts.adapter.Adapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = True  # as long as SESSION_COOKIE_AGE; nobody is asked
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "draagvlak.accounts.forms.SignInForm",
    "request_login_code": "draagvlak.accounts.forms.RequestCodeForm",
    "confirm_login_code": "draagvlak.accounts.forms.ConfirmCodeForm",
    "reset_password": "draagvlak.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "draagvlak.accounts.forms.NewPasswordForm",
    "change_password": "draagvlak.accounts.forms.ChangePasswordForm",
    "set_password": "draagvlak.accounts.forms.SetPasswordForm",
    "reauthenticate": "draagvlak.accounts.forms.AgainForm",
}
MFA_ADAPTER = "draagvlak.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a phone may be half a minute ahead or behind
MFA_FORMS = {
    "authenticate": "draagvlak.accounts.forms.GiveCodeForm",
    "reauthenticate": "draagvlak.accounts.forms.GiveCodeAgainForm",
    "activate_totp": "draagvlak.accounts.forms.AddAppForm",
    "add_webauthn": "draagvlak.accounts.forms.AddPasskeyForm",
}
OPENID_LOOPBACK = False  # the tests have a provider on this machine; nobody else has
PASSWORD_RESET_TIMEOUT = 60 * 60
# The counters of sign-in attempts are shared by all web processes and hold no network address.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "draagvlak.core.blind_keys.blind_key",
        # At 300, the default, whoever tries many addresses wipes the counters of the others.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

LANGUAGE_CODE = ENV.choice("DRAAGVLAK_LANGUAGE", "nl", "en")
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.text("DRAAGVLAK_TIME_ZONE")

FILES = DATA / "files"  # what people added, sealed (core.storage)
BUCKET = ENV.bucket()  # where those files stand instead, with several machines
PACKAGES = DATA / "packages"  # workspaces on their way elsewhere, sealed (packages)
BACKUP_FOLDER = Path(ENV.text("DRAAGVLAK_BACKUP_FOLDER") or DATA / "backups")
BACKUP_NIGHTLY = ENV.flag("DRAAGVLAK_BACKUP_NIGHTLY") and not DEMO
BACKUP_KEEP = ENV.number("DRAAGVLAK_BACKUP_KEEP")
BACKUP_PASSPHRASE = ENV.text("DRAAGVLAK_BACKUP_PASSPHRASE")
SHORTEST_BACKUP_PASSPHRASE = 12
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

EMAIL_HOST = ENV.text("DRAAGVLAK_MAIL_HOST")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "draagvlak.core.demo_mail.FolderBackend"
)
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_PORT = ENV.number("DRAAGVLAK_MAIL_PORT")
_MAIL_SECURITY = ENV.choice("DRAAGVLAK_MAIL_SECURITY", "starttls", "tls", "none")
EMAIL_USE_TLS = _MAIL_SECURITY == "starttls"
EMAIL_USE_SSL = _MAIL_SECURITY == "tls"
EMAIL_HOST_USER = ENV.text("DRAAGVLAK_MAIL_USER")
EMAIL_HOST_PASSWORD = ENV.text("DRAAGVLAK_MAIL_PASSWORD")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.text("DRAAGVLAK_MAIL_FROM")

SESSION_ENGINE = "draagvlak.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
HTTPS = ADDRESS.startswith("https:")
if HTTPS:
    # Our web server speaks http to a reverse proxy, which says what the browser spoke to it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    CSRF_TRUSTED_ORIGINS = [ADDRESS]
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "django_language"
THEME_COOKIE_NAME = "__Host-theme" if HTTPS else "theme"
# What a message says may name somebody: it stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["draagvlak"],  # frontend/js/trusted.js
    }
}
ACTS_PER_MINUTE = ENV.number("DRAAGVLAK_ACTS_PER_MINUTE")
SEARCHES_PER_MINUTE = ENV.number("DRAAGVLAK_SEARCHES_PER_MINUTE")
ARGON2 = {"iterations": 3, "lanes": 1, "memory_kib": 64 * 1024}
RECEIPT_COST = {"iterations": 1, "lanes": 1, "memory_kib": 1024}  # another opens no receipt
RECEIPT_SECONDS = 0.2  # what looking a receipt up takes, known or not: a multiple of this
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000
BREACHED = ENV.breached()
SCAN = ENV.scanner()
UNENCRYPTED = ENV.unencrypted()
METRICS_TOKEN = ENV.text("DRAAGVLAK_METRICS_TOKEN")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_path": {"()": "draagvlak.core.quiet_log.WithoutPath"}},
    "formatters": {
        "quiet": {"()": FORMATS[ENV.choice("DRAAGVLAK_LOG_FORMAT", *FORMATS)]},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "quiet"},
        "elsewhere": {
            "()": "draagvlak.core.log_host.LogHost",
            "place": ENV.log_host(),
            "formatter": "quiet",
        },
    },
    "loggers": {
        "draagvlak": {"level": "INFO"},
        "django.request": {"filters": ["without_path"]},
        "django.security.csrf": {"filters": ["without_path"]},
    },
    "root": {
        "handlers": ["console", "elsewhere"] if ENV.log_host() else ["console"],
        "level": "WARNING",
    },
}
