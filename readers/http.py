"""The request as this site's views get it."""

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from gate.reader import Reader


class Request(HttpRequest):
    """What the middleware adds, for the type checker; no request is made of this class."""

    reader: Reader
    htmx: HtmxDetails
    user: User | AnonymousUser
    #: Cookies to be emptied with the answer (readers/cookies.py).
    forgotten_cookies: tuple[str, ...]
    #: How many films of this browser have just gone into an account (readers/signals.py).
    taken_along: int
    #: What stands above a page that an editor looks at as somebody else (pages/preview.py).
    preview: object
