"""The recogniser: images of single lines of text in, text with the confidence of each character out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR
from rapidocr.main import RapidOCRError

from etl.documents import Box
from etl.extract.ocr.ink import Gray

ILLEGIBLE = "\ufffd"
SURE = 0.9
"""Confidence below which a character of a number is in doubt."""
_NUMBER = re.compile(r"\d(?:[\d.,]|[^\w\s](?=\d))*")
"""With any mark between two digits: what is no point at second sight may be one."""
_BATCH = 16
_WIDEST = 80.0
"""Widths of a batch's images together, in heights."""


@dataclass(frozen=True, slots=True)
class Recognised:
    text: str
    confidence: tuple[float, ...]
    """Of each character that the recogniser saw, 0 to 1."""

    @property
    def mean(self) -> float:
        return sum(self.confidence) / max(1, len(self.confidence))


@cache
def _engine() -> RapidOCR:
    # One thread a process: readers run side by side, one a core, and one thread gives the same result every time.
    engine = RapidOCR(params={
        "Global.log_level": "critical", "Global.use_cls": False, "Global.return_word_box": True,
        "Global.use_vertical_padding": False, "Det.limit_type": "max", "Det.limit_side_len": 1600,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1, "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "Rec.rec_batch_num": _BATCH, "Rec.rec_img_shape": [3, 48, 96],
    })
    return engine


def recognise(images: Sequence[Gray]) -> list[Recognised]:
    """Text of images that show one line each."""
    found: dict[int, Recognised] = {}
    for indexes in _batches(images):
        result = _engine().recognize_txt([cv2.cvtColor(images[i], cv2.COLOR_GRAY2BGR) for i in indexes])
        words: Sequence[Any] = result.word_results  # its annotation speaks of another form of the result
        for i, text, word in zip(indexes, result.txts or (), words, strict=True):
            found[i] = Recognised(text, tuple(word.confs))
    return [found[i] for i in range(len(images))]


def sure_numbers(line: Recognised) -> str:
    """The text with each number of which a character is in doubt replaced by :data:`ILLEGIBLE`: prose is read once only, and
    what it says in numbers becomes a fact."""
    if len(line.confidence) != len(line.text):
        return line.text.strip()
    return _NUMBER.sub(
        lambda m: m.group() if min(line.confidence[m.start() : m.end()]) >= SURE else ILLEGIBLE, line.text
    ).strip()


def _batches(images: Sequence[Gray]) -> Iterator[list[int]]:
    """Indexes of images of like shape, few of them where they are wide: memory goes by width times number."""
    shapes = sorted((image.shape[1] / image.shape[0], i) for i, image in enumerate(images))
    batch: list[int] = []
    for ratio, i in shapes:
        if batch and (len(batch) == _BATCH or ratio * (len(batch) + 1) > _WIDEST):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def find_lines(image: Gray) -> list[Box]:
    """Boxes of the lines of text in an image, in its pixels; upright text only."""
    try:
        boxes = _engine().detect_and_crop(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), {})[1].boxes
    except RapidOCRError:  # its word for "no text here"
        return []
    return [
        (float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 0].max()), float(box[:, 1].max()))
        for box in np.asarray(boxes)
    ]
