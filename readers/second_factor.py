"""How this site departs from allauth.mfa: what is stored, shown and asked for of a second factor.

It is an app on a phone that makes codes (TOTP), with recovery codes for when the phone is lost.
"""

from base64 import urlsafe_b64encode

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from qrcode.image.svg import SvgPathFillImage
from qrcode.main import make as qr_code

from gate.reader import NOBODY

from . import audit
from .mails import owners_addresses

ERRORS = {
    "add_email_blocked": "This account takes no further address.",
    "cannot_delete_authenticator": "The second factor cannot be taken away.",
    "cannot_generate_recovery_codes": "Set up a second factor first: recovery codes stand in for it.",
    "incorrect_code": "That is not the code. Wait for the next one, and type that.",
    "unverified_email": "Confirm the address of your account first.",
}


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are stored encrypted, with a key that is made of settings.SECRET_KEY."""

    error_messages = ERRORS

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """The name alone: somebody may look at the phone, and the address is none of theirs."""
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        """An element for the page itself: the policy of this site loads no picture from `data:`."""
        return qr_code(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")

    def encrypt(self, text: str) -> str:
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises cryptography.fernet.InvalidToken where it was another SECRET_KEY's."""
        return keys().decrypt(encrypted_text.encode()).decode()


class FromHere(HttpRequest):
    """Stands in where nobody has asked: a mail names the address of the site as in an answer."""

    def __init__(self) -> None:
        super().__init__()
        here = {"SERVER_NAME": settings.ALLOWED_HOSTS[0].lstrip("."), "SERVER_PORT": "443"}
        self.META = here | {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}
        self.user, self.reader = AnonymousUser(), NOBODY

    def _get_scheme(self) -> str:
        return "https"


def reset(user: User) -> None:
    """Takes the second factor of `user` away, by whoever runs this machine; the owner is told."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        audit.write(audit.Act.RESET, user.username)
    with context.request_context(FromHere()):
        account_adapter().tell(user, owners_addresses(user), "mfa/email/reset", {})


def keys() -> MultiFernet:
    """Of the key of today, by which is encrypted, and of those before it, which still decrypt."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    made = salted_hmac("callback.second-factor", "", secret=secret, algorithm="sha256")
    return urlsafe_b64encode(made.digest())
