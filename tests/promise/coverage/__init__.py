"""Which parts of the site run while twins are asked, so that what no question reaches is known.

A page may do something else for a reader whom no test plays, or in a case that no question brings
about. Whatever it does then never ran on twins, and nothing about it is proved. So each part that
runs is noted, and one that never does fails the run until a question reaches it, or
`unreached.toml` says why none can.

coverage.py knows the lines of Python (lines.py). It knows neither the parts of a line nor SQL, and
its plugin for Django knows lines of templates alone. So a condition counts by its operands here,
each of which must have been both true and false: `seen or revealed` proves nothing of a revealed
text as long as everybody has seen the film. They are noted in Python (operands.py), in templates
(templates.py) and in SQL (rows.py).
"""
