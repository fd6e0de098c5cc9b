"""What is to be doubted about values that were read from pictures, and the labels that such a reading nearly gave."""

from transform.pictures.cells import is_pictured, text_as_read
from transform.pictures.mending import mend_grid
from transform.pictures.report import doubt_pictures

__all__ = ["doubt_pictures", "is_pictured", "mend_grid", "text_as_read"]
