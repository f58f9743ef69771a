"""Arrow arrays as numpy has them and back, through the memory that both read.

Arrow's own ways to and from Python import pandas, which takes longer than the list of a trust takes to read.
"""

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray


def numbers_of(column: Any) -> NDArray[Any]:
    """The numbers of a column (whole or not); what stands where there is none is not said: see `empty_in`."""
    parts = [_in_memory(chunk) for chunk in column.chunks]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def empty_in(cells: Any) -> NDArray[np.bool_]:
    """Which cells of a column are empty."""
    if not cells.null_count:
        return np.zeros(len(cells), dtype=bool)
    return flags_of(cells.is_null())


def flags_of(flags: Any) -> NDArray[np.bool_]:
    """An Arrow array, or a column, of yes and no without empty cells."""
    import pyarrow as pa

    whole = flags.cast(pa.uint8())
    return (numbers_of(whole) if hasattr(whole, "chunks") else _in_memory(whole)).astype(bool)


def texts_of(cells: Collection[str]) -> Any:
    """Some texts as an Arrow array.

    >>> texts_of(["step", "", "Môn"]).to_pylist()
    ['step', '', 'Môn']
    """
    import pyarrow as pa

    written = [cell.encode() for cell in cells]
    ends = np.cumsum([0, *map(len, written)], dtype=np.int64)
    return pa.LargeStringArray.from_buffers(len(written), pa.py_buffer(ends), pa.py_buffer(b"".join(written)))


def picked(array: Any, places: NDArray[Any]) -> Any:
    """What stands at some places of an Arrow array.

    >>> picked(texts_of(["a", "b", "c"]), np.array([2, 0])).to_pylist()
    ['c', 'a']
    """
    import pyarrow as pa

    memory = pa.py_buffer(np.ascontiguousarray(places, dtype=np.int64))
    return array.take(pa.Array.from_buffers(pa.int64(), len(places), [None, memory]))


def _in_memory(array: Any) -> NDArray[Any]:
    kind = np.dtype(array.type.to_pandas_dtype())
    if not len(array):
        return np.zeros(0, dtype=kind)
    return np.frombuffer(array.buffers()[1], dtype=kind)[array.offset : array.offset + len(array)]
