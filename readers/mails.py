"""Mail of accounts: how it is written down, how much of it there is, and who is told of changes."""

import email.policy
import logging
from collections.abc import Iterable
from email.policy import Policy
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.internal import ratelimit
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, mailers
from django.http import HttpRequest
from django.urls import reverse

log = logging.getLogger(__name__)

#: The longest line that mail may have (RFC 5322).
LONGEST_LINE = 998
#: Also where nobody had confirmed the address: of those that count, readers/signals.py tells.
OF_ANY_ADDRESS = "account/email/email_deleted"
#: For whom a reset is worked out where an address has no account: an answer takes as long, with
#: the same questions to the database and the same words. No row has this number.
NOBODY_OF_THAT_ADDRESS = User(pk=0, username="nobody")


class Letter(EmailMessage):
    """Written as it is read: no line is broken, and so no link, wherever the mail is printed.

    By itself Python breaks lines of more than 78 letters with “=”, and writes “=” as “=3D”.
    """

    def message(self, *, policy: "Policy[Any] | None" = None) -> Any:
        given = policy or email.policy.default
        return super().message(policy=given.clone(max_line_length=LONGEST_LINE, cte_type="8bit"))

    def send(self, *args: Any, **kwargs: Any) -> int:
        """What is for nobody takes a mail server of ours as long (config/mail.py), if there is one."""
        if self.recipients():
            return super().send(*args, **kwargs)
        rehearse = getattr(mailers.default, "rehearse", None)
        return rehearse([self]) if rehearse else 0


class LetterAdapter(DefaultAccountAdapter):
    """Sends silently none past the limits (settings.ACCOUNT_RATE_LIMITS)."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if self._may_send(email):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """What allauth wants an owner to know, goes where `tell` says, whatever `email` is."""
        if template_prefix != OF_ANY_ADDRESS:
            self.tell(user, owners_addresses(user), template_prefix, context or {})

    def tell(
        self, user: User, addresses: Iterable[str], template_prefix: str, facts: dict[str, Any]
    ) -> None:
        """What was changed in the account of `user`, at each of these addresses."""
        pages = {
            name: request().build_absolute_uri(reverse(f"account_{name}"))
            for name in ("reset_password", "change_password")
        }
        facts = {"user": user} | pages | facts
        for address in sorted(addresses):
            # Counted by themselves: who has used all other mail up silences none of these.
            if self._may_send(address, kind="told "):
                super().send_mail(template_prefix, address, facts)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Whether it could be; the owner is told at the addresses from before."""
        user = email_address.user
        before = owners_addresses(user) - {email_address.email}
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            facts = {"added_email": email_address.email}
            self.tell(user, before, "account/email/email_added", facts)
        return confirmed

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        mail = super().render_mail(template_prefix, email, context, headers)
        to = [] if context.get("user") == NOBODY_OF_THAT_ADDRESS else mail.to
        return Letter(mail.subject, mail.body, mail.from_email, to, headers=mail.extra_headers)

    def _may_send(self, email: str, kind: str = "") -> bool:
        who = request().user.pk or ratelimit.get_ip(request())
        counted = {"mail_to": f"{kind}{email.lower()}", "mail_by": f"{kind}{who}", "mail": "site"}
        for action, key in counted.items():
            if not ratelimit.consume(request(), app="allauth.account", action=action, key=key):
                log.warning("No mail was sent: too many (%s)", action)
                return False
        return True


def request() -> HttpRequest:
    """The one that is being answered."""
    return context.request


def owners_addresses(user: User) -> set[str]:
    """Those that the account has confirmed; else the one that it names, where resets go as well."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    return set(confirmed.values_list("email", flat=True)) or {user.email} - {""}
