"""Tables whose columns can be trusted to readings. The door is `read_aligned`: an aligned grid in, `TableReading`s out; `read_placed` reads one sheet."""

from transform.tabular.form_head import FormHead
from transform.tabular.reader import read_aligned, read_placed

__all__ = ["FormHead", "read_aligned", "read_placed"]
