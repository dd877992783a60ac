"""What PostgreSQL spends for a site: the CPU of the processes that answer its connections."""

from pathlib import Path
from urllib.parse import urlsplit

from .asking import spent_by

#: All but this connection and the server's own chores: vacuuming is not done for a page.
BACKENDS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
    AND pid <> pg_backend_pid()"""


class Backends:
    """The connections of others to the database at an address."""

    def __init__(self, address: str) -> None:
        import psycopg  # who measures SQLite need not have it

        self._name = urlsplit(address).path.lstrip("/")
        self._connection = psycopg.connect(address, autocommit=True)

    def spent(self) -> dict[int, float]:
        """Microseconds of CPU so far, by process.

        Raises Elsewhere where the server does not run on this machine, or may not be looked at.
        """
        pids = [pid for (pid,) in self._connection.execute(BACKENDS)]
        for pid in pids:
            self._look(pid)
        return {pid: spent_by(pid) for pid in pids}

    def _look(self, pid: int) -> None:
        """The server's numbers mean other processes here where it has a machine of its own."""
        try:
            title = Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            raise Elsewhere from None
        if not title.startswith("postgres: ") or f" {self._name} " not in title:
            raise Elsewhere

    def close(self) -> None:
        self._connection.close()


class Elsewhere(Exception):
    """What the server spends cannot be seen from here."""
