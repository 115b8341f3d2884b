"""docs/performance.md and its chart, written from the raw results."""
from . import place, powercut
from .chart import bars
from .recorders import ALL
from .targets import Figures, browser, targets, verdict

PAGE = place.ROOT / "docs" / "performance.md"
CHART = place.ROOT / "docs" / "performance.svg"
REASONS = place.ROOT / "bench" / "reasons.md"
CPU, PSS = "cpu_s_per_camera_minute", "pss_mib"


def write(results):
    figures = Figures(results)
    machine = results.machine() or {}
    rows = [(r.title.split(" (")[0], figures.median(name, 16, "bursts", CPU), figures.median(name, 16, "paced", CPU),
             figures.median(name, 16, "bursts", PSS)) for name, r in ALL.items() if any(k[0] == name for k in figures.record)]
    if rows:
        CHART.write_text(bars(rows, "Memory (PSS, MiB), 16 cameras in bursts"))
    parts = [head(), chart(rows), judged(figures, machine), described(machine) + busy(figures, machine), recording(figures), safe(figures),
             faithful(figures), in_browser(), passed_over(results), again()]
    PAGE.write_text("\n\n".join(p for p in parts if p) + "\n")
    return PAGE.relative_to(place.ROOT)


def head():
    return ("# Performance, as measured\n\n"
            "Written by `bench/capture` from `bench/results/*.jsonl`; edit `bench/reasons.md`, not this page. Every recorder "
            "recorded the same cameras on the same machine in turns; figures are medians of the rounds, ratios are against "
            "N × ffmpeg CLI in the same run. Shared machines vary by a fifth.")


def chart(rows):
    return f"![CPU and memory of the recorders at 16 cameras]({CHART.name})" if rows else ""


def table(head_row, rows):
    lines = ["| " + " | ".join(head_row) + " |", "|" + "---|" * len(head_row)]
    return "\n".join(lines + ["| " + " | ".join(r) + " |" for r in rows])


def number(value, places=2, unit=""):
    return "–" if value is None else f"{value:.{places}f}{unit}"


def judged(figures, machine):
    all_targets = targets(figures, machine)
    rows = [[t.what, f"≤ {t.limit:g}{t.unit}" + (f" (aim {t.aim:g})" if t.aim is not None else ""),
             number(t.measured, 0 if t.limit == 0 else 1 if t.limit >= 5 else 3 if t.key == "written" else 2, t.unit),
             verdict(t)] for t in all_targets]
    missed = [t for t in all_targets if t.measured is not None and t.judged and t.measured > t.limit]
    reasons = why()
    out = ["## Against the targets", "", table(["what", "target", "measured", ""], rows), "", "## What was missed, and why", ""]
    out += [f"- **{t.what}** ({number(t.measured, 2, t.unit)} instead of {t.limit:g}{t.unit}): "
            f"{reasons.get(t.key, 'the reason is not known yet.')}" for t in missed]
    unmeasured = [t.what for t in all_targets if t.measured is None]
    if unmeasured:
        out.append(f"- Not measured in this run: {'; '.join(unmeasured)}.")
    if not missed and not unmeasured:
        out.append("Nothing.")
    return "\n".join(out)


def why():
    """Reasons by the key of their target: what people write into bench/reasons.md."""
    reasons, key = {}, None
    for line in REASONS.read_text().splitlines() if REASONS.exists() else []:
        if line.startswith("## "):
            key = line[3:].strip()
            reasons[key] = []
        elif key and line.strip():
            reasons[key].append(line.strip())
    return {k: " ".join(v) for k, v in reasons.items() if v}


def described(machine):
    if not machine:
        return ""
    versions = ", ".join(f"{k} {v}" for k, v in machine["recorders"].items())
    sha = "with" if machine["sha_instructions"] else "without"
    return ("## The machine\n\n"
            f"{machine['cpu']}, {machine['cores']} cores, {sha} SHA instructions; {machine['memory_mib']} MiB; "
            f"{machine['system']}, kernel {machine['kernel']}; JDK {machine['jdk']}; nvr at {machine['nvr']}; {versions}. "
            f"Measured on {machine['date']}. Cameras: GStreamer's RTSP server on the same machine, 1080p25 H.264 at 4 Mbit/s "
            "with AAC, over TCP.")


def busy(figures, machine):
    loads = sorted(line["load_before"] for lines in figures.record.values() for line in lines)
    middle = loads[len(loads) // 2] if loads else 0
    if middle <= machine.get("cores", 1):
        return ""
    return (f" **Others were using the machine** (load average before a measurement: {middle:.1f} in the middle, up to "
            f"{loads[-1]:.1f}): times, above all that to the first footage, are worse than on a quiet one.")


def recording(figures):
    out = ["## What recording costs", "",
           "CPU is user and system time of the recorder's processes within the window, per camera and minute. First footage "
           "counts from the start of the process until one, and until every, camera's pictures are in a file. Mbit/s is what "
           "the files grew by in the window, give or take a fragment: one that grows by less than the others did not keep up, "
           "and its CPU would be higher."]
    for n, delivery in ((16, "bursts"), (16, "paced"), (1, "bursts"), (4, "bursts"), (64, "bursts")):
        part = [(name, r) for name, r in ALL.items() if (name, n, delivery) in figures.record]
        if part:
            out += ["", f"### {n} camera{'s' * (n > 1)}, {how(figures, n, delivery)}", "",
                    table(["recorder", "CPU s", "ratio", "lowest–highest", "PSS MiB", "ratio", "threads", "Mbit/s", "system calls",
                           "first / all footage s"], [row(figures, name, r, n, delivery) for name, r in part])]
    out += ["", own_time(figures)]
    return "\n".join(out)


def own_time(figures):
    """Who inside the one process spends it: the compilers too, which end when everything hot is compiled."""
    split = figures.record.get(("nvr", 16, "bursts"), [])
    if not split:
        return ""
    spent, lasted = split[-1]["cpu_s_by_thread"], split[-1]["window_s"]
    return ("Where nvr's own time goes (16 cameras in bursts, last round, CPU ms per second): "
            + ", ".join(f"{k} {v / lasted * 1000:.1f}" for k, v in spent.items()) + ".")


def how(figures, n, delivery):
    wires = {line["wire"] for (_, m, d), lines in figures.record.items() for line in lines if (m, d) == (n, delivery)}
    return f"{'in bursts' if delivery == 'bursts' else 'paced packet by packet'} ({'; '.join(sorted(wires))})"


def row(figures, name, recorder, n, delivery):
    def median(key):
        return figures.median(name, n, delivery, key)

    spread = figures.all(name, n, delivery, CPU)
    return [recorder.title + (f" ({recorder.note})" if recorder.note else ""), number(median(CPU), 3),
            number(figures.ratio(n, delivery, CPU, name)), f"{min(spread):.3f}–{max(spread):.3f}",
            number(median(PSS), 0), number(figures.ratio(n, delivery, PSS, name)), number(median("threads"), 0),
            number(median("mbit_per_s"), 0), number(median("system_calls_per_camera_s"), 0),
            f"{number(median('first_byte_s'))} / {number(median('all_first_byte_s'))}"]


def safe(figures):
    names = [n for n in ALL if figures.one("kills", n) or figures.one("power", n)]
    if not names:
        return ""
    rows = []
    for name in names:
        kill, power = figures.one("kills", name), figures.one("power", name)
        cuts = [max(c["losses_s"]) for c in power.get("cuts", [])]
        rows.append([ALL[name].title, number(kill.get("kill9_loss_mean_s")), number(kill.get("kill9_loss_max_s")),
                     " / ".join(number(c, 1) for c in cuts) or "–"])
    cut_times = " / ".join(str(c) for c in powercut.CUTS_S)
    return ("## What a crash costs\n\nSeconds of pictures that were delivered and are not in the files afterwards, of four "
            "cameras. kill -9: eight times, evenly spread over the 2 s between key frames. Power cut: ext4 on an image in "
            "memory, copied while it is written, journal replayed; worst camera.\n\n"
            + table(["recorder", "kill -9, mean s", "worst s", f"power cut after {cut_times} s"], rows))


def faithful(figures):
    out = []
    for name in ALL:
        line = figures.one("exact", name)
        if line:
            out.append([ALL[name].title, str(line["same"]), str(line["lost"]), str(line["twice"]), str(line["unknown"]),
                        str(line["sound_same"]), str(line["sound_unknown"])])
    text = ""
    if out:
        text += ("## The same bytes\n\nDigests of every picture and every frame of sound in the files against what the cameras "
                 "were given (4 cameras, 20 s).\n\n" + table(
                     ["recorder", "pictures as sent", "lost", "doubled", "changed", "sound as sent", "changed"], out))
    return "\n\n".join(p for p in [text, long_run(figures), on_disk(figures)] if p)


def long_run(figures):
    line = figures.one("long")
    if not line:
        return ""
    return (f"{line['seconds'] // 60} minutes of {line['n']} cameras (`bench/capture --long`): {line['same']} pictures as sent, "
            f"{line['lost']} lost, {line['twice']} doubled, {line['unknown']} changed.")


def on_disk(figures):
    minute, small = figures.one("minute"), figures.one("small")
    out = []
    if minute:
        out.append(f"Bytes that nvr wrote for each byte of pictures and sound, start and stop included, in "
                   f"{minute['seconds'] + minute['warm_up_s']:.0f} s of {minute['n']} cameras: "
                   f"{number(minute.get('written_per_payload'), 3)} at 4 Mbit/s (the files alone "
                   f"{number(minute.get('file_bytes_per_payload'), 3)})"
                   + (f", {number(small.get('written_per_payload'), 3)} at {small['mbit']:g} Mbit/s (the files alone "
                      f"{number(small.get('file_bytes_per_payload'), 3)})" if small else "") + ".")
        out.append(f"The JVM in {minute['seconds']} s: {minute['gc_pauses']} collections, the longest "
                   f"{minute['gc_longest_ms']:.1f} ms; {minute['safepoints']} safepoints, the longest "
                   f"{minute['safepoint_longest_ms']:.1f} ms ({minute['safepoint_longest']}).")
    return "## Bytes and pauses\n\n" + " ".join(out) if out else ""


def in_browser():
    console, live = browser("console"), browser("live")
    out = []
    if console:
        out.append(f"Console (`bench/console`, {console['browser']}): from a seek to its picture {console['seek_p50_ms']:.0f} ms "
                   f"(median), {console['seek_p95_ms']:.0f} ms (95 %), {console['seek_max_ms']:.0f} ms (longest of "
                   f"{console['seeks']}); the page of a day {console['day_page_bytes'] / 1000:.1f} kB with everything that it "
                   f"loads before media, the first page {console['first_page_bytes'] / 1000:.1f} kB.")
    if live:
        out.append(f"Live view (`bench/live`, {live['browser']}): first picture after {live['first_p50_ms']:.0f} ms (median), "
                   f"{live['first_max_ms']:.0f} ms (longest of {live['openings']}); from the camera's clock to the screen "
                   f"{live['delay_p50_ms']:.0f} ms (median), {live['delay_p95_ms']:.0f} ms (95 %).")
    load = max(line.get("load", 0) for line in (console, live))
    crowd = f" The load average then was up to {load:g}." if out and load > 3 else ""
    return (f"## In the browser\n\nHeadless, over loopback, on the recorder's own machine.{crowd}\n\n" + "\n\n".join(out)
            if out else "")


def passed_over(results):
    done = results.done()
    rows = {}
    for line in results.lines:
        if "skipped" in line:
            rows.update({k: line["reason"] for k in line["skipped"]})
        elif "failed" in line:
            rows[line["cell"]] = "failed: " + line["failed"]
    left = {}
    for key, reason in rows.items():
        if key not in done:
            kind, name = key.split("/")[:2]
            left.setdefault(reason, set()).add(f"{kind} {ALL[name].title if name in ALL else name}")
    if not left:
        return ""
    return "## Not measured\n\n" + "\n".join(f"- {', '.join(sorted(k))}: {r}" for r, k in left.items())


def again():
    return ("## Measuring it again\n\n`bench/capture` (about 50 minutes, may be interrupted), `bench/capture --quick` (three "
            "minutes), `bench/capture --long`, `bench/live`, `bench/console`. `bench/README.md` tells how each figure is taken.")
