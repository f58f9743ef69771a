"""Moves: what changes when somebody goes from one post to another."""
