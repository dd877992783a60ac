"""How this site departs from allauth: whom a login means, whom attempts lock out, who is asked anew."""

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email, filter_users_by_username
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.core.internal import ratelimit
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse

from editing.second_factor import given_at, has_one

from .account_forms import ERRORS
from .cookies import KNOWN, remember_account, remembers_account
from .mails import LetterAdapter, request

#: These pages say nothing of what was done elsewhere; editors' lists take it for a filter.
WITHOUT_NOTICES = ("/admin/", "/accounts/")


class Backend(AuthenticationBackend):
    """Asks one account alone for its password. allauth asks all that a login may mean, and hashes
    anew for each: so the time would tell how many have claimed an address.

    An address means whoever has confirmed it. Of those who have not, it means just the first;
    the others sign in by their names.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        login = _login(credentials)
        confirmed = EmailAddress.objects.filter(email=login, verified=True).select_related("user")
        meant = [
            *(address.user for address in confirmed),
            *filter_users_by_username(login),
            *sorted(filter_users_by_email(login, for_login=True), key=lambda user: user.pk),
        ]
        return self._check_password(next(iter(meant), None), credentials["password"])


class AccountAdapter(LetterAdapter):
    """Limits are in settings.ACCOUNT_RATE_LIMITS; the cache keeps count, for all processes.

    Wrong passwords count against the address that they come from. Against the account count only
    those from browsers in which its owner has never signed in, and only so many that guessing
    stays hopeless: whoever tries to lock an owner out has to go on for ever, and does not succeed
    in the owner's own browser even then.
    """

    error_messages = ERRORS

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if not self._consume("login_failed_account", request, credentials, dry_run=True):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._consume("login_failed_account", request, credentials)

    def _consume(
        self, action: str, request: HttpRequest, credentials: dict[str, Any], dry_run: bool = False
    ) -> bool:
        """Whether one more is allowed; in a browser that the account knows, always."""
        if _knows_browser(request, credentials):
            return True
        return bool(
            ratelimit.consume(
                request,
                app="allauth.account",
                action=action,
                key=_login(credentials),
                dry_run=dry_run,
            )
        )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One account from one address, or from the browsers that it knows."""
        known = _knows_browser(request, credentials)
        return f"{_login(credentials)} {'known' if known else ratelimit.get_ip(request)}"

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        response = super().post_login(request, user, **options)
        remember_account(response, user)
        page = urlsplit(response.url)
        if not page.path.startswith(WITHOUT_NOTICES):
            word = "joined" if options["signup"] else "signedin"
            mail = "-mail" if options["signup"] and request.POST.get("email") else ""
            done = f"done={word}-{getattr(request, 'taken_along', 0)}{mail}"
            query = "&".join(filter(None, [page.query, done]))
            response["Location"] = page._replace(query=query).geturl()
        return response

    def is_safe_url(self, url: str | None) -> bool:
        """allauth's own fails on what is no address at all, as “http://[”."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who has just signed in; allauth would ask the same twice in a minute.

        Where there is a second factor, nothing else counts. Raises ReauthenticationRequired then:
        allauth would look for itself, and take a password, or a code of the factor before.
        """
        user = request().user
        assert isinstance(user, User)
        if has_one(user):
            if _is_recent(given_at(request(), user) or 0):
                return False
            raise ReauthenticationRequired
        records = get_authentication_records(request(), user)
        if _is_recent(max((one["at"] for one in records), default=0)):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Whoever has a second factor is asked for that, else a password alone could take it away."""
        methods = super().get_reauthentication_methods(user)
        return [one for one in methods if one["id"] == "mfa_reauthenticate"] or methods


def _is_recent(moment: float) -> bool:
    return time.time() - moment < app_settings.REAUTHENTICATION_TIMEOUT


def _login(credentials: dict[str, Any]) -> str:
    return (credentials.get("email") or credentials.get("username") or "").lower()


def _knows_browser(request: HttpRequest, credentials: dict[str, Any]) -> bool:
    if not request.COOKIES.get(KNOWN):
        return False
    login = _login(credentials)
    users = [*filter_users_by_username(login), *filter_users_by_email(login)]
    return any(isinstance(user, User) and remembers_account(request, user) for user in users)
