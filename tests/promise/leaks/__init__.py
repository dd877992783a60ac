"""Leaks that we plant, to see that they are found: each is a row of a table in these files."""
