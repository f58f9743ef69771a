"""The pay rules: one module for each body of rules. Rules never import one another."""
