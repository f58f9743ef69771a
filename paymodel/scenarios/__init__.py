"""Scenarios: files of what people ask, made into typed questions."""
