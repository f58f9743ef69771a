"""Workforces: everybody on a staff list against every post, and what may be published of it."""
