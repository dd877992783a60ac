"""Requests of every kind, most of them odd: made by chance, and the same again from a seed."""

import random
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, urlencode

from django.apps import apps

from tests.promise.asking.borrowed import borrowed
from tests.routes import actions, pages
from tests.world import World

METHODS = ["GET"] * 8 + ["POST"] * 8 + ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "FOO"]
NAMES = [
    *(
        "done",
        "films",
        "preset",
        "upto",
        "next",
        "q",
        "o",
        "p",
        "e",
        "all",
        "page",
        "action",
        "term",
    ),
    *(
        "app_label",
        "model_name",
        "field_name",
        "_popup",
        "_to_field",
        "_changelist_filters",
        "_save",
    ),
    *("id", "pk", "id__exact", "id__in", "pk__gt", "film", "film__id__exact", "film__universe__id"),
    *("date__year", "date__gte", "released__month", "since__day", "_facets", "is_published__exact"),
    *(
        "login",
        "password",
        "email",
        "username",
        "password1",
        "oldpassword",
        "key",
        "code",
        "_selected_action",
    ),
    *(
        "csrfmiddlewaretoken",
        "select_across",
        "index",
        "post",
        "action_add",
        "slug",
        "title",
        "stamp",
    ),
    *(
        "beats-TOTAL_FORMS",
        "beats-INITIAL_FORMS",
        "citations-TOTAL_FORMS",
        "quotes-0-id",
        "user__id",
    ),
]
ODD_NAMES = ["", "a" * 3000, "é", "\ud800", "x[]", "__", "id__id__id", "a;b", "\x85", "pk__regex"]
VALUES = [
    *("", "0", "1", "-1", "2", "1.5", "1e9", "true", "None", "null", "9" * 20, "-" + "9" * 20),
    *("9" * 400, "9" * 5000, "0x10", "1,2,3", ",".join(["9" * 20] * 3), "2026-02-31", "9999-99-99"),
    *(
        "saved",
        "opened-x",
        "seen-the-garden",
        "early-",
        "a" * 5000,
        "é",
        "ß\u0301",
        "\u202e",
        "\ud800",
    ),
    *(
        "\0",
        "a\0b",
        "'",
        '"',
        "%",
        "%s",
        "{}",
        "{{ 7 }}",
        "<b>",
        "\\",
        "\r\n",
        "..",
        "/",
        "//x.example",
    ),
    *(
        "http://[",
        "https://x.example/",
        "javascript:1",
        "١٢",
        "²",
        "films",
        "film",
        "title",
        "(",
        "[a",
    ),
    *("99999-01-01", "0000-00-00", "10000", "2147483648", "9223372036854775808", "NaN", "Infinity"),
]
CONTENT_TYPES = [
    *["application/x-www-form-urlencoded"] * 6,
    *["multipart/form-data; boundary=edge"] * 3,
    *(
        "",
        "text/plain",
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=",
    ),
    *("multipart/form-data; boundary=é", "multipart/mixed; boundary=edge", "/", ";", "a/b;charset"),
    "application/x-www-form-urlencoded; charset=rot13",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset*=utf-8'",
    "multipart/form-data; boundary=edge; charset=hex",
]
HEADERS = {
    "Host": ["localhost", "evil.example", "[", "testserver:99999", "a b", "testserver.", ""],
    "Cookie": ["seen=1", "revealed=x", "sessionid=abcdefgh", "sessionid=" + "a" * 5000, "=", ";;=,"]
    + ['sessionid="aaaaaaaa\\000"', "messages=x", "csrftoken=\x85", "seen=\xff", "a" * 9000],
    "Referer": ["http://testserver/films/", "http://[", "//", "\x85", "http://testserver/%00/", ""],
    "Origin": ["null", "http://testserver", "http://[", "x" * 3000],
    "Sec-Fetch-Site": ["same-origin", "none", "cross-site", "?"],
    "HX-Request": ["true", "?"],
    "HX-Current-URL": ["http://[", "%", "/"],
    "HX-Current-URL-URI-AutoEncoded": ["true"],
    "HX-Boosted": ["true"],
    "Range": ["bytes=0-", "bytes=9-1", "bytes=" + "9" * 30 + "-", "x"],
    "If-None-Match": ["*", "W/", '"', '"a", "b"'],
    "If-Modified-Since": [
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Mon, 99 Foo 99999 99:99:99 GMT",
        "9" * 30,
    ],
    "If-Unmodified-Since": ["Thu, 01 Jan 0000 00:00:00 GMT"],
    "Accept": ["text/html", "*/*;q=x", "a;b=c;q=9"],
    "Accept-Language": ["en", "x" * 3000, "*;q=nan"],
    "Accept-Encoding": ["br", "gzip;q=x", "*"],
    "X-Forwarded-For": ["1.2.3.4", "x", "1.2.3.4, ::1", "999.1.1.1"],
    "X-Forwarded-Proto": ["https", "x"],
    "X-Requested-With": ["XMLHttpRequest"],
    "Content-Length": ["-1", "x", "1.5", "²", ""],
    "Authorization": ["Basic x", "Bearer é"],
}


@dataclass(frozen=True)
class Odd:
    method: str
    path: str
    query: str
    content_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class OddRequests:
    """An endless supply, each made of what the site has and of what nobody expects."""

    def __init__(self, world: World, seed: int) -> None:
        self.chance = random.Random(seed)
        asked = [*pages(world).values(), *actions(world).values()]
        self.places = [address for addresses in asked for address in addresses] + borrowed() * 2
        for model in apps.get_models():
            self.places.append(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")

    def __iter__(self) -> "OddRequests":
        return self

    def __next__(self) -> Odd:
        pick = self.chance
        content_type = pick.choice(CONTENT_TYPES)
        names = pick.sample(sorted(HEADERS), pick.choice([0, 0, 1, 2, 4]))
        return Odd(
            pick.choice(METHODS),
            self._path(),
            self._encoded() if pick.random() < 0.7 else "",
            content_type,
            self._body(content_type),
            {name: pick.choice(HEADERS[name]) for name in names},
        )

    def _path(self) -> str:
        path = self.chance.choice(self.places)
        if self.chance.random() < 0.7:
            return path
        parts = path.split("/")
        odd = quote(self.chance.choice(VALUES), errors="surrogatepass")
        parts[self.chance.randrange(1, len(parts))] = self.chance.choice([odd, "%FF%FE", "%2F", ""])
        return "/".join(parts)

    def _pairs(self) -> list[tuple[str, str]]:
        many = self.chance.choice([0, 1, 1, 2, 3, 5, 12, 12])
        if self.chance.random() < 0.01:
            many = 1100
        names = NAMES if self.chance.random() < 0.85 else ODD_NAMES
        return [(self.chance.choice(names), self.chance.choice(VALUES)) for _ in range(many)]

    def _encoded(self) -> str:
        match self.chance.random():
            case odd if odd < 0.05:
                return self.chance.choice(
                    ["%", "%F", "&&&", "=", "a=%FF%FE", "a=%ED%A0%80", "?", "%00"]
                )
            case _:
                return urlencode(self._pairs(), errors="surrogatepass", quote_via=quote_plus)

    def _body(self, content_type: str) -> bytes:
        if self.chance.random() < 0.1:
            return self.chance.randbytes(self.chance.choice([0, 1, 50, 3000]))
        if not content_type.startswith("multipart"):
            return self._encoded().encode()
        parts = [
            f'--edge\r\nContent-Disposition: form-data; name="{name}"{self._file()}\r\n\r\n{value}\r\n'
            for name, value in self._pairs()[:20]
        ]
        end = self.chance.choice(["--edge--\r\n"] * 3 + ["", "--edge", "--edge--"])
        return f"{''.join(parts)}{end}".encode(errors="surrogatepass")

    def _file(self) -> str:
        return self.chance.choice(
            [""] * 4 + ['; filename="a.txt"', '; filename="\0"', "; filename*=x"]
        )
