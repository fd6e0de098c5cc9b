"""Office files without the time of their making, so that a seed always gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

_TIME = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")


def settled(content: bytes) -> bytes:
    """Return an office file with every time in it set to a fixed one."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            part = _TIME.sub(rb"\g<1>2024-01-01T00:00:00Z\g<3>", source.read(name))
            out.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return held.getvalue()
