"""Accessible workbooks of tables, for Excel and for LibreOffice, from the same tables.

>>> import datetime
>>> from paymodel.answers.tables import Column, Table, Unit
>>> columns = [Column("post"), Column("pay", unit=Unit.POUNDS_A_YEAR)]
>>> table = Table(columns, [["One", 1.5]], "Pay of two posts", "Pay", "Yearly pay.")
>>> as_xlsx("Pay", [("What it is", "Estimates.")], [], [table], datetime.date(2026, 4, 1))[:2]
b'PK'
"""

from paymodel.reports.ods import as_ods
from paymodel.reports.xlsx import as_xlsx

__all__ = ["as_ods", "as_xlsx"]
