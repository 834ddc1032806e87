#!/usr/bin/env python3
"""Writes contact sheets of figures at their printed size, in colour and in grey.

    python tests/figures/contact_sheets.py figures sheets [checks.json]

The first folder holds SVG files as `w2s check` writes them. Into the second one go `colour-1.png`, `grey-1.png` and so on, pages of 7.5 by 10 inches with
200 dots an inch: a figure for both columns is 6.75 inches wide there, one for a single column 3.25. With a `checks.json` three of the figures also stand
beside the same numbers drawn by matplotlib, in `beside-1.png` and so on.

Needs rsvg-convert (Debian: librsvg2-bin) and Pillow; with a `checks.json` also matplotlib.
"""

import io
import json
import pathlib
import re
import subprocess
import sys

from PIL import Image, ImageDraw

DOTS = 200
PAGE = (int(7.5 * DOTS), 10 * DOTS)
MARGIN = DOTS // 10
# Logical pixels of a figure that fills both columns, which is 6.75 inches wide in print.
FULL_WIDTH, FULL_INCHES, COLUMN_INCHES = 720, 6.75, 3.25


def picture(svg: pathlib.Path) -> Image.Image:
    """A figure with the dots that it has in print."""
    width = float(re.search(r'<svg[^>]* width="([\d.]+)', svg.read_text()).group(1))
    inches = FULL_INCHES if width > FULL_WIDTH / 2 else COLUMN_INCHES
    command = ["rsvg-convert", "--width", str(int(inches * DOTS)), "--keep-aspect-ratio", str(svg)]
    return Image.open(io.BytesIO(subprocess.run(command, check=True, capture_output=True).stdout)).convert("RGB")


def pages(pictures):
    """Places named pictures on as few pages as their order allows, row by row."""
    page, x, y, row = None, 0, 0, 0
    for name, image in pictures:
        height = image.height + MARGIN
        if page is not None and x + image.width > PAGE[0] - MARGIN:
            x, y, row = MARGIN, y + row, 0
        if page is None or y + height > PAGE[1]:
            if page is not None:
                yield page
            page, x, y, row = Image.new("RGB", PAGE, "white"), MARGIN, MARGIN, 0
        page.paste(image, (x, y))
        ImageDraw.Draw(page).text((x, y + image.height), name, fill="black")
        x, row = x + image.width + MARGIN, max(row, height)
    if page is not None:
        yield page


def write(folder: pathlib.Path, kind: str, pictures) -> None:
    for number, page in enumerate(pages(pictures), 1):
        page.save(folder / f"{kind}-{number}.png")


def cells(document, claim):
    return next(one for one in document["claims"] if one["id"] == claim)["cells"]


def lines(document, claim, x, series, panel, axes):
    """Measurements with their intervals and the line that they are compared with, as matplotlib draws them by default."""
    of_claim = cells(document, claim)
    values = lambda name: sorted({cell["setting"][name] for cell in of_claim}, key=str)
    for ax, value in zip(axes, values(panel)):
        for one in values(series):
            own = [c for c in of_claim if c["setting"][panel] == value and c["setting"][series] == one]
            at, mean = [c["setting"][x] for c in own], [c["mean"] for c in own]
            ends = [[m - c["lower"] for m, c in zip(mean, own)], [c["upper"] - m for m, c in zip(mean, own)]]
            bars = ax.errorbar(at, mean, ends, fmt="o-", capsize=2, label=f"{series} = {one}")
            ax.plot(at, [c["expected"] for c in own], "--", color=bars[0].get_color())
        ax.set(xscale="log", title=f"{panel} = {value}", xlabel=x)
    axes[0].legend(fontsize=7)


def heat_map(document, claim, x, y, ax):
    of_claim = cells(document, claim)
    columns, rows = (sorted({cell["setting"][name] for cell in of_claim}) for name in (x, y))
    by_place = {(cell["setting"][y], cell["setting"][x]): cell for cell in of_claim}
    means = [[by_place[row, column]["mean"] for column in columns] for row in rows]
    zero = [[by_place[row, column]["expected"] for column in columns] for row in rows]
    limit = max(abs(mean) for row in means for mean in row)
    mesh = ax.pcolormesh(columns, rows, means, cmap="PuOr_r", vmin=-limit, vmax=limit, shading="nearest")
    ax.contour(columns, rows, zero, [0], colors="black")
    ax.figure.colorbar(mesh)
    ax.set(yscale="log", xlabel=x, ylabel=y)


def by_matplotlib(document, claim) -> Image.Image:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    count = 1 if claim == "thm-4.3-phase-diagram" else 2
    figure, axes = pyplot.subplots(1, count, figsize=(FULL_INCHES, 3.6), sharey=True, layout="constrained")
    if claim == "prop-3.2-segment":
        lines(document, claim, "penalty", "samples", "prompts", axes)
    elif claim == "thm-4.3-threshold":
        lines(document, claim, "batch", "weak.cosine", "prompts", axes)
    else:
        heat_map(document, claim, "weak.cosine", "noise", axes)
    written = io.BytesIO()
    figure.savefig(written, dpi=DOTS)
    pyplot.close(figure)
    return Image.open(written).convert("RGB")


def main() -> None:
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    found = sorted(pathlib.Path(sys.argv[1]).glob("*.svg"))
    if not found:
        sys.exit(f"{sys.argv[1]} has no figures; name the folder figures/ that w2s check has written")
    pictures = [(svg.stem, picture(svg)) for svg in found]
    write(folder, "colour", pictures)
    write(folder, "grey", [(name, image.convert("L").convert("RGB")) for name, image in pictures])
    if len(sys.argv) == 4:
        document = json.loads(pathlib.Path(sys.argv[3]).read_text())
        beside = []
        for claim in ("prop-3.2-segment", "thm-4.3-threshold", "thm-4.3-phase-diagram"):
            beside += [(claim, dict(pictures)[claim]), ("by matplotlib", by_matplotlib(document, claim))]
        write(folder, "beside", beside)


if __name__ == "__main__":
    main()
