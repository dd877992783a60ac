"""Prints the planted leaks at the end of a test run that met them, on one core or on many."""

#: The name under which a test keeps its line of the table.
TABLE = "planted leak"


def pytest_terminal_summary(terminalreporter) -> None:
    lines = [
        value
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == TABLE
    ]
    if lines:
        terminalreporter.section(f"{len(lines)} planted leaks caught")
        for line in sorted(lines):
            terminalreporter.write_line(line)
