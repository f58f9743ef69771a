"""The values of a figure as a policy changes them: dotted paths into them, and the changes in words.

The values are changed as they are written, so that the words say what the file says. What comes of all changes is read
as the figure's own type at once (`scale_histories.values_of`): some hold only together.
"""

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paymodel.counting import counted
from paymodel.errors import Refused, nearest, together
from paymodel.files.typed_paths import EVERY

PAY_POINTS = "pay-points"
YEARS = "years"
"""After a band, in a path: the years in the band at which its points are reached, one after another."""
Keys = tuple[str | int, ...]
"""What leads to a value of a figure: keys of mappings and places of lists."""


@dataclass(frozen=True)
class ChangedFigure:
    """A figure with changes made, not judged yet: its values as written, and each change in words.

    `paths` holds, by the keys that lead to each value that was set, the dotted path that set it.
    """

    values: Any
    words: str
    paths: Mapping[Keys, str]

    def path_of(self, keys: Keys) -> str:
        """The path that set what lies at some keys, above or below them; the first of all where none did."""
        near = (path for at, path in self.paths.items() if at[: len(keys)] == keys or keys[: len(at)] == at)
        return next(near, next(iter(self.paths.values())))


def changed_figure(values: Any, changes: Mapping[str, Any], parameter: str) -> ChangedFigure:
    """A figure's values with changes made, all before any is judged. Raises `Refused` for paths that lead nowhere.

    In a path `all` is every key or row, and `8a-9` every band from one to another.

    >>> rates = {"7": {"lower": "30%"}, "8a": {"lower": "30%"}, "8b": {"lower": "30%"}}
    >>> changed_figure(rates, {"8a-8b.lower": "0%"}, "section-2-rates").words
    '8a.lower from 30% to 0%; 8b.lower from 30% to 0%'
    """
    values = copy.deepcopy(values)
    if not isinstance(values, dict | list):
        return _changed_number(values, changes, parameter)
    sentences: list[str] = []
    paths: dict[Keys, str] = {}
    nowhere: list[Refused] = []
    if parameter == PAY_POINTS and isinstance(values, dict):
        lists = {path: value for path, value in changes.items() if isinstance(value, list | tuple)}
        for band, of_band in _lists_by_band(lists).items():
            try:
                sentences.append(_with_points(values, band, of_band))
            except Refused as error:
                nowhere.append(error)
            paths[band,] = next(iter(of_band))
        changes = {path: value for path, value in changes.items() if path not in lists}
    for dotted, value in changes.items():
        try:
            single = list(_single_paths(values, dotted, parameter))
        except Refused as error:
            nowhere.append(error)
            continue
        for keys in single:
            *parents, last = keys
            at: Any = values
            for part in parents:
                at = at[part]
            sentences.append(f"{'.'.join(map(str, keys))} from {at[last]} to {value}")
            at[last] = value
            if parameter in STATUS_BY_ROW and isinstance(at, dict):
                at["status"] = "assumed"
            paths[keys] = dotted
    if nowhere:
        raise together(nowhere)
    return ChangedFigure(values, "; ".join(sentences), paths)


def _changed_number(value: Any, changes: Mapping[str, Any], parameter: str) -> ChangedFigure:
    """A figure that is one number or word, with another in its place."""
    words = f"leads nowhere; {parameter} is one figure: scales.{parameter}"
    if nowhere := [Refused(f"scales.{parameter}.{path}", words) for path in changes if path]:
        raise together(nowhere)
    return ChangedFigure(changes[""], f"from {value} to {changes['']}", {(): ""})


def changes_points(dotted: str, value: Any) -> bool:
    """Whether a change of the scales gives a band other points, or other years, as a whole.

    >>> changes_points("pay-points.8a", ["57528", "64750"]), changes_points("pay-points.8a.0.pounds", "60000")
    (True, False)
    """
    return dotted.startswith(f"{PAY_POINTS}.") and isinstance(value, list | tuple)


def _lists_by_band(lists: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Lists of points and of years by the band that they are of."""
    by_band: dict[str, dict[str, Any]] = {}
    for path, value in lists.items():
        by_band.setdefault(path.removesuffix(f".{YEARS}"), {})[path] = value
    return by_band


def _with_points(values: dict[str, Any], band: str, lists: Mapping[str, Any]) -> str:
    """Give a band the points, or the years, that changes list; what was changed, in words.

    Points are pounds, or years and pounds. Pounds alone keep the years of today, where there are as many; else the
    years are listed beside them (`8a.years`). A point that is as it was keeps its status.
    """
    place = f"scales.{PAY_POINTS}.{band}"
    if band not in values:
        raise Refused(place, f"leads nowhere; {nearest(band, values)}")
    before = values[band]
    points = _points_listed(place, before, lists.get(band), lists.get(f"{band}.{YEARS}"))
    known = {(str(point["years"]), str(point["pounds"])): point for point in before if "pounds" in point}
    values[band] = [known.get((years, pounds)) or _point(years, pounds) for years, pounds in points]
    old, new = (
        ", ".join(f"{point.get('pounds', 'not found')} after {point['years']}" for point in each)
        for each in (before, values[band])
    )
    return f"{band} from {old} (years) to {new} (years)"


def _point(years: str, pounds: str) -> dict[str, str]:
    return {"years": years, "pounds": pounds, "status": "assumed"}


def _points_listed(
    place: str, before: Sequence[Mapping[str, Any]], listed: Sequence[Any] | None, years: Sequence[Any] | None
) -> list[tuple[str, str]]:
    """The years and pounds of each point that a policy lists."""
    if listed is not None and any(isinstance(point, Mapping) for point in listed):
        if years is not None or any(
            not isinstance(point, Mapping) or point.keys() != {"years", "pounds"} for point in listed
        ):
            raise Refused(
                place, "give each point as {years: 2, pounds: 60417}, or pounds alone with the years beside them"
            )
        return [(str(point["years"]), str(point["pounds"])) for point in listed]
    pounds = [str(point.get("pounds")) for point in before] if listed is None else [str(point) for point in listed]
    reached = [str(point["years"]) for point in before] if years is None else [str(each) for each in years]
    if not pounds:
        raise Refused(place, "needs a point at least")
    if len(pounds) != len(reached):
        listed_words = f"lists {counted(len(pounds), 'point')} and {counted(len(reached), 'year')}"
        words = f"{listed_words}; say after how many years in the band each is reached"
        raise Refused(place, f"{words}: {place}.{YEARS}: [0, 2, 5]")
    return list(zip(reached, pounds, strict=True))


def _single_paths(values: Any, dotted: str, parameter: str) -> Iterator[Keys]:
    """The keys and places of each single value that a dotted path leads to."""
    place = f"scales.{parameter}.{dotted}"
    paths: list[tuple[Keys, Any]] = [((), values)]
    for part in dotted.split("."):
        paths = [((*path, key), at[key]) for path, at in paths for key in _keys_in(at, part, place)]
    yield from (path for path, _ in paths)


def _keys_in(at: Any, part: str, place: str) -> list[Any]:
    """The keys or places that a part of a dotted path names: one, `all` of them, or those from one to another."""
    if isinstance(at, dict):
        keys = list(at)
        first, _, last = part.partition("-")
        if part in at:
            return [part]
        if part == EVERY:
            return keys
        if first in at and last in at and keys.index(first) < keys.index(last):
            return keys[keys.index(first) : keys.index(last) + 1]
        raise Refused(place, f"leads nowhere; {nearest(part, at)}")
    if isinstance(at, list):
        if part == EVERY:
            return list(range(len(at)))
        if re.fullmatch(r"[0-9]{1,4}", part) and int(part) < len(at):
            return [int(part)]
        raise Refused(place, f"'{part}' leads nowhere; one of: {', '.join(str(index) for index in range(len(at)))}")
    raise Refused(place, "leads nowhere")


STATUS_BY_ROW = (PAY_POINTS, "section-2-rates", "annex-5-percentages")
"""Figures whose rows have a status of their own: a policy's change marks only the rows it touches."""
