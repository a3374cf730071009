"""Speed against what a user would pick instead: ``python -m benchmarks.NAME`` runs one; see `benchmarks.harness`."""
