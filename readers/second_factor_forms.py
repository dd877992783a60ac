"""The forms of the second factor: setting it up, giving its codes, taking it away."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from cryptography.fernet import InvalidToken
from django import forms
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest

from .account_forms import AccountForm
from .cookies import remembers_account
from .second_factor import keys

log = logging.getLogger(__name__)

#: A code with whatever somebody puts between its digits.
LONGEST_CODE = 20
#: From a page that sets a second factor up to the first code of it, in seconds.
SET_UP_WITHIN = 3600
TOO_LATE = "This page was open for too long, so it has a new picture. Scan that one."
UNREADABLE = "A second factor cannot be read: SECRET_KEY is another one. See docs/production.md."
#: How long a code counts as used: longer than it could be taken.
CODE_LIVES = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 2)


class CodeForm(AccountForm):
    """Asks for a code. One that was taken once is taken no more."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.CharField)
        field.max_length = LONGEST_CODE
        field.widget.attrs |= {"inputmode": "numeric", "maxlength": LONGEST_CODE}

    def _is_first_use(self, code: str) -> bool:
        """allauth remembers a code for as long as one lives; with a tolerance it lives longer."""
        used = f"callback.code.{self.user.pk}.{normalize_user_code(code)}"
        return cache.add(used, "used", timeout=CODE_LIVES)


class GivenCodeForm(CodeForm, base.BaseAuthenticateForm):
    """The code of the app, or a recovery code.

    The limits are of settings.ACCOUNT_RATE_LIMITS. Only who knows the password comes here; all the
    same, guesses from elsewhere do not count against a browser in which the owner has signed in.
    """

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        with self._limited():
            # The app's first: of a wrong code, its is the failure.
            factors = [*Authenticator.objects.filter(user=self.user).order_by("-type")]
            for factor in factors:
                if _accepts(factor, code) and self._is_first_use(code):
                    factor.user = self.user
                    self.authenticator = factor
                    return code
            if factors:  # else they were taken away a moment ago
                self._emit_authentication_failed(factors[0])
            raise get_adapter().validation_error("incorrect_code")

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """What is right does not count. Raises ValidationError, before anything is compared."""
        request = context.request
        is_known = remembers_account(request, self.user)
        where = "known" if is_known else ratelimit.get_ip(request)
        counted = {"second_step": f"{self.user.pk} {where}"}
        if not is_known:
            counted["second_step_account"] = str(self.user.pk)
        usages = [_consume(request, action, key) for action, key in counted.items()]
        if not all(usages):
            raise account_adapter().validation_error("rate_limited")
        yield
        for usage in usages:
            usage.rollback()


def _consume(request: HttpRequest, action: str, key: str) -> Any:
    return ratelimit.consume(request, app="allauth.account", action=action, key=key)


def _accepts(factor: Authenticator, code: str) -> bool:
    try:
        return bool(factor.wrap().validate_code(code))
    except InvalidToken:
        log.error(UNREADABLE)
        return False


class AuthenticateForm(GivenCodeForm, base.AuthenticateForm):
    pass


class ReauthenticateForm(GivenCodeForm, base.ReauthenticateForm):
    pass


class SetUpForm(CodeForm):
    """Makes a secret, and takes the first code that an app makes of it.

    The secret goes to the page and comes back, encrypted and for this account alone. Until the app
    has it, it lies nowhere: allauth's own form keeps it in the session, which a GET would change,
    and where a copy of the database has it in the clear.
    """

    labels = {"code": "The code that the app shows now"}
    code = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        known = self._read(self.data.get("key", "")) if self.is_bound else None
        self.is_late = self.is_bound and known is None
        self.secret = known or generate_totp_secret()
        if not known:
            sealed = keys().encrypt(f"{user.pk} {self.secret}".encode()).decode()
            self.initial["key"] = sealed
            if self.is_bound:  # so that the page that refuses has the new one
                self.data = {**self.data, "key": sealed}

    def _read(self, sealed: str) -> str | None:
        """The secret, if it was made for this account, and not too long ago."""
        try:
            made = keys().decrypt(sealed.encode(), ttl=SET_UP_WITHIN).decode()
        except InvalidToken:
            return None
        owner, _, secret = made.partition(" ")
        return secret if owner == str(self.user.pk) else None

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.is_late:
            raise forms.ValidationError(TOO_LATE)
        if not (validate_totp_code(self.secret, code) and self._is_first_use(code)):
            raise get_adapter().validation_error("incorrect_code")
        return code


class RemoveForm(AccountForm, DeactivateTOTPForm):
    pass


class NewRecoveryCodesForm(AccountForm, GenerateRecoveryCodesForm):
    pass
