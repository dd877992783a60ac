"""What browsers of several readers send, and what they get, byte for byte."""

from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import NamedTuple

from tests.conftest import ReaderClient

#: These belong to a connection or to a cache, not to the page.
OF_THE_WAY = {"age", "connection", "date", "keep-alive", "server", "transfer-encoding"}
CACHE_STATUS = "x-cache-status"
SECONDS_TO_ANSWER = 20


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes
    #: HIT, MISS …; None straight from the origin, or where the cache left the answer alone.
    cached: str | None


@dataclass
class Browser:
    """One reader, and what this reader's browser sends with every request."""

    name: str
    headers: dict[str, str] = field(default_factory=dict)

    def holding(self, client: ReaderClient) -> "Browser":
        """With the cookies of this client."""
        held = "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())
        return Browser(self.name, self.headers | {"Cookie": held})

    def get(self, server: str, path: str, *, method: str = "GET", **headers: str) -> Answer:
        connection = HTTPConnection(server, timeout=SECONDS_TO_ANSWER)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            sent = {"Host": "localhost", **self.headers, **headers}
            for name, value in sent.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        got = {name.lower(): value for name, value in response.getheaders()}
        cached = got.pop(CACHE_STATUS, None)
        kept = {name: value for name, value in got.items() if name not in OF_THE_WAY}
        return Answer(response.status, kept, body, cached)
