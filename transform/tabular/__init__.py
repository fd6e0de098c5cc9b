"""Tables whose columns can be trusted to readings.

The doors are `read_aligned` (an aligned grid in, `TableReading`s out) and `read_placed` (one sheet that a reader laid out).
"""

from transform.tabular.reader import Aligned, read_aligned, read_placed

__all__ = ["Aligned", "read_aligned", "read_placed"]
