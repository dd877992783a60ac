"""Whatever bytes are sent to the real server: it answers in its own words, and goes on.

Hundreds of requests take some seconds; fewer would meet too few of the kinds. FUZZ_REQUESTS says
how many (a tenth of them, and 300 at least), FUZZ_SEED which: `make fuzz` sends 2,000.
"""

import re
import socket
from itertools import islice
from urllib.request import urlopen

from .odd_requests import OddRequests
from .raw_requests import Raw, RawRequests
from .test_odd_requests import REQUESTS, SEED

#: How long an answer may take before what was sent counts as unfinished.
PATIENCE = 1
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
#: In the server's log, where something failed that nobody may have been told of.
BROKEN = ("Internal Server Error", "Exception while serving")
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


def test_no_bytes_break_the_server_or_are_answered_without_its_headers(world, served, tmp_path):
    requests = RawRequests(OddRequests(world, SEED), served, f"{SEED} raw")

    found, answered = [], 0
    for raw in islice(requests, max(300, REQUESTS // 10)):
        answer = answer_to(raw, served)
        answered += bool(answer)
        if answer and not is_in_order(answer):
            found.append((raw, answer[:200]))

    assert found == [], "\n".join(map(str, found))
    assert answered > 150
    assert urlopen(f"http://{served}/", timeout=10).status == 200
    log = (tmp_path / "output").read_text()
    assert [line for line in BROKEN if line in log] == []


def is_in_order(answer: bytes) -> bool:
    """None of 5xx, and with the headers that every answer has."""
    status = STATUS.match(answer)
    head = answer.partition(b"\r\n\r\n")[0].lower()
    return bool(status) and int(status[1]) < 500 and b"content-security-policy:" in head


def answer_to(raw: Raw, address: str) -> bytes:
    """All that comes back until the server closes; nothing where it waits for more, or hung up."""
    host, port = address.split(":")
    answer = b""
    try:
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(raw.sent)
            if raw.is_cut:
                return b""
            connection.settimeout(PATIENCE)
            while piece := connection.recv(65_536):
                answer += piece
    except (TimeoutError, ConnectionError):
        pass
    return answer.removeprefix(GO_ON)
