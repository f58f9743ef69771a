"""Columns of a staff list as they were read, as numbers or coded: pandas series of text, or Arrow columns of Parquet.

Parquet goes past pandas, which takes longer to import than the list of a trust takes to read.
"""

import decimal
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from paymodel.files.arrow_arrays import empty_in, flags_of, numbers_of, texts_of
from paymodel.files.coded_columns import Codes, recoded
from paymodel.rounding import Array

if TYPE_CHECKING:
    import pandas as pd


def of_parquet(column: Any) -> Any:
    """A column of Parquet: text, and numbers or yes and no in every row, as it is; all else as pandas would read it."""
    import pyarrow as pa

    kind = column.type
    if _is_text(kind.value_type if pa.types.is_dictionary(kind) else kind) or pa.types.is_floating(kind):
        return column
    whole = pa.types.is_integer(kind) or pa.types.is_boolean(kind)
    return column if whole and not column.null_count else kept(column.to_pandas(), as_text=False)


def kept(cells: Any, *, as_text: bool) -> Any:
    """A column of a block as it is kept: texts without the rest of their block, which is ten times as large."""
    if _is_arrow(cells) or cells.dtype != object:
        return cells
    return cells.astype(str) if as_text else cells.astype("category")


def joined(cells: list[Any]) -> Any:
    """The parts of a column as one; a column of Parquet is of one part."""
    if len(cells) == 1:
        return cells[0]
    import pandas as pd

    if all(isinstance(part.dtype, pd.CategoricalDtype) for part in cells):
        return pd.Series(pd.api.types.union_categoricals(cells))
    return pd.concat(cells, ignore_index=True)


def numbers_in(cells: Any) -> Array | None:
    """The numbers of a column, NaN where there is none; None where it holds texts."""
    if _is_arrow(cells):
        return _numbers_of_arrow(cells)
    import pandas as pd

    if not pd.api.types.is_numeric_dtype(cells.dtype):
        return None
    numbers: Array = cells.to_numpy(dtype=np.float64, na_value=np.nan)
    return numbers


def hours_in(cells: Sequence[Any]) -> Array:
    """Hours as numbers, NaN for what is none."""
    import pandas as pd

    parts = [part.to_pandas() if _is_arrow(part) else part for part in cells]
    numbers = [pd.to_numeric(part, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan) for part in parts]
    return np.concatenate(numbers)


def _numbers_of_arrow(cells: Any) -> Array | None:
    import pyarrow as pa

    if _is_text(cells.type) or _is_coded(cells.type):
        return None
    if pa.types.is_boolean(cells.type):
        return flags_of(cells).astype(np.float64)
    numbers = numbers_of(cells).astype(np.float64, copy=False)
    return np.where(empty_in(cells), np.nan, numbers) if cells.null_count else numbers


def texts_in(cells: Any) -> Any:
    """A column of texts as an Arrow array of them, without outer blanks; None where it holds anything else."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not _is_arrow(cells):
        import pandas as pd

        if not pd.api.types.is_string_dtype(cells.dtype):
            return None
        cells = pa.chunked_array([pa.array(cells, type=pa.large_string(), from_pandas=True)])
    elif not _is_text(cells.type.value_type if _is_coded(cells.type) else cells.type):
        return None
    whole = cells.cast(pa.large_string()).combine_chunks()
    return pc.utf8_trim_whitespace(pc.coalesce(whole, texts_of([""])[0]) if whole.null_count else whole)


def coded_column(cells: Any) -> Codes[str]:
    """A column as distinct texts without outer blanks; empty cells are empty texts, whole numbers lose their .0."""
    codes, distinct = _codes_of_arrow(cells) if _is_arrow(cells) else _codes_of_pandas(cells)
    texts = [_text(value) for value in distinct]
    if (codes < 0).any():
        texts.append("")
        codes = np.where(codes < 0, len(texts) - 1, codes)
    return recoded(Codes((), codes), [text.strip() for text in texts])


def _codes_of_pandas(cells: "pd.Series") -> tuple[NDArray[np.intp], Iterable[Any]]:
    """A number for each cell, -1 for an empty one, and the distinct values by number."""
    import pandas as pd

    if isinstance(cells.dtype, pd.CategoricalDtype):
        return cells.cat.codes.to_numpy().astype(np.intp), cells.cat.categories
    codes, distinct = pd.factorize(cells)
    return np.asarray(codes, dtype=np.intp), distinct


def _codes_of_arrow(cells: Any) -> tuple[NDArray[np.intp], Iterable[Any]]:
    import pyarrow as pa

    if pa.types.is_floating(cells.type):  # there, what is no number is not told from an empty cell
        return _codes_of_pandas(cells.to_pandas())
    if not _is_coded(cells.type):
        cells = cells.dictionary_encode()
    chunks = cells.unify_dictionaries().chunks
    codes = numbers_of(pa.chunked_array([chunk.indices for chunk in chunks])).astype(np.intp)
    codes[empty_in(cells)] = -1
    return codes, chunks[0].dictionary.to_pylist()


def _is_arrow(cells: Any) -> bool:
    return not hasattr(cells, "dtype")


def _is_coded(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_dictionary(kind))


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating | decimal.Decimal) and math.isfinite(value) and value == int(value):
        return str(int(value))
    return str(value)
