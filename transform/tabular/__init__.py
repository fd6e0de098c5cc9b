"""Tables whose columns can be trusted to readings.

The doors are `read_aligned` (an aligned grid in, `TableReading`s out), `read_placed` and `read_placed_turned` (one sheet that a
reader laid out, upright or on its side), and `read_bare` (one without a header).
"""

from transform.tabular.reader import Aligned, read_aligned, read_bare, read_placed, read_placed_turned

__all__ = ["Aligned", "read_aligned", "read_bare", "read_placed", "read_placed_turned"]
