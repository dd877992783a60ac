"""All settings, in one file. Development needs no environment at all.

| variable       | default                     | meaning                                          |
|----------------|-----------------------------|--------------------------------------------------|
| ENVIRONMENT    | development                 | or "production", which demands the two below     |
| SECRET_KEY     | (required in production)    | 50 characters or more, and truly random          |
| ALLOWED_HOSTS  | (required in production)    | comma-separated host names                       |
| DATABASE_URL   | db.sqlite3 beside manage.py | sqlite:///path or postgres://user:pass@host/name |
| DEBUG          | off                         | Django's debug pages, in development only        |
| TRUST_PROXY    | off                         | on behind a proxy that sets X-Forwarded-Proto    |
| EMAIL_HOST     | (mail goes to the console)  | with EMAIL_PORT, EMAIL_USER, EMAIL_PASSWORD      |
| EMAIL_FROM     | callback@localhost          | sender of password mails                         |

A wrong value stops the start with the name of the variable and what was expected.
"""

import sqlite3
from pathlib import Path

from django.utils.csp import CSP
from environs import Env, ValidationError, validate

BASE_DIR = Path(__file__).resolve().parent.parent

# Not eager: `seal()` at the end of the reading reports every mistake at once.
env = Env(eager=False)


def _strong(secret: str) -> None:
    if len(secret) < 50 or len(set(secret)) < 10 or secret.startswith("django-insecure"):
        raise ValidationError("expected at least 50 random characters; see README, Production.")


def _hosts(hosts: list[str]) -> None:
    if not any(hosts) or "*" in hosts:
        raise ValidationError("expected the host names of this site, separated by commas.")


def _local(hosts: list[str]) -> None:
    if not set(hosts) <= set(LOCAL):
        raise ValidationError("other names than local ones need ENVIRONMENT=production.")


PUBLIC_KEY = "django-insecure-for-development-only"
LOCAL = ["localhost", "127.0.0.1", "[::1]"]

ENVIRONMENT = env.str(
    "ENVIRONMENT", "development", validate=validate.OneOf(["development", "production"])
)
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.bool("DEBUG", False)
TRUST_PROXY = env.bool("TRUST_PROXY", False)
if PRODUCTION:
    SECRET_KEY = env.str("SECRET_KEY", validate=_strong)
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", validate=_hosts)
    DEBUG = env.bool(
        "DEBUG", False, validate=validate.Equal(False, error="must be off in production.")
    )
else:
    # A key that everybody can read is harmless while the site answers to local names only.
    SECRET_KEY = env.str("SECRET_KEY", PUBLIC_KEY)
    ALLOWED_HOSTS = env.list(
        "ALLOWED_HOSTS", LOCAL, validate=_local if SECRET_KEY == PUBLIC_KEY else None
    )
DATABASE_URL = env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
SMTP = {
    "host": env.str("EMAIL_HOST", ""),
    "port": env.int("EMAIL_PORT", 587),
    "username": env.str("EMAIL_USER", ""),
    "password": env.str("EMAIL_PASSWORD", ""),
    "use_tls": True,
}
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "callback@localhost")
env.seal()

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "content",
    "pages",
    "spoilers",
    "interviews",
    "people",
    "readers",
    "films",
    "gate",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    # Inside ConditionalGet, which must see its Cache-Control; outside all that sets cookies.
    "readers.middleware.ReaderMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.context.chrome",
            ],
        },
    }
]

# SQLite first: one file, no service, and a restore is a copy. DATABASE_URL changes that.
DATABASES = {"default": DATABASE_URL}
if DATABASE_URL["ENGINE"] == "django.db.backends.sqlite3":
    # Below 3.51.3 write-ahead logging has a rare corruption bug (the WAL-reset bug), so
    # older libraries keep the rollback journal. FULL: an acknowledged commit survives a
    # power cut. IMMEDIATE: two writers wait for each other instead of failing half-way.
    JOURNAL_MODE = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"
    DATABASE_URL["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": f"PRAGMA journal_mode={JOURNAL_MODE}; PRAGMA synchronous=FULL;",
    }
else:
    # The pool replaces persistent connections; Django refuses the two together.
    DATABASE_URL["CONN_MAX_AGE"] = 0
    DATABASE_URL["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False

# Accounts. Pages under /accounts/ and /admin/ carry Django's CSRF tokens; the reader's own
# actions are protected by origin instead (readers/origin.py).
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in [
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    ]
]
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
if SMTP["host"]:
    MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": SMTP}
    }
else:
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}

# HTTP. Nothing from elsewhere, nothing inline, and no page inside another.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else all visitors share one limit on sign-in attempts

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
