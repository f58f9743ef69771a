"""Days and months as people write them, whatever the machine's own language."""

import datetime

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_words(day: datetime.date) -> str:
    """A day as people write it.

    >>> day_words(datetime.date(2026, 11, 22))
    '22 November 2026'
    """
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
