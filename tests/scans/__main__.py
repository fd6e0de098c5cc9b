"""Draw scanned pages with their truth: `python -m tests.scans OUT --seed 0 --count 20 --fonts DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.scans.damage import DAMAGES, in_order
from tests.scans.faces import find_faces
from tests.scans.files import Wish, write_scan


def main() -> None:
    """Write the scans and say what each is."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    faces = find_faces(options.fonts)
    wish = Wish(_damages(options), options.dpi, options.suffix, options.pages, options.bare)
    for seed in range(options.seed, options.seed + options.count):
        truth = write_scan(options.out, seed, faces, wish)
        mixed = " ".join(f"{name}={strength:g}" for name, strength in truth.damages)
        print(
            f"{truth.file} {len(truth.pages)} pages {truth.dpi} dpi {truth.size:g} pt {truth.fonts[0]}: {mixed}",
            flush=True,
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.scans", description=__doc__)
    parser.add_argument("out", type=Path, help="the folder to write into")
    parser.add_argument("--fonts", type=Path, required=True, help="a folder with fonts, searched with its folders")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--dpi", type=int, help="dots an inch, drawn from the seed by default")
    parser.add_argument("--suffix", choices=("png", "jpg", "tif", "pdf"), help="the kind of file")
    parser.add_argument("--pages", type=int, default=4, help="the most pages of a file")
    parser.add_argument("--bare", action="store_true", help="tables without rules down, or without any")
    parser.add_argument("--clean", action="store_true", help="no damage at all")
    parser.add_argument(
        "--damage",
        action="append",
        metavar="NAME=STRENGTH",
        help=f"this damage and no other; one of {', '.join(DAMAGES)}",
    )
    return parser.parse_args()


def _damages(options: argparse.Namespace) -> tuple[tuple[str, float], ...] | None:
    if options.damage:
        pairs = (each.partition("=") for each in options.damage)
        return in_order((name, float(strength or 0.5)) for name, _, strength in pairs)
    return () if options.clean else None


if __name__ == "__main__":
    main()
