"""Tables whose columns can be trusted to readings.

The doors are `read_aligned` (an aligned grid in, `TableReading`s out) `read_placed` (one sheet that a reader laid out)
and `read_bare` (one without a header).
"""

from transform.tabular.reader import Aligned, read_aligned, read_bare, read_placed

__all__ = ["Aligned", "read_aligned", "read_bare", "read_placed"]
