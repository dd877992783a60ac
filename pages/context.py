"""What stands around every page: the reader bar, and the notice after an action."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse

from films.cards import counting
from gate.reader import Reader
from readers.http import Request

from .notices import notice_for


@dataclass(frozen=True, slots=True)
class ReaderBar:
    #: “2 films seen · 1 text opened”; empty for somebody who has marked nothing.
    state: str
    #: The name of the account, where there is one.
    name: str
    #: Where to sign in, and to come back from there.
    sign_in: str

    @property
    def at_home(self) -> "ReaderBar":
        """The same on the front page, for pages that say nothing of their own address."""
        return replace(self, sign_in=_sign_in(reverse("home")))


def chrome(request: Request) -> dict[str, Any]:
    """For every page: `bar`, `notice`, and `here`, the page's own path.

    Nothing where a request was turned away before anybody asked who sends it: for 400.html.
    """
    if not hasattr(request, "user"):
        return {}
    done = request.GET.get("done", "")
    return {
        "bar": reader_bar(request, request.reader, request.path),
        "here": request.path,
        "notice": notice_for(done, request.reader) if done else None,
    }


def reader_bar(request: Request, reader: Reader, page: str) -> ReaderBar:
    """The bar on `page` as `reader` sees it."""
    name = request.user.get_username() if isinstance(request.user, User) else ""
    return ReaderBar(_state(reader), name, _sign_in(page))


def _state(reader: Reader) -> str:
    seen, revealed = reader.seen_count, reader.reveal_count
    parts = [f"{counting(seen, 'film')} seen" if seen else ""]
    parts += [f"{counting(revealed, 'text')} opened" if revealed else ""]
    return " · ".join(filter(None, parts))


def _sign_in(here: str) -> str:
    login = reverse("account_login")
    if here.startswith("/accounts/"):
        return login
    return f"{login}?{urlencode({'next': here}, safe='/')}"
