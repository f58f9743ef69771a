"""Start the app: python -m paymodel.app, from the folder of the project."""

import sys

from streamlit.web import cli

from paymodel.app.network import ask_nobody

ask_nobody()
sys.exit(cli.main(["run", "app.py", *sys.argv[1:]]))
