"""Squares by Pillow and the rules of torchvision, as numbers for picture-square.test.ts.

python3 golden-squares.py > golden-squares.json    (needs numpy and Pillow, written with Pillow 12.3)
"""

import hashlib
import json

import numpy as np
import PIL
from PIL import Image

FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos3": Image.LANCZOS}
SIZES = [(1, 1), (1, 500), (500, 1), (2, 3), (224, 224), (225, 223), (223, 225), (1024, 683), (683, 1024), (1024, 1024),
         (640, 101), (97, 1024), (300, 225)]


def made_picture(width, height):
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    values = (x * x * 3 + y * y * 5 + x * y * (c + 1)) / 16 + c * 97 + x + 2 * y
    return Image.fromarray((np.floor(values).astype(np.int64) % 256).astype(np.uint8), "RGB")


def square(picture, size, fit, resample):
    if fit == "squash":
        return picture.resize((size, size), resample)
    width, height = picture.size
    short, long = min(width, height), max(width, height)
    new_long = int(size * long / short)
    resized = picture.resize((size, new_long) if width <= height else (new_long, size), resample)
    left = int(round((resized.size[0] - size) / 2.0))
    top = int(round((resized.size[1] - size) / 2.0))
    return resized.crop((left, top, left + size, top + size))


rows = []
for width, height in SIZES:
    picture = made_picture(width, height)
    for name, resample in FILTERS.items():
        for fit in ("crop", "squash"):
            for size in (5, 224, 256):
                if size == 256 and name != "bicubic":
                    continue
                pixels = np.asarray(square(picture, size, fit, resample))
                row = {"width": width, "height": height, "filter": name, "fit": fit, "size": size,
                       "sha256": hashlib.sha256(pixels.tobytes()).hexdigest(),
                       "mean": float(pixels.mean())}
                if size == 5:
                    row["pixels"] = pixels.reshape(-1).tolist()
                rows.append(row)
lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
print(f'{{"pillow": "{PIL.__version__}", "squares": [\n{lines}\n]}}')
