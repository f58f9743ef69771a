"""A number of things, in words: 1 payslip, 2 payslips."""


def counted(count: float, thing: str, things: str = "") -> str:
    """A number of things, whole; `things` is what more than one is called, where it is not the word and an s.

    >>> counted(1, "year"), counted(1_000, "year"), counted(2, "person", "people"), counted(0, "duty", "duties")
    ('1 year', '1,000 years', '2 people', '0 duties')
    """
    return f"{count:,.0f} {thing if count == 1 else things or f'{thing}s'}"
