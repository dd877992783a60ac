"""When two addresses lead to the same page, however they are written."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

#: Says where a reader came from, not where they go.
TRACKING = ("utm_", "fbclid", "gclid", "igshid")


def same_pages(*addresses: str) -> frozenset[str]:
    """The pages to which these addresses lead, each in one form; archives keep those of others."""
    return frozenset(page for address in addresses if address for page in _pages(address.strip()))


def _pages(address: str) -> Iterator[str]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    host += f":{port}" if port not in (None, 80, 443) else ""
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted((name, value) for name, value in asked if not name.lower().startswith(TRACKING))
    path = unquote(parts.path).rstrip("/")
    yield f"{host}{path}{'?' if kept else ''}{urlencode(kept)}"
    # “https://web.archive.org/web/2025/https://example.org/ending”
    for scheme in ("http:/", "https:/"):
        _archive, found, kept_page = path.partition(f"/{scheme}")
        if found:
            query = f"?{parts.query}" if parts.query else ""
            yield from _pages(f"http://{kept_page.lstrip('/')}{query}")
