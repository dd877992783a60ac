"""Whose session a cookie names: learnt when Django is asked, and only a hint.

The state of the account, of which the session is a part, is compared in full each time, so an
outdated hint finds nothing.
"""

from collections import OrderedDict
from threading import Lock

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import Error

from .database import Owner, Unreachable

MOST = 10_000


class Owners:
    def __init__(self) -> None:
        self._users: OrderedDict[str, int] = OrderedDict()
        self._lock = Lock()

    def known(self, session: str) -> Owner | None:
        user = self._users.get(session)
        return None if user is None else Owner(session, user)

    def learn(self, session: str) -> tuple[Owner | None, float]:
        """Who is signed in, and until when: seconds since the epoch.

        None where nobody is, or who works here: an editor's pages may show more, and are kept by
        nobody. Raises Unreachable.
        """
        try:
            row = Session.objects.get(pk=session)
            user = User.objects.get(pk=row.get_decoded().get(SESSION_KEY, 0))
        except (Session.DoesNotExist, User.DoesNotExist):
            return None, 0
        except Error as error:
            raise Unreachable from error
        if user.is_staff or user.is_superuser:
            return None, 0
        with self._lock:
            self._users[session] = user.pk
            while len(self._users) > MOST:
                self._users.popitem(last=False)
        return Owner(session, user.pk), row.expire_date.timestamp()
