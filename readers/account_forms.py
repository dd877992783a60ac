"""The forms of accounts in the words of this site; what they ask and do is allauth's.

A form that is refused takes the focus to its first mistake, without scripts too.
"""

from typing import Any

from allauth.account import forms as stock
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from .mails import NOBODY_OF_THAT_ADDRESS

#: By the codes of Django's form fields and their validators.
FIELD_ERRORS = {
    "required": "This must not be empty.",
    "max_length": "That is too long: at most %(limit_value)d characters, and it has %(show_value)d.",
    "null_characters_not_allowed": "This holds a character that cannot be seen.",
}
NO_ADDRESS = "That is no email address: it has a name, an @ and a host, as in fan@example.org."
TWO_PASSWORDS = "The two passwords differ. Type the same one twice."
#: By allauth's codes, for `AccountAdapter`.
ERRORS = {
    "account_inactive": "This account is closed.",
    "cannot_remove_primary_email": "The main address cannot be removed.",
    "duplicate_email": "Your account has this address already.",
    "email_password_mismatch": "The address or the password is not right.",
    "email_taken": "This address cannot be used.",
    "enter_current_password": "That is not the password that you have now.",
    "incorrect_code": "That is not the code.",
    "incorrect_password": "That is not your password.",
    "invalid_login": "Nobody can sign in like that.",
    "invalid_or_expired_key": "This link was used before, is too old, or was cut on its way.",
    "invalid_password_reset": "This link was used before, is too old, or was cut on its way.",
    "max_email_addresses": "An account has at most %d addresses. Remove one first.",
    "phone_password_mismatch": "The number or the password is not right.",
    "phone_taken": "This number cannot be used.",
    "rate_limited": "That was too often in a short time. Try again in a few minutes, or in an hour at the latest.",
    "same_as_current": "That is what it is already.",
    "select_only_one": "Choose one only.",
    "too_many_login_attempts": "Too many wrong passwords. Try again in a few minutes.",
    "unknown_email": "No account has this address.",
    "unknown_phone": "No account has this number.",
    "unverified_primary_email": "Confirm the address first.",
    "username_blacklisted": "This name cannot be chosen.",
    "username_password_mismatch": "The name or the password is not right.",
    "username_taken": "Somebody has this name already. Choose another one.",
}
LABELS = {
    "login": "Username or email",
    "username": "Username",
    "email": "Email address",
    "oldpassword": "Your password now",
    "password": "Password",
    "password1": "Password",
    "password2": "The same password again",
    "remember": "Stay signed in on this device",
    "code": "Code",
    "key": "Key",
}
NEW_PASSWORD = {"password1": "Your new password", "password2": "The new password again"}


class AccountForm(forms.Form):
    """Mixed into each of allauth's forms, before it."""

    #: Where this form calls a field otherwise.
    labels: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name) or LABELS[name]
            field.error_messages |= FIELD_ERRORS
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = NO_ADDRESS
                field.label += "" if field.required else ", if you like"
            field.widget.attrs.pop("placeholder", None)  # which said the label once more

    def add_error(self, field: str | None, error: Any) -> None:
        # allauth gives this one no code.
        is_second = field == "password2" and not isinstance(error, ValidationError)
        super().add_error(field, TWO_PASSWORDS if is_second else error)

    def full_clean(self) -> None:
        super().full_clean()
        # What concerns the whole form takes the focus by itself (account/_errors.html).
        if not self.is_bound or self.non_field_errors():
            return
        for name in self.errors:
            self.fields[name].widget.attrs["autofocus"] = True
            break


class LoginForm(AccountForm, stock.LoginForm):
    pass


class SignupForm(AccountForm, stock.SignupForm):
    pass


class AddEmailForm(AccountForm, stock.AddEmailForm):
    pass


class ChangePasswordForm(AccountForm, stock.ChangePasswordForm):
    labels = NEW_PASSWORD


class SetPasswordForm(AccountForm, stock.SetPasswordForm):
    pass


class ResetPasswordKeyForm(AccountForm, stock.ResetPasswordKeyForm):
    labels = NEW_PASSWORD


class ReauthenticateForm(AccountForm, stock.ReauthenticateForm):
    pass


class ResetPasswordForm(AccountForm, stock.ResetPasswordForm):
    users: list[User]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Does the same where nobody has the address, but for the mail."""
        self.users = self.users or [NOBODY_OF_THAT_ADDRESS]
        return super().save(request, **kwargs)
