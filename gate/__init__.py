"""The gate: sealed columns, and the one opener. docs/architecture.md tells how to use it."""
