"""Odd requests as they travel: what no client of Django's makes, from the first line to the last."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from .odd_requests import CONTENT_TYPES, VALUES, OddRequests

VERSIONS = ["HTTP/1.1"] * 12 + ["HTTP/1.0"] * 2
ODD_VERSIONS = [
    "HTTP/0.9",
    "HTTP/2.0",
    "HTTP/9.9",
    "http/1.1",
    "",
    "HTTP/1.1 x",
    "\0",
    "HTTP/1.1\r",
]
ODD_METHODS = ["", "G ET", "get", "\0", "é", "A" * 5000, "GET\t", "CONNECT", "PRI", "{}"]
ODD_TARGETS = [
    *("", "*", "?", "//", "//x.example/", "http://x.example/", "http://[", "/\xff", "/a b", "/%"),
    *("/\0", "/" + "a" * 9000, "/?" + "a=b&" * 3000, "/..//../seen/", "films", "/#x", "/%FF", "\t"),
]
ODD_LINES = [
    *("Sec_Fetch_Site: same-origin", "Content_Length: 5", "X_Forwarded_For: 1.2.3.4", "Host: x"),
    *(":", ": x", "x", "X y: z", "é: é", "X: \xff\xfe", "X:\0", " folded", "\tfolded", "Host:"),
    *("Content-Length: 5", "Content-Length: -1", "Content-Length: 5, 5", "Content-Length: +5"),
    *(
        "Content-Length: 5 5",
        "Content-Length: ",
        "Content-Length: " + "9" * 30,
        "Content-Length: ²",
    ),
    *("Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: x"),
    *("Transfer-Encoding : chunked", "Transfer-Encoding: chunked, chunked", "Expect: 100-continue"),
    *("Expect: x", "Upgrade: h2c", "Connection: close, x", "TE: trailers", "Trailer: Host"),
    *("Cookie: " + "a=b; " * 1500, "Cookie: \xe9=\0", "X: " + "a" * 9000, "a" * 9000 + ": x"),
]
CHUNKS = [
    *(
        "0\r\n\r\n",
        "5\r\nshown\r\n0\r\n\r\n",
        "5;x=y\r\nshown\r\n0\r\n\r\n",
        "0\r\nHost: x\r\n\r\n",
    ),
    *(
        "x\r\n",
        "-1\r\nx\r\n0\r\n\r\n",
        "5\r\nshownX0\r\n\r\n",
        "+5\r\nshown\r\n0\r\n\r\n",
        "\r\n\r\n",
    ),
    *("ffffffffffffffff\r\nx", "0x5\r\nshown\r\n0\r\n\r\n", "5\nshown\n0\n\n", "1" * 5000 + "\r\n"),
]
#: These stop in the middle: nobody waits for an answer to them.
CUT_CHUNKS = ["", "5", "5\r\nsho", "5\r\nshown\r\n", "5\r\nshown\r\n0\r\n"]


@dataclass(frozen=True)
class Raw:
    sent: bytes
    #: It stops in the middle, and the client goes away.
    is_cut: bool = False

    def __repr__(self) -> str:
        return f"{self.sent[:600]!r}{'…' if self.sent[600:] else ''}"


class RawRequests:
    """An endless supply for the site at `host`, made by chance, and the same again from a seed."""

    def __init__(self, places: OddRequests, host: str, seed: str) -> None:
        self.chance, self.odd, self.host = random.Random(seed), places, host
        self.kinds: list[Callable[[], Raw]] = [
            *(self._whole, self._chunked, self._cut, self._with_many_keys, self._with_many_headers)
        ]

    def __iter__(self) -> "RawRequests":
        return self

    def __next__(self) -> Raw:
        return self.chance.choice(self.kinds)()

    def _head(self, *lines: str, method: str = "") -> str:
        odd, pick = next(self.odd), self.chance
        target = pick.choice(ODD_TARGETS) if pick.random() < 0.2 else odd.path
        version = pick.choice(ODD_VERSIONS if pick.random() < 0.1 else VERSIONS)
        method = method or (pick.choice(ODD_METHODS) if pick.random() < 0.1 else odd.method)
        more = pick.sample(ODD_LINES, pick.choice([0, 0, 1, 2, 4]))
        all_lines = [f"Host: {self.host}", "Connection: close", *lines, *more]
        pick.shuffle(all_lines)
        end = "\n" if pick.random() < 0.05 else "\r\n"
        return end.join([f"{method} {target} {version}", *all_lines, "", ""])

    def _whole(self) -> Raw:
        body = next(self.odd).body
        return self._raw(self._head(*self._about(body)), body)

    def _cut(self) -> Raw:
        if self.chance.random() < 0.5:
            whole = self._head("Content-Length: 900", method="POST").encode("latin-1", "replace")
            return Raw(whole[: self.chance.randrange(len(whole) + 1)], is_cut=True)
        head = self._head("Transfer-Encoding: chunked", method="POST")
        return self._raw(head, self.chance.choice(CUT_CHUNKS).encode(), is_cut=True)

    def _chunked(self) -> Raw:
        head = self._head("Transfer-Encoding: chunked", method="POST")
        return self._raw(head, self.chance.choice(CHUNKS).encode())

    def _with_many_keys(self) -> Raw:
        body = "&".join(f"k{number}=" for number in range(self.chance.choice([900, 1100, 5000])))
        return self._raw(self._head(*self._about(body.encode()), method="POST"), body.encode())

    def _with_many_headers(self) -> Raw:
        count, length = self.chance.choice([(50, 10), (2000, 1), (8, 20_000), (300, 300)])
        return self._raw(self._head(*(f"X-{i}: {'a' * length}" for i in range(count))), b"")

    def _about(self, body: bytes) -> list[str]:
        types = [one for one in CONTENT_TYPES if one.isascii()]
        value = self.chance.choice([one for one in VALUES if one.isprintable()])
        return [
            f"Content-Length: {len(body)}",
            f"Content-Type: {self.chance.choice(types)}",
            f"Referer: http://{self.host}/{value}",
        ]

    @staticmethod
    def _raw(head: str, body: bytes, is_cut: bool = False) -> Raw:
        return Raw(head.encode("latin-1", "replace") + body, is_cut)
