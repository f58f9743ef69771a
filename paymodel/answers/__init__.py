"""Results as people read them: text, Markdown, JSON and CSV."""
