"""Whatever is asked, the site answers: no request of any kind finds something that breaks.

`make fuzz` asks 20,000; FUZZ_REQUESTS and FUZZ_SEED say how many, and which.
"""

import os
from itertools import islice

import pytest

from tests.conftest import ReaderClient
from tests.promise.battery import undone

from .odd_requests import Odd, OddRequests

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "400"))
SEED = int(os.environ.get("FUZZ_SEED", "8"))


@pytest.mark.parametrize("who", ["stranger", "completist", "editor_client"])
def test_no_request_of_any_kind_breaks_anything(world, request, caplog, who):
    client = request.getfixturevalue(who)
    client.raise_request_exception = False
    asked = OddRequests(world, f"{SEED} {who}")

    found = []
    for odd in islice(asked, REQUESTS // 3):
        caplog.clear()
        if answered(client, odd) >= 500:
            found += [odd, *(record.exc_text for record in caplog.records if record.exc_info)]

    assert found == [], "\n".join(map(str, found))


def answered(client: ReaderClient, odd: Odd) -> int:
    """The status of the answer, to a browser that is afterwards what it was before."""
    jar = client.cookies.copy()
    with undone():
        response = client.generic(
            odd.method,
            odd.path,
            odd.body,
            odd.content_type,
            query_params=None,
            headers=odd.headers,
            QUERY_STRING=odd.query,
        )
        b"".join(response)
    client.cookies = jar
    return response.status_code
