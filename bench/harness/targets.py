"""What was promised, and what the results say about it."""
import collections
import json
import statistics

from . import place

Target = collections.namedtuple("Target", "key what limit aim unit measured judged")


class Figures:
    """Medians over the rounds."""

    def __init__(self, results):
        self.results = results
        self.record = collections.defaultdict(list)
        for (_, name, n, delivery, _), line in results.figures("record"):
            self.record[name, int(n), delivery].append(line)

    def all(self, name, n, delivery, key):
        return [line[key] for line in self.record.get((name, n, delivery), []) if line.get(key) is not None]

    def median(self, name, n, delivery, key):
        values = self.all(name, n, delivery, key)
        return statistics.median(values) if values else None

    def ratio(self, n, delivery, key, name="nvr", to="ffmpeg"):
        ours, theirs = self.median(name, n, delivery, key), self.median(to, n, delivery, key)
        return ours / theirs if ours is not None and theirs else None

    def one(self, kind, name="nvr"):
        return next((line for words, line in self.results.figures(kind) if words[1] == name), {})


def browser(name):
    """The last results of bench/console or bench/live."""
    path = place.RESULTS / f"{name}.jsonl"
    lines = path.read_text().splitlines() if path.exists() else []
    return json.loads(lines[-1]) if lines else {}


def targets(figures, machine):
    cpu, pss = "cpu_s_per_camera_minute", "pss_mib"
    judged = machine.get("sha_instructions", True)
    minute, exact, long = figures.one("minute"), figures.one("exact"), figures.one("long")
    console, live = browser("console"), browser("live")
    return [
        Target("cpu-16-bursts", "CPU, 16 cameras in bursts, against ffmpeg", 0.28, None, "×", figures.ratio(16, "bursts", cpu), judged),
        Target("cpu-16-paced", "CPU, 16 cameras paced, against ffmpeg", 0.18, None, "×", figures.ratio(16, "paced", cpu), judged),
        Target("cpu-64", "CPU, 64 cameras in bursts, against ffmpeg", 0.20, None, "×", figures.ratio(64, "bursts", cpu), judged),
        Target("pss-16", "memory (PSS), 16 cameras, against ffmpeg", 0.6, 0.5, "×", figures.ratio(16, "bursts", pss), True),
        Target("pss-64", "memory (PSS), 64 cameras, against ffmpeg", 0.35, 0.25, "×", figures.ratio(64, "bursts", pss), True),
        Target("system-calls", "system calls per camera and second, 16 cameras, paced", 40, None, "",
               figures.median("nvr", 16, "paced", "system_calls_per_camera_s"), True),
        Target("first-byte", "first footage on disk after process start, 16 cameras", 2.0, 1.5, " s",
               figures.median("nvr", 16, "bursts", "first_byte_s"), True),
        Target("kill", "pictures lost by kill -9, worst of all", 1.4, None, " s", figures.one("kills").get("kill9_loss_max_s"), True),
        Target("power", "pictures lost by a power cut, worst of all", 2.5, None, " s", figures.one("power").get("power_loss_max_s"), True),
        Target("written", "bytes written per byte of payload, 4 Mbit/s, a minute of 16 cameras", 1.02, None, "",
               minute.get("written_per_payload"), True),
        Target("gc", "longest pause of the collector in 60 s", 5, None, " ms", minute.get("gc_longest_ms"), True),
        Target("exact", "pictures that are not as sent, lost or doubled (4 cameras, 20 s)", 0, None, "", wrong(exact), True),
        Target("long", "pictures lost or doubled in 10 minutes of 16 cameras", 0, None, "", wrong(long), True),
        Target("live-first", "live view: first picture, worst", 1.0, None, " s", seconds(live, "first_max_ms"), True),
        Target("live-delay", "live view: delay, 95 %", 1.5, None, " s", seconds(live, "delay_p95_ms"), True),
        Target("seek", "from a seek to its picture, 95 %", 0.5, None, " s", seconds(console, "seek_p95_ms"), True),
        Target("page", "page of a day before media, with all it loads", 50, None, " kB",
               console["day_page_bytes"] / 1000 if "day_page_bytes" in console else None, True),
    ]


def seconds(line, key):
    return line[key] / 1000 if line.get(key) is not None else None


def wrong(line):
    return line["lost"] + line["twice"] + line["unknown"] + line["sound_unknown"] if line else None


def verdict(target):
    if target.measured is None:
        return "not measured"
    if not target.judged:
        return "not judged: no SHA instructions"
    if target.measured > target.limit:
        return "**missed**"
    return "met, and its aim" if target.aim is not None and target.measured <= target.aim else "met"
