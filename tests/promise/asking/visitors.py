"""Every kind of reader: without and with an account, and how their browsers came to be so."""

from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.http import HttpResponse

from films.models import Film
from gate.reader import NOBODY, Reader, Revealed
from readers import cookies
from readers.models import Seen
from tests.conftest import ReaderClient
from tests.factories import UserFactory
from tests.promise.whole_world import WholeWorld
from tests.signing_in import sign_in_to_edit

#: No film has this key, as if an editor had deleted it.
NO_FILM = "zzzzzz"
SIGNATURE = "1tQ8eA:forged"


@dataclass
class Visitor:
    name: str
    reader: Reader
    user: User | None = None
    jar: SimpleCookie = field(default_factory=SimpleCookie)

    def client(self) -> ReaderClient:
        """A browser in this visitor's state, each time afresh."""
        client = ReaderClient(raise_request_exception=False)
        client.cookies.update(self.jar)
        return client

    @property
    def is_new(self) -> bool:
        """Brings no cookie at all."""
        return not any(morsel.value for morsel in self.jar.values())


def visitors(world: WholeWorld, *names: str) -> list[Visitor]:
    """Those of these names, or all.

    Each reader without an account, and signed in; and who works here with no right to anything.
    """
    readers = _readers(world)
    kinds = [(name, signed_in) for signed_in in (False, True) for name in readers]
    return [
        a_visitor(world, name, readers.get(name, NOBODY), signed_in)
        for name, signed_in in [*kinds, ("staff", True)]
        if not names or _called(name, signed_in) in names
    ]


def visitor(world: WholeWorld, name: str) -> Visitor:
    (found,) = visitors(world, name)
    return found


def _called(name: str, signed_in: bool) -> str:
    return f"{name}, signed in" if signed_in else name


def _readers(world: WholeWorld) -> dict[str, Reader]:
    out = [film.pk for film in Film.objects.released()]
    starter = [pk for pk in out if pk in world.starter["Film"]]
    with_it = (world.attic_ending.public_id, world.open_source.public_id)
    return {
        "stranger": NOBODY,
        "nothing seen": NOBODY,
        "some films": Reader(seen=frozenset([world.first.pk, *starter[::2]])),
        "other films": Reader(seen=frozenset([world.second.pk, world.third.pk, *starter[1:3]])),
        # What an echo of these two cites may spoil a third.
        "two films": Reader(seen=frozenset([world.first.pk, world.second.pk])),
        "one film": Reader(seen=frozenset([world.first.pk])),
        "one reveal": Reader(reveals=(Revealed(world.later.public_id),)),
        "films and reveals": Reader(
            seen=frozenset([world.first.pk]),
            reveals=(
                Revealed(world.far_echo.public_id, with_it),
                # Taken back since.
                Revealed(world.withdrawn_note.public_id),
            ),
        ),
        "three reveals": Reader(
            reveals=tuple(
                Revealed(item.public_id)
                for item in (world.later, world.attic_ending, world.bracketed_quote)
            )
        ),
        "all films": Reader(seen=frozenset(out)),
        "locked again": NOBODY,
        "forged": NOBODY,
        "film gone": NOBODY,
    }


def _keys() -> list[str]:
    return sorted(Film.objects.released().values_list("key", flat=True))


def a_visitor(world: WholeWorld, name: str, reader: Reader, signed_in: bool = False) -> Visitor:
    client = ReaderClient()
    user = None
    if signed_in:
        user = UserFactory(is_staff=name == "staff")
        user.email = f"{user.username}@example.org"
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        sign_in = sign_in_to_edit if user.is_staff else ReaderClient.force_login
        sign_in(client, user)
    jar = client.cookies
    if name == "nothing seen":
        for cookie in (cookies.SEEN, cookies.REVEALED):
            jar.update(_signed(cookie, ""))
    elif name == "locked again":
        client.act("/seen/", {"shown": "", "films": _keys()})
        client.act("/seen/clear/")
    elif name == "forged":
        everything = ".".join(_keys())
        jar[cookies.SEEN] = f"{everything}:{SIGNATURE}"
        jar[cookies.REVEALED] = f"{world.later.public_id}:{SIGNATURE}"
    elif name == "film gone":
        jar.update(_signed(cookies.SEEN, NO_FILM))
    else:
        _remember(client, user, reader)
    return Visitor(_called(name, signed_in), reader, user, jar)


def _signed(name: str, value: str) -> SimpleCookie:
    response = HttpResponse()
    response.set_signed_cookie(name, value, salt=f"callback.{name}")
    return response.cookies


def _remember(client: ReaderClient, user: User | None, reader: Reader) -> None:
    response = HttpResponse()
    if user:
        Seen.objects.bulk_create(Seen(user=user, film_id=film) for film in reader.seen)
    elif reader.seen:
        cookies.write_seen(response, reader.seen)
    if reader.reveals:
        cookies.write_revealed(response, reader.reveals)
    client.cookies.update(response.cookies)
