"""Cold twins: database A and its twins, each served by a process that never saw the other.

The battery asks all of them in one process, under the settings of the tests. What a process keeps
from its first moment on, what only production does, and what depends on the file of a database
are the same for both there. Here each database is a file, and each process starts as a server
does in production.

`make` and `serve` are commands that run in such processes, `leaks` is `serve` with leaks planted
in it, and `processes` starts them.
"""
