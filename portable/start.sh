#!/bin/sh
# Opens paymodel in the browser; commands of paymodel may follow.
exec python3 "$(dirname "$0")/start.py" "$@"
