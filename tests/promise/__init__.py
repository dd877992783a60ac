"""The promise, proved. docs/promise.md tells how; start reading at battery.py.

knowledge.py says what a reader has unlocked, secrets.py makes the twins, asking.py puts the
questions, visitors.py is who asks; leaks/ holds what we plant to see whether it is found.
"""
