"""How tests sign in where it matters how: a moment ago, or with a second factor."""

import time
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.test import Client

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30


def give_factor(user: User) -> None:
    """What stands in the database once somebody has set up the second factor and kept the codes."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user).mark_as_viewed()


def code(steps: int = 0, secret: str = SECRET) -> str:
    """What the app shows now, or so many steps later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + steps))


def recovery_codes(user: User) -> list[str]:
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return factor.wrap().get_unused_codes()


def sign_in_just_now(client: Client, user: User) -> None:
    """As `force_login`, by a password of which the session knows: nobody is asked for it again."""
    client.force_login(user)
    _record(client, user, "password")


def sign_in_to_edit(client: Client, user: User) -> None:
    """As `force_login`, with the second factor that editors' pages ask for."""
    client.force_login(user)
    if not Authenticator.objects.filter(user=user).exists():
        give_factor(user)
    _record(client, user, "mfa", type="totp")


def _record(client: Client, user: User, method: str, **facts: str) -> None:
    session = client.session
    record_authentication(SimpleNamespace(session=session), user, method, **facts)
    session.save()
