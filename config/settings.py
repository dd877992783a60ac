"""All settings, in one file. Development needs no environment at all.

| variable             | default                     | meaning                                          |
|----------------------|-----------------------------|--------------------------------------------------|
| ENVIRONMENT          | development                 | or "production", which demands those below       |
| SECRET_KEY           | (required in production)    | 50 characters or more, and truly random          |
| SECRET_KEY_FALLBACKS | (none)                      | keys of before, with commas between them         |
| ALLOWED_HOSTS        | (required in production)    | comma-separated host names                       |
| DATABASE_URL         | db.sqlite3 beside manage.py | sqlite:///path or postgres://user:pass@host/name |
| DEBUG                | off                         | Django's debug pages, in development only        |
| TRUST_PROXY          | off                         | on behind a proxy that sets X-Forwarded-Proto    |
| EMAIL_HOST           | (required in production)    | with EMAIL_PORT, EMAIL_USER, EMAIL_PASSWORD      |
| EMAIL_FROM           | callback@ the first host    | sender of all mail                               |
| REDIS_URL            | (the database does)         | counts attempts: redis://host:6379/0             |

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


def _all_strong(secrets: list[str]) -> None:
    for secret in secrets:
        _strong(secret)


def _hosts(hosts: list[str]) -> None:
    if not any(hosts) or "*" in hosts:
        raise ValidationError("expected the host names of this site, separated by commas.")


def _named(host: str) -> None:
    if not host.strip():
        raise ValidationError("expected the name of a mail server.")


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
SERVING = env.bool("SERVING", False)  # set by config.server: a migration may take its time
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
# What they have signed and encrypted counts on, while a new key takes over.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [], validate=_all_strong)
DATABASE_URL = env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
REDIS_URL = env.str("REDIS_URL", "")
SMTP = {
    # Without a mail server, links to reset a password would stand in the log.
    "host": env.str("EMAIL_HOST", validate=_named) if PRODUCTION else env.str("EMAIL_HOST", ""),
    "port": env.int("EMAIL_PORT", 587),
    "username": env.str("EMAIL_USER", ""),
    "password": env.str("EMAIL_PASSWORD", ""),
    "use_tls": True,
    "timeout": 10,
}
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "")
env.seal()
DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or f"callback@{ALLOWED_HOSTS[0].lstrip('.')}"

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "content.apps.ContentConfig",
    "leakcheck.apps.LeakcheckConfig",
    "pages",
    "memory.apps.MemoryConfig",
    "spoilers",
    "interviews",
    "people",
    "readers",
    "films",
    "editing",
    "gate",
    "config.apps.EditorsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
]

MIDDLEWARE = [
    # First the headers that every answer has, refusals too.
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.refusals.RefusalMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    # Inside ConditionalGet, which must see its Cache-Control; outside all that sets cookies.
    "readers.middleware.ReaderMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # Before anything reads a form.
    "editing.limits.EditorsFormsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pages.not_allowed.NotAllowedMiddleware",
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
            "builtins": ["memory.parts"],
        },
    }
]

# A reader waits this long, for a lock or an answer, and is then told to come back.
SECONDS_FOR_DATABASE = 5
# SQLite first: one file, no service, and a restore is a copy. DATABASE_URL changes that.
DATABASES = {"default": DATABASE_URL}
if DATABASE_URL["ENGINE"] == "django.db.backends.sqlite3":
    # Below 3.51.3 write-ahead logging has a rare corruption bug (the WAL-reset bug), so
    # older libraries keep the rollback journal. FULL: an acknowledged commit survives a
    # power cut. IMMEDIATE: two writers wait for each other instead of failing half-way.
    JOURNAL_MODE = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"
    DATABASE_URL["CONN_MAX_AGE"] = None  # see config/connections.py
    DATABASE_URL["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": SECONDS_FOR_DATABASE,
        "init_command": f"PRAGMA journal_mode={JOURNAL_MODE}; PRAGMA synchronous=FULL;",
    }
else:
    # None that has died meanwhile.
    DATABASE_URL |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    DATABASE_URL["OPTIONS"] = {
        "connect_timeout": 2,
        "tcp_user_timeout": 1000 * SECONDS_FOR_DATABASE,
    }
    if SERVING:
        # The pool replaces persistent connections; Django refuses the two together. One for each
        # thread of a worker (config/server/pools.py). A command has none: at the end of its
        # process the pool's own threads could keep it waiting.
        DATABASE_URL["OPTIONS"]["pool"] = {
            "min_size": 1,
            "max_size": 8,
            "timeout": 2,
            "reconnect_timeout": 5,
        }
        limit = f"{SECONDS_FOR_DATABASE}s"
        DATABASE_URL["OPTIONS"]["options"] = (
            f"-c statement_timeout={limit} -c lock_timeout={limit} "
            "-c idle_in_transaction_session_timeout=30s"
        )

# Where limits on attempts are counted: in one place for all processes, and through a restart.
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.PublishedStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False

# Accounts. Pages under /accounts/ and /admin/ carry Django's CSRF tokens; the reader's own
# actions are protected by origin instead (readers/origin.py).
# One alone: each hashes a password at every failed attempt. This one has Django's permissions too.
AUTHENTICATION_BACKENDS = ["readers.accounts.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"readers.passwords.{name}"}
    for name in ["NotLikeOneself", "LongEnough", "Uncommon", "NotOnlyDigits"]
]
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/?done=signedout"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_ADAPTER = "readers.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "readers.account_forms.LoginForm",
    "signup": "readers.account_forms.SignupForm",
    "add_email": "readers.account_forms.AddEmailForm",
    "change_password": "readers.account_forms.ChangePasswordForm",
    "set_password": "readers.account_forms.SetPasswordForm",
    "reset_password": "readers.account_forms.ResetPasswordForm",
    "reset_password_from_key": "readers.account_forms.ResetPasswordKeyForm",
    "reauthenticate": "readers.account_forms.ReauthenticateForm",
}
# To a page that says at once that the address is confirmed; strangers go to sign in, which does.
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "/accounts/email/"
# Optional and strict: an address that somebody has claimed and not confirmed is free for others,
# and no page tells whether it has an account.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
# Before an address or a second factor is added or taken away, somebody proves who they are again.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Callback: "
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USERNAME_VALIDATORS = "readers.names.for_joining"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # By the account from one address; then by the account from anywhere.
    "login_failed": "10/m/ip,5/5m/key",
    "login_failed_account": "100/h/key",
    "signup": "10/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    "confirm_email": "3/3m/key",
    # Wrong codes, by the account from one address; then, but for the owner's browsers, from anywhere.
    "second_step": "5/5m/key",
    "second_step_account": "20/h/key",
    # Mail: to one address, at the wish of one visitor or account, of the whole site.
    "mail_to": "5/d/key",
    "mail_by": "10/h/key",
    "mail": "200/h/key",
}
# The second factor: anybody may have one, and nobody edits without (editing/site.py). Not passkeys:
# allauth's need its own scripts, and so browsers with scripts, and HTTPS for every development site.
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "readers.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "readers.second_factor_forms.AuthenticateForm",
    "reauthenticate": "readers.second_factor_forms.ReauthenticateForm",
    "activate_totp": "readers.second_factor_forms.SetUpForm",
    "deactivate_totp": "readers.second_factor_forms.RemoveForm",
    "generate_recovery_codes": "readers.second_factor_forms.NewRecoveryCodesForm",
}
MFA_TOTP_ISSUER = "Callback"
# The code before and the one after count too: the clock of a phone is some seconds off.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Here an address that nobody has confirmed binds nobody (ACCOUNT_PREVENT_ENUMERATION), so it need
# not keep its account from having a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True
if SMTP["host"]:
    MAILERS = {"default": {"BACKEND": "config.mail.Background", "OPTIONS": SMTP}}
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
CSRF_FAILURE_VIEW = "editing.unsaved_forms.csrf_failure"
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
    "filters": {"refusals": {"()": "config.logs.OneLineOfRefusals"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
