"""Tables whose columns can be trusted to readings. The door is `read_table`: an aligned grid in, `TableReading`s out."""

from transform.tabular.reader import read_aligned

__all__ = ["read_aligned"]
