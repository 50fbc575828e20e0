"""``python -m bench.gold``: the accuracy of the whole ETL on the gold set, per form and format."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bench.gold.cases import FORMS
from bench.gold.formats import FORMATS, OFFICE
from bench.gold.measure import Bad, Tally, attempt, make
from bench.gold.perturb import PERTURBATIONS

_DEFAULT = tuple(name for name, style in FORMATS.items() if not style.slow and (OFFICE or not style.office))
_COLUMNS = ("cases", "cells right", "non-zero right", "wrong", "missing", "silent", "refused", "false alarms", "undetected", "facts right", "facts wrong")


def _share(part: int, whole: int) -> str:
    """Rounded down, so that 100.00% means all of them."""
    return "–" if not whole else f"{int(10_000 * part / whole) / 100:.2f}%"


def _line(name: str, tally: Tally) -> str:
    values = (
        str(tally.cases), _share(tally.right, tally.cells), _share(tally.nonzero_right, tally.nonzero), str(tally.wrong),
        str(tally.missing), str(tally.silent), str(tally.refused), str(tally.alarms.total()),
        f"{tally.undetected}/{tally.broken}", _share(tally.facts_right, tally.facts), str(tally.facts_wrong),
    )
    return f"| {name} | " + " | ".join(values) + " |"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.gold", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, epilog=_names())
    parser.add_argument("--n", type=int, default=20, help="cases for each form and format (default 20)")
    parser.add_argument("--seed", default="1", help="seed of the run; the same seed gives the same cases")
    parser.add_argument("--form", action="append", choices=FORMS, metavar="FORM", help="only these forms")
    parser.add_argument("--format", action="append", choices=tuple(FORMATS), metavar="FORMAT", help="only these formats (scans are read only when named)")
    parser.add_argument("--most", type=int, default=4, help="most layout changes in one case (default 4)")
    parser.add_argument("--only", action="append", choices=(*PERTURBATIONS, "none"), default=[], metavar="CHANGE", help="these changes instead of drawn ones")
    parser.add_argument("--each", action="store_true", help="every change by itself, and which formats it is too much for")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N examples of each kind of fault")
    parser.add_argument("--jobs", type=int, default=1, help="processes to read with (default 1)")
    parser.add_argument("--update", metavar="FILE", help="put the table between the marks of this Markdown file")
    parser.add_argument("--write", metavar="DIR", help="write the files and their truth into DIR instead of reading them")
    options = parser.parse_args(arguments)
    cases = [
        (form, name, f"{options.seed}.{i}")
        for form in options.form or FORMS for name in options.format or _DEFAULT for i in range(options.n)
    ]
    if options.each:
        return _each(cases)
    if options.write:
        return _write(Path(options.write), cases, options.most, options.only)
    begin = time.perf_counter()
    tallies: dict[tuple[str, str], Tally] = {}
    faults: list[Bad] = []
    one = partial(attempt, most=options.most, only=options.only)
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn")) as pool:
        each: Iterable[tuple[Tally, list[Bad]]] = (
            pool.map(one, *zip(*cases, strict=True), chunksize=8) if options.jobs > 1 else map(one, *zip(*cases, strict=True))
        )
        for (form, name, _), (tally, bad) in zip(cases, each, strict=True):
            tallies.setdefault((form, name), Tally()).add(tally)
            faults += bad
    table = _table(tallies)
    print(table)
    _faults(faults, options.show)
    if options.update:
        about = f"`python -m bench.gold --n {options.n} --seed {options.seed} --most {options.most}`: {len(cases)} cases."
        _update(Path(options.update), f"{about}\n\n{table}")
    print(f"\n{len(cases)} cases in {time.perf_counter() - begin:.0f} s")
    return 0


def _names() -> str:
    """What may stand for FORM, FORMAT and CHANGE."""
    lists = (("FORM", FORMS), ("FORMAT", tuple(FORMATS)), ("CHANGE", (*PERTURBATIONS, "none")))
    return "\n\n".join(textwrap.fill(f"{name}: {', '.join(values)}", 110, break_on_hyphens=False) for name, values in lists)


def _table(tallies: dict[tuple[str, str], Tally]) -> str:
    lines = ["| form, format | " + " | ".join(_COLUMNS) + " |", "|---|" + "---:|" * len(_COLUMNS)]
    everything = Tally()
    for (form, name), tally in tallies.items():
        lines.append(_line(f"{form} {name}", tally))
        everything.add(tally)
    lines.append(_line("**all**", everything))
    for name, counts in (("Fields of identity wrong (or, with ?, not found)", everything.identity), ("False alarms", everything.alarms)):
        lines += ["", f"{name}: " + (", ".join(f"{k} {n}" for k, n in counts.most_common()) or "none") + "."]
    return "\n".join(lines)


_BEGIN, _END = "<!-- gold:begin -->", "<!-- gold:end -->"


def _update(file: Path, table: str) -> None:
    """Replaces what stands between the marks. Raises ValueError where the file has no marks."""
    before, _, rest = file.read_text(encoding="utf-8").partition(_BEGIN)
    _, mark, after = rest.partition(_END)
    if not mark:
        raise ValueError(f"{file} has no {_BEGIN} … {_END}")
    file.write_text(f"{before}{_BEGIN}\n{table}\n{_END}{after}", encoding="utf-8")


def _faults(faults: list[Bad], show: int) -> None:
    for kind in dict.fromkeys(f.kind for f in faults):
        of_kind = [f for f in faults if f.kind == kind]
        reports = {(f.form, f.format, f.seed): f for f in of_kind}
        with_change = Counter(name for f in reports.values() for name in f.applied)
        print(f"\n{kind}: {len(of_kind)} in {len(reports)} reports; with " + ", ".join(f"{k} {n}" for k, n in with_change.most_common(8)))
        smallest: dict[tuple[str, ...], Bad] = {}
        for fault in list(reports.values())[:4 * show]:
            small = shrink(fault)
            smallest.setdefault((small.form, small.format, *sorted(small.applied)), small)
        for fault in list(smallest.values())[:show]:
            print(f"  {fault.form} {fault.format} {fault.seed} {'+'.join(fault.applied) or 'none'}: {fault.detail}")


def _each(cases: list[tuple[str, str, str]]) -> int:
    """One line for each change of layout that alone makes a fault in some format."""
    for change in PERTURBATIONS.values():
        found: dict[str, dict[str, Bad]] = {}
        for form, name, seed in cases:
            if change.suits(form, FORMATS[name].family):
                for fault in attempt(form, name, seed, 0, [change.name])[1]:
                    found.setdefault(fault.kind, {}).setdefault(f"{form} {name} {seed}", fault)
        for kind, faults in found.items():
            where = ", ".join(sorted({key.rsplit(" ", 1)[0] for key in faults}))
            example = next(iter(faults.values()))
            print(f"{change.name}: {kind} in {where}\n    {example.form} {example.format} {example.seed}: {example.detail}", flush=True)
    return 0


def shrink(fault: Bad) -> Bad:
    """The same kind of fault with as few changes of layout as will show it; the fault itself where none can go."""
    names = list(fault.applied)
    best = fault
    for name in fault.applied:
        fewer = [n for n in names if n != name]
        _, bad = attempt(fault.form, fault.format, fault.seed, 0, fewer or ["none"])
        again = next((b for b in bad if b.kind == fault.kind), None)
        if again is not None:
            names, best = fewer, again
    return best


def _write(folder: Path, cases: list[tuple[str, str, str]], most: int, only: list[str]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for form, name, seed in cases:
        case, data = make(form, name, seed, most, only)
        stem = f"{form}-{name}-{seed}"
        (folder / f"{stem}{Path(FORMATS[name].file).suffix}").write_bytes(data)
        truth = {
            "form": form, "format": name, "seed": seed, "layout": case.applied, "broken": sorted(case.guilty),
            "publisher": case.report.publisher, "year": case.report.year, "title": case.report.title, "level": case.report.level,
            "region": case.region, "region_code": case.region_code, "published_on": case.report.published_on, "untold": sorted(case.untold),
            "facts": case.facts, "approximate": sorted(case.approximate), "unmeasured": sorted(case.ambiguous),
            "cells": [[*key, c.value, c.printed, c.state, c.unit] for key, c in case.expected.items()],
            "optional": sorted(case.tolerated), "unplaceable": sorted(case.unplaceable),
        }
        (folder / f"{stem}.truth.json").write_text(json.dumps(truth, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
