"""The promise, proved: README.md tells how, and docs/promise.md what."""
