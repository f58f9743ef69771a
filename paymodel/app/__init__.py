"""The app: pages in the browser. All figures come from the floors below; nothing is worked out here."""
