"""Pages that a proxy may compress, as docs/production.md has it.

Where such a page held a secret beside words that came with the request, its length would tell the
secret to whoever chooses these words.
"""

import re
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress

from readers.models import Seen

from .conftest import ReaderClient
from .factories import UserFactory
from .promise.watching.inputs import KNOWN
from .routes import pages

MARK = "zqxjk"
FIELDS = [name.removeprefix("field ") for name in KNOWN if name.startswith("field ")]
QUERY = urlencode({field: MARK + field for field in [*FIELDS, "next", "q"]})
ADDRESS = "owner@example.org"
#: What is looked for: words of the request, tokens, a mail address.
TOLD = re.compile(rf"{MARK}\w*|csrf\w*|{ADDRESS}", re.IGNORECASE)
NOT_COMPRESSED = ("/account/", "/accounts/", "/admin/")


@pytest.fixture
def owner(world):
    """Has an account, with a mail address, and has seen a film."""
    user = UserFactory(username="owner")
    EmailAddress.objects.create(user=user, email=ADDRESS, primary=True, verified=True)
    Seen.objects.create(user=user, film=world.first)
    client = ReaderClient()
    client.force_login(user)
    return client


def told(client: ReaderClient, address: str) -> list[str]:
    path = address.partition("?")[0]
    answer = client.get(f"{path}?{QUERY}", headers={"Referer": f"http://{MARK}referer.example/"})
    return sorted(set(TOLD.findall(f"{answer.headers}{answer.text}")))


@pytest.mark.slow
def test_a_page_that_may_be_compressed_holds_no_secret_and_repeats_nothing(world, owner):
    """Every page is asked for, which takes a second."""
    public = [
        address
        for listed in pages(world).values()
        for address in listed
        if not address.startswith(NOT_COMPRESSED)
    ]

    found = {address: told(owner, address) for address in [*public, f"/{MARK}path/"]}

    assert len(public) > 20
    assert {address: words for address, words in found.items() if words} == {
        f"/{MARK}path/": [f"{MARK}path"]
    }


def test_such_words_are_found_where_they_are(owner):
    assert told(owner, "/accounts/email/") == ["csrfmiddlewaretoken", ADDRESS]
    assert told(owner, "/accounts/logout/") == ["csrfmiddlewaretoken", f"{MARK}next"]
