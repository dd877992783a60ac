"""Mail that leaves after the answer: no visitor waits for a mail server, silent ones included.

How long an answer takes would also tell whether an address has an account.
"""

import email.policy
import logging
from collections.abc import Callable, Sequence
from queue import Full, Queue
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

log = logging.getLogger(__name__)

#: What may wait for the mail server in each process; past it, mail is dropped and logged.
MAX_WAITING = 100


class Postman:
    """One thread that does one errand after the other."""

    def __init__(self) -> None:
        self.errands: Queue[Callable[[], Any]] = Queue(MAX_WAITING)
        self.lock = Lock()
        self.thread: Thread | None = None

    def take(self, errand: Callable[[], Any]) -> bool:
        """Whether there was room for it."""
        with self.lock:
            if self.thread is None:  # not before there is mail: a fork takes no threads along
                self.thread = Thread(target=self._work, name="mail", daemon=True)
                self.thread.start()
        try:
            self.errands.put_nowait(errand)
        except Full:
            return False
        return True

    def finish(self, until: float) -> None:
        """Returns when all is done, or at `until`, by the monotonic clock."""
        while self.errands.unfinished_tasks and monotonic() < until:
            sleep(0.05)

    def _work(self) -> None:
        while True:
            errand = self.errands.get()
            try:
                errand()
            except Exception:
                log.exception("A mail could not be sent")
            finally:
                self.errands.task_done()


POSTMAN = Postman()


def deliver(seconds: float) -> None:
    """Returns when all mail of this process has left, or after so long."""
    POSTMAN.finish(monotonic() + seconds)


class Background(EmailBackend):
    """Django's own backend and options, in the hands of the postman."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """How many will be sent; nobody who asks here learns whether they arrive."""
        deliver = super().send_messages
        return self._hand_over(lambda: deliver(messages), len(messages))

    def rehearse(self, messages: Sequence[EmailMessage]) -> int:
        """As much work for mail that is for nobody: all but the delivery."""
        deliver = super().send_messages

        def errand() -> None:
            for message in messages:
                message.message(policy=email.policy.SMTP).as_bytes()
            deliver(messages)  # greets the mail server, and finds nobody to deliver to

        return self._hand_over(errand, 0)

    def _hand_over(self, errand: Callable[[], Any], count: int) -> int:
        if POSTMAN.take(errand):
            return count
        log.error("The mail server is too slow: mail was dropped")
        return 0
