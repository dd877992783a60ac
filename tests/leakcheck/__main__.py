"""Prints how well the rules do on the labelled cases, and on which they fail."""

import sys

from .labelled import FILES, measure


def main() -> None:
    for name in FILES:
        found = measure(name)
        lines = [f"{name}.toml: {found}"]
        lines += [f"  missed: {case}" for case in found.missed]
        lines += [f"  false alarm: {case}" for case in found.false_alarms]
        sys.stdout.write("\n".join([*lines, ""]))


main()
