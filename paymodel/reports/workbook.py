"""Accessible workbooks of tables, for Excel and for LibreOffice, from the same sheets.

>>> import datetime
>>> sheet = Sheet("Pay", "Pay of two posts", "Yearly pay.", [("Post", ""), ("Pay", "pounds a year")], [["One", 1.5]])
>>> as_xlsx("Pay", [("What it is", "Estimates.")], [], [sheet], datetime.date(2026, 4, 1))[:2]
b'PK'
"""

from paymodel.reports.ods import as_ods
from paymodel.reports.sheets import Sheet
from paymodel.reports.xlsx import as_xlsx

__all__ = ["Sheet", "as_ods", "as_xlsx"]
