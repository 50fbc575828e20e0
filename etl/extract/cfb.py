"""The container of the old office formats (compound file, OLE2): what it holds, and whether it is whole."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from etl.errors import ReadError

_FREE, _DIFAT = 0xFFFFFFFF, 0xFFFFFFFC
_HEADER_DIFAT = 109
_SHIFTS = (9, 12)
"""Sectors of 512 and 4,096 bytes."""
_ENTRY = 128
_MAX_ENTRIES = 4_000


def names(data: bytes) -> frozenset[str]:
    """What stands at the top of the file, not in the objects embedded in it; nothing where its directory is damaged."""
    try:
        if struct.unpack_from("<H", data, 30)[0] not in _SHIFTS:
            return frozenset()
        folder = b"".join(_chain(data, *struct.unpack_from("<I", data, 48)))
        entries = [folder[at:at + _ENTRY] for at in range(0, len(folder) - _ENTRY + 1, _ENTRY)]
        found, waiting, seen = set(), [struct.unpack_from("<I", entries[0], 76)[0]], set[int]()
        while waiting:
            if (number := waiting.pop()) >= len(entries) or number in seen:
                continue
            seen.add(number)
            size, = struct.unpack_from("<H", entries[number], 64)
            found.add(entries[number][:max(0, min(64, size) - 2)].decode("utf-16-le", "replace"))
            waiting += struct.unpack_from("<II", entries[number], 68)
    except (struct.error, IndexError):
        return frozenset()
    return frozenset(found)


def _chain(data: bytes, sector: int) -> Iterator[bytes]:
    """The sectors of a stream from its first on. Raises ``struct.error`` where the file ends before."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    tables = [*struct.unpack_from(f"<{_HEADER_DIFAT}I", data, 76)]
    more, = struct.unpack_from("<I", data, 68)
    for _ in range(_MAX_ENTRIES * _ENTRY // size):
        if sector >= _DIFAT:
            return
        yield data[(sector + 1) * size:(sector + 2) * size]
        at, place = divmod(sector, size // 4)
        while at >= len(tables) and more < _DIFAT and len(tables) < len(data) // size:
            *listed, more = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
            tables += listed
        sector, = struct.unpack_from("<I", data, (tables[at] + 1) * size + 4 * place)


def check_whole(data: bytes) -> None:
    """Raises ``ReadError("corrupt")`` when the file lacks sectors that its allocation table counts as used.

    Converters mend such files, and would hide that pages are missing.
    """
    if len(data) < 1536:
        raise ReadError("corrupt", "the office file breaks off after its header")
    shift, = struct.unpack_from("<H", data, 30)
    if shift not in _SHIFTS:
        raise ReadError("corrupt", "the office file's header is damaged")
    size = 1 << shift
    here = -(-len(data) // size) - 1  # sectors in the file; the last may be short
    fat_sectors, = struct.unpack_from("<I", data, 44)
    listed = [s for s in struct.unpack_from(f"<{_HEADER_DIFAT}I", data, 76) if s < _DIFAT]
    if fat_sectors > here or any(s >= here for s in listed[:fat_sectors]):
        raise ReadError("corrupt", "the office file breaks off before its end")
    used = -1
    for n, sector in enumerate(listed[:fat_sectors]):
        table = data[(sector + 1) * size:(sector + 2) * size]
        entries = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        last = next((i for i in range(len(entries) - 1, -1, -1) if entries[i] != _FREE), None)
        if last is not None:
            used = n * (size // 4) + last
    if used >= here:
        raise ReadError("corrupt", "the office file breaks off before its end")
