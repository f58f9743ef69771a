"""The app of paymodel, in the browser: make app, or python -m streamlit run app.py."""

from paymodel.app.frame import main

main()
