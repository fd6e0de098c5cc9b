"""Words that name a place or an office, as they head a column or a row of a matrix of targets.

In: a printed text. Out: whether it ends as the name of a place does. It asks no gazetteer: 红枫乡 is one, and so is 市本级.
"""

from __future__ import annotations

import re
from typing import Final

from transform.quantities import squeeze

_ENDING: Final = re.compile(
    r"(?:省|市|县|区|旗|州|盟|镇|乡|街道|街道办|办事处|苏木|村|社区|局|委|院|校|站|中心|农场|林场|本级|管委会|合计)$"
)


def is_place(text: str) -> bool:
    """Whether a text ends as the name of a place or an office does, or is the total of all places.

    >>> is_place("红枫乡"), is_place("市本级"), is_place("数量指标")
    (True, True, False)
    """
    return bool(_ENDING.search(squeeze(text)))
