"""Commands: one module for each verb of the command line.

Each has `HELP` (one line), `add` (its arguments) and `run` (what it does), and imports what is heavy inside `run`, so
that `paymodel --help` stays quick.
"""
