"""Executable derivations: what can be written, claimed, checked, told in three voices and shown."""
