"""Serving frameworks from PyPI with the same artefact behind them, each by its own documentation. Run in environments of their own."""
