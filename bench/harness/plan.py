"""Which measurements are made, in which order, how long they take, and which are done: one line of JSON each."""
import collections
import datetime
import json
import os
import platform
import re
import subprocess

from . import place, powercut, steps
from .place import Failed, Missing, say
from .recorders import ALL

Cell = collections.namedtuple("Cell", "key kind arguments seconds")
REPEATS = 3
EVERYBODY = list(ALL)
THREE = ["nvr", "ffmpeg", "gstreamer"]
FILE_RECORDERS = ["nvr", "ffmpeg", "frigate", "gstreamer"]
OVERHEAD_S = {1: 4, 4: 5, 16: 8, 64: 17}


def cells(bench, everybody=EVERYBODY, long=False):
    """In the order of measuring: recorders take turns within a round, so that a change of the machine meets all."""
    found = []
    for repeat in range(REPEATS):
        for n, delivery, names in ((16, "bursts", everybody), (16, "paced", everybody), (64, "bursts", THREE),
                                   (4, "bursts", THREE), (1, "bursts", THREE)):
            for name in names:
                found.append(Cell(f"record/{name}/{n}/{delivery}/{repeat + 1}", "record", (name, n, delivery, repeat == 0),
                                  bench.warm_up + bench.window + OVERHEAD_S[n] + (6 if repeat == 0 else 0)
                                  + (10 if name == "zoneminder" else 0)))
        if repeat == 0:
            found += [Cell(f"kills/{name}", "kills", (name,), 85) for name in FILE_RECORDERS]
            found += [Cell("minute/nvr", "minute", (), 85), Cell("small/nvr", "small", (), 85)]
            found += [Cell(f"exact/{name}", "exact", (name,), 30) for name in THREE]
            found += [Cell(f"power/{name}", "power", (name,), 58) for name in FILE_RECORDERS]
    if long:
        found.append(Cell("long/nvr", "long", (), 680))
    return found


KINDS = {"record": steps.record, "kills": steps.kills, "minute": steps.minute, "small": steps.small,
         "exact": steps.exact, "power": powercut.cuts, "long": steps.long}


def why_not(wanted):
    """For each measurement that cannot be made here: why."""
    recorders = {name: r.missing() for name, r in ALL.items()}
    no_power = powercut.missing() if any(c.kind == "power" for c in wanted) else None
    reasons = {}
    for c in wanted:
        name = c.key.split("/")[1]
        if recorders.get(name):
            reasons[c.key] = recorders[name]
        elif c.kind == "power" and no_power:
            reasons[c.key] = no_power
    return reasons


class Results:
    """Raw results as JSON lines, appended as they come; what is in there is not measured again."""

    def __init__(self, path):
        self.path = path
        self.lines = []
        if path.exists():
            for number, line in enumerate(path.read_text().splitlines(), 1):
                try:
                    self.lines.append(json.loads(line))
                except ValueError:
                    say(f"{path.name}, line {number} is not whole and is passed over")

    def done(self):
        return {line["cell"] for line in self.lines if "cell" in line and "failed" not in line}

    def machine(self):
        return next((line["machine"] for line in reversed(self.lines) if "machine" in line), None)

    def add(self, line):
        self.lines.append(line)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        torn = self.path.exists() and self.path.stat().st_size and not self.path.read_bytes().endswith(b"\n")
        with open(self.path, "a") as f:
            f.write(("\n" if torn else "") + json.dumps(rounded(line)) + "\n")

    def figures(self, kind):
        """The good lines of a kind, as (words of the key, line)."""
        latest = {line["cell"]: line for line in self.lines if "cell" in line and "failed" not in line}
        return [(key.split("/"), line) for key, line in latest.items() if key.split("/")[0] == kind]

    def put_aside(self):
        if self.path.exists():
            stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
            self.path.rename(self.path.with_name(f"{self.path.stem}-{stamp}.jsonl.tmp"))
        self.lines = []


def rounded(value):
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, dict):
        return {k: rounded(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(v) for v in value]
    return value


def product_version():
    """The commit that last changed the product, marked when files differ from it."""
    what = ["nvr", "pom.xml"] + [str(p.relative_to(place.ROOT)) for p in sorted(place.ROOT.glob("nvr-*/src/main"))]
    git = ["git", "-C", str(place.ROOT)]
    commit = subprocess.run(git + ["log", "-1", "--format=%h", "--"] + what, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True).stdout.strip()
    changed = subprocess.run(git + ["status", "--porcelain", "--"] + what, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True).stdout.strip()
    return (commit or "unknown") + ("+changes" if changed else "")


def machine():
    """What the figures depend on."""
    cpu = open("/proc/cpuinfo").read()
    model = re.search(r"^(?:model name|Model)\s*:\s*(.*)$", cpu, re.M)
    memory = int(re.search(r"MemTotal:\s+(\d+)", open("/proc/meminfo").read()).group(1)) >> 10
    os_name = re.search(r'PRETTY_NAME="?([^"\n]*)', open("/etc/os-release").read())
    java = subprocess.run(["java", "-version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    return {
        "date": datetime.date.today().isoformat(),
        "cpu": model.group(1) if model else platform.machine(),
        "cores": os.cpu_count(),
        "sha_instructions": bool(re.search(r"\b(sha_ni|sha2)\b", cpu)),
        "memory_mib": memory,
        "kernel": platform.release(),
        "system": os_name.group(1) if os_name else "",
        "jdk": (re.search(r'"([^"]+)"', java) or [None, "unknown"])[1],
        "nvr": product_version(),
        "recorders": {name: r.version() for name, r in ALL.items() if name not in ("nvr", "frigate") and not r.missing()},
    }


def measure(results, wanted, bench, reasons, deadline=None):
    """Makes what is not made yet. A measurement that fails is told, kept as failed, tried once more, and again by the
    next call."""
    todo = [c for c in wanted if c.key not in results.done() and c.key not in reasons]
    left = sum(c.seconds for c in todo)
    for number, cell in enumerate(todo, 1):
        if deadline and place.time.monotonic() + cell.seconds > deadline:
            say(f"no time left for {cell.key}")
            left -= cell.seconds
            continue
        say(f"{number}/{len(todo)} {cell.key} (about {left / 60:.0f} min left)")
        line = {"cell": cell.key, "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")}
        load = os.getloadavg()[0]
        for attempt in (1, 2):
            try:
                figures = KINDS[cell.kind](bench, *cell.arguments)
                results.add({**line, "load_before": load, "attempt": attempt, **figures})
                say("  " + ", ".join(f"{k} {v:.3g}" for k, v in figures.items() if isinstance(v, float))[:160])
                break
            except (Failed, Missing, OSError) as e:
                results.add({**line, "failed": str(e)})
                say(f"  FAILED: {e}" + ("; once more" if attempt == 1 else ""))
        left -= cell.seconds
    return todo
