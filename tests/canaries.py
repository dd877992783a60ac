"""Words that stand nowhere but in one sealed text, so a leak of any text can be seen and named."""

import re
import secrets

#: No vowels: seven letters of a canary in a row stand in no word of any language of the pages.
LETTERS, LENGTH = "bcdfghjkmnpqrstvwxz", 12
WORDS = range(len(LETTERS) ** LENGTH)
_CANARY = re.compile(r"kanari[a-z]{12}")


def canary() -> str:
    """Chosen at once among all: to ask the system for each letter takes its time."""
    number, letters = secrets.choice(WORDS), []
    for _ in range(LENGTH):
        number, letter = divmod(number, len(LETTERS))
        letters.append(LETTERS[letter])
    return "kanari" + "".join(letters)


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
