"""What everything says of itself, and the nations: light enough for the command line's help."""

NATIONS = ("england", "wales", "scotland", "northern_ireland")
ESTIMATES = "Estimates, not payroll."
NOT_PAYROLL = "Estimates, not payroll, not advice. Not an official NHS tool."
INVENTED = "The people are invented: no evidence about real staff."
"""What is said wherever figures are of people who were made up."""
