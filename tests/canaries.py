"""Words that stand nowhere but in one sealed text, so a leak of any text can be seen and named."""

import re
import secrets
import string

_CANARY = re.compile(r"kanari[a-z]{12}")


def canary() -> str:
    return "kanari" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))


def secret() -> str:
    """A sentence with a canary inside, as the text of a sealed column."""
    return f"It proves that {canary()} was behind it."


def canaries_in(*texts: object) -> set[str]:
    """Every canary in what the arguments print as; bytes are decoded, case does not matter."""
    found: set[str] = set()
    for text in texts:
        printed = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
        found.update(_CANARY.findall(printed.lower()))
    return found
