"""The values of a figure as a policy changes them: dotted paths into them, and the changes in words."""

import copy
import re
from collections.abc import Mapping
from typing import Any

from paymodel.errors import Refused, nearest


def changed_values(values: Any, changes: Mapping[str, Any], parameter: str) -> tuple[Any, str]:
    """The values with changes made, and the changes in words."""
    values = copy.deepcopy(values)
    sentences = []
    if not isinstance(values, dict | list):
        path, value = next(iter(changes.items()))
        if path:
            raise Refused(f"scales.{parameter}.{path}", f"leads nowhere; {parameter} is one figure: scales.{parameter}")
        return value, f"from {values} to {value}"
    for dotted, value in changes.items():
        *parents, last = dotted.split(".")
        at = values
        for part in parents:
            at = at[_key_in(at, part, f"scales.{parameter}.{dotted}")]
        key = _key_in(at, last, f"scales.{parameter}.{dotted}")
        sentences.append(f"{dotted} from {at[key]} to {value}")
        at[key] = value
        if parameter in STATUS_BY_ROW and isinstance(at, dict):
            at["status"] = "assumed"
    return values, "; ".join(sentences)


def _key_in(at: Any, part: str, place: str) -> Any:
    """The key or index that a part of a dotted path names."""
    if isinstance(at, dict):
        if part in at:
            return part
        raise Refused(place, f"leads nowhere; {nearest(part, at)}")
    if isinstance(at, list):
        if re.fullmatch(r"[0-9]{1,4}", part) and int(part) < len(at):
            return int(part)
        raise Refused(place, f"'{part}' leads nowhere; one of: {', '.join(str(index) for index in range(len(at)))}")
    raise Refused(place, "leads nowhere")


STATUS_BY_ROW = ("pay-points", "section-2-rates", "annex-5-percentages")
"""Figures whose rows have a status of their own: a policy's change marks only the rows it touches."""
