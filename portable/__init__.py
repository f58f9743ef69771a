"""What makes paymodel run where nothing may be installed: `make portable`."""
