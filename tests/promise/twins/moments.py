"""Moments as the database keeps them, and which of them are past; none of them is near."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from gate.publishing import ALWAYS

#: Of a run, so that both are the same wherever they are asked for.
NOW = datetime.now(UTC).replace(microsecond=0)


def is_past(moment: datetime | None) -> bool:
    """No moment is never past."""
    return moment is not None and moment <= _as_kept(datetime.now(UTC))


def ahead(number: int) -> datetime:
    """Of each number another one."""
    return _as_kept(NOW + timedelta(days=1 + number % 9_999))


def long_past(number: int) -> datetime:
    return _as_kept(ALWAYS + timedelta(minutes=1 + number))


def _as_kept(moment: datetime) -> datetime:
    """SQLite leaves out that it is UTC."""
    return moment if connection.features.supports_timezones else moment.replace(tzinfo=None)
