"""Tables whose columns can be trusted to readings. The door is `read_aligned`: an aligned grid in, `TableReading`s out; `read_placed` reads one sheet."""

from transform.tabular.reader import Aligned, read_aligned, read_placed

__all__ = ["Aligned", "read_aligned", "read_placed"]
