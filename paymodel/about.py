"""What everything says of itself, and the nations: light enough for the command line's help."""

NATIONS = ("england", "wales", "scotland", "northern_ireland")
ESTIMATES = "Estimates, not payroll."
NOT_PAYROLL = "Estimates, not payroll, not advice. Not an official NHS tool."
