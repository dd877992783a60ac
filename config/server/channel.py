"""One connection: how long it may take to ask and to be served, and how it is refused."""

import socket
from threading import get_ident
from time import monotonic
from typing import Any

from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import WSGITask
from waitress.utilities import Error

#: From the first byte of a request to the last one of its body.
SECONDS_TO_ASK = 10
#: For a free thread.
SECONDS_TO_QUEUE = 5
#: From there to the answer. What the application waits for has shorter limits of its own; this one
#: holds where they fail, as with a database that is frozen.
SECONDS_TO_ANSWER = 10
#: For the client to read why it was refused, while what it still sends is thrown away.
SECONDS_TO_PART = 5
#: The application answers with the page of this status (config/refusals.py).
REFUSED = "callback.refused"


class TooSlow(Error):
    code, reason = 408, "Request Timeout"


class TooBusy(Error):
    code, reason = 503, "Service Unavailable"


class Task(WSGITask):
    def set_close_on_finish(self) -> None:
        """Not for an answer that needs no length, such as 304: waitress takes it for one without."""
        wishes = self.request.headers.get("CONNECTION", "").lower()
        if self.has_body or self.version != "1.1" or wishes == "close":
            super().set_close_on_finish()


class Refusal(WSGITask):
    """Asks the application for the page that says why, in place of what the client asked for."""

    def get_environment(self) -> dict[str, Any]:
        error, request = self.request.error, self.request
        # Of a request that cannot be read, nothing is passed on.
        request.command, request.path, request.query, request.headers = "GET", "/", "", {}
        request.url_scheme = self.channel.server.adj.url_scheme
        request.request_uri, request.chunked, request.body_rcv = "/", False, None
        return super().get_environment() | {REFUSED: error.code}

    def start(self) -> None:
        super().start()
        self.set_close_on_finish()


class Parser(HTTPRequestParser):
    path = command = ""

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # an address that is none, such as http://[/
            raise ParsingError(str(error)) from error


class GivingUp:
    """A task: tells the client of a channel what its own thread does not get round to telling."""

    def __init__(self, channel: "Channel") -> None:
        self.channel = channel

    def service(self) -> None:
        self.channel.give_up()

    def cancel(self) -> None:
        """There is nothing to take back."""


class Channel(HTTPChannel):
    parser_class = Parser
    task_class = Task
    error_task_class = Refusal

    request: Any = None
    requests: list[Any]
    #: When the request that is being received began, and when the one before got its thread.
    begun = started = 0.0
    #: Something of the answer was written.
    answering = False
    #: The one thread that may still write, once the others were too slow.
    speaker: int | None = None
    given_up = refused = False
    #: Until when a refused client may go on sending.
    parting = 0.0

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.begun = monotonic()
            if self._answer_at_once(data):
                return True
        return super().received(data)

    def _answer_at_once(self, data: bytes) -> bool:
        """Whether there was nothing to wait for: no answer before this one, and no thread."""
        if self.requests or self.total_outbufs_len or self.will_close or self.close_when_flushed:
            return False
        try:
            answer = self.server.at_once(data)
        except Exception:
            self.logger.exception("Not answered at once")
            return False
        if answer is None:
            return False
        try:
            sent = self.socket.sendmsg(answer)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.handle_close()
            return True
        if rest := b"".join(answer)[sent:] if sent < sum(map(len, answer)) else b"":
            with self.outbuf_lock:
                self.outbufs[-1].append(rest)
                self.current_outbuf_count += len(rest)
                self.total_outbufs_len += len(rest)
        return True

    def service(self) -> None:
        if self.given_up:
            return  # while it waited for this thread
        request, self.started = self.requests[0], monotonic()
        if request.error is None and self.started - request.queued > SECONDS_TO_QUEUE:
            request.error = TooBusy("")
        self.refused = request.error is not None
        self.answering = False
        super().service()
        self.started = 0.0

    def write_soon(self, data: Any) -> int:
        if self.given_up and get_ident() != self.speaker:
            raise ClientDisconnected
        self.answering = True
        return super().write_soon(data)

    def give_up(self) -> None:
        self.speaker = get_ident()
        request = self.parser_class(self.adj)
        request.error = TooBusy("")
        Refusal(self, request).service()
        with self.requests_lock:
            self.requests, self.close_when_flushed = [], True
        self.server.pull_trigger()

    def look_at_the_clock(self) -> None:
        """Refuses what has not come, or was not answered in time; parts from who was refused."""
        now = monotonic()
        if self.parting and now > self.parting:
            super().handle_close()
        with self.requests_lock:
            if self.parting or self.given_up:
                return
            if self.requests:
                limit = SECONDS_TO_ANSWER if self.started else SECONDS_TO_QUEUE
                if not self.answering and now - (self.started or self.requests[0].queued) > limit:
                    self.given_up = self.refused = True
                    self.server.task_dispatcher.refuse(GivingUp(self))
            elif self.request is not None and now - self.begun > SECONDS_TO_ASK:
                self.request.error = TooSlow("")
                self.requests.append(self.request)
                self.request = None
                self.server.add_task(self)

    # A socket that is closed with something unread resets the connection, and the client may
    # never see the answer. So the refused are given a while to stop sending.

    def handle_close(self) -> None:
        if not self.refused or self.parting or not self.connected:
            super().handle_close()
            return
        self.parting, self.will_close = monotonic() + SECONDS_TO_PART, False
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            super().handle_close()

    def readable(self) -> bool:
        return bool(self.parting) or super().readable()

    def writable(self) -> bool:
        return not self.parting and super().writable()

    def handle_read(self) -> None:
        if not self.parting:
            super().handle_read()
            return
        try:
            more = self.recv(self.adj.recv_bytes)
        except OSError:
            more = b""
        if not more and self.connected:
            super().handle_close()
