"""The command line: derivations check | ledger."""
