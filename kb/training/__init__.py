"""Trains our embedding model: `python -m kb.training`. Not needed to run youju."""
