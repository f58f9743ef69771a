"""The Python door: what `import paymodel` offers, one small module for each question.

`paymodel/__init__.py` names where each public function lies, and imports it when it is first used.
"""
