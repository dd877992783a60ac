"""All planted leaks: each of these modules plants its own when it is imported."""

# The order of the table in docs/leaks.md.
from . import roads  # noqa: F401 # isort: skip
from . import rule  # noqa: F401 # isort: skip
from . import pages  # noqa: F401 # isort: skip
from . import lists  # noqa: F401 # isort: skip
from . import headers  # noqa: F401 # isort: skip
from . import state  # noqa: F401 # isort: skip
from . import words  # noqa: F401 # isort: skip
from . import routes  # noqa: F401 # isort: skip
from . import conditions  # noqa: F401 # isort: skip
from . import accounts  # noqa: F401 # isort: skip
from . import disguised  # noqa: F401 # isort: skip
from .leak import LEAKS, Leak

__all__ = ["LEAKS", "Leak"]
