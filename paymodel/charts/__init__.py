"""Charts: values in, a picture out. Nothing here reads or writes a file."""
