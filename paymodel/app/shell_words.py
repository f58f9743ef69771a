"""Commands as the pages show them: to be typed in a terminal of Windows, macOS or Linux."""

import re
import shlex


def shell_line(*words: str) -> str:
    """Words as one line: double quotes where a word needs them, which every terminal takes.

    A word that holds what a terminal reads inside double quotes too stands in single ones, which not all take.

    >>> shell_line("paymodel", "chart", "ladder", "move.yaml", "--policy", "An award of 3%")
    'paymodel chart ladder move.yaml --policy "An award of 3%"'
    >>> print(shell_line("--policy", "$(date)"))
    --policy '$(date)'
    """
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    quoted = shlex.quote(word)
    return quoted if quoted == word or re.search(r'["$`!\\]', word) else f'"{word}"'
