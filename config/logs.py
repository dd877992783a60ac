"""What the log says of a request that was refused: one line."""

import logging

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

#: What a visitor did. A traceback is for what broke on our side.
REFUSED = (PermissionDenied, BadRequest, SuspiciousOperation, MultiPartParserError)


class OneLineOfRefusals(logging.Filter):
    """Takes the traceback from a record of something that was only refused."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], REFUSED):
            record.exc_info = None
        return True
