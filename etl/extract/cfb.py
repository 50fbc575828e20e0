"""The container of the old office formats (compound file, OLE2): only whether it is whole."""

from __future__ import annotations

import struct

from etl.errors import ReadError

_FREE, _DIFAT, _FAT = 0xFFFFFFFF, 0xFFFFFFFC, 0xFFFFFFFD
_HEADER_DIFAT = 109


def check_whole(data: bytes) -> None:
    """Raises ``ReadError("corrupt")`` when the file lacks sectors that its allocation table counts as used.

    Converters mend such files, and would hide that pages are missing.
    """
    if len(data) < 1536:
        raise ReadError("corrupt", "the office file breaks off after its header")
    shift, = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
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
