"""Keys of rows, as addresses and forms name them."""

#: Each number of so many digits is one that both databases can be asked for.
DIGITS = 18


def is_key(text: str) -> bool:
    """Whether a row could have this key; not whether there is one."""
    return text.isdecimal() and len(text) <= DIGITS
