"""The measurements. Each is a function of a Bench and some names, and gives back a dictionary of figures."""
import dataclasses
import os
import time

from . import place
from .cameras import FRAMES_PER_SECOND, LONG, cameras, clip, disk_room, wire
from .gclog import pauses
from .packets import Cycle, digests, payload, whole_pictures
from .place import Failed, folder, say
from .recorders import ALL, Product, check

FOOTAGE = 64 * 1024
"""A file that holds more has pictures in it, not only its head: the first key frame alone is larger."""


@dataclasses.dataclass
class Bench:
    """What all measurements share. Seconds."""

    port: int
    warm_up: float = 8
    window: float = 20
    calls_window: float = 3


def first_footage(recording, n, directory, threshold=FOOTAGE, limit=40):
    """Seconds from the start until one camera's, and until every camera's, first footage is on disk."""
    first = None
    while True:
        have = 0
        for f in recording.files():
            try:
                have += f.stat().st_size > threshold
            except OSError:
                pass
        now = time.monotonic() - recording.started
        if have and first is None:
            first = now
        if have >= n or now > limit:
            return first, now if have >= n else None
        check(recording, directory)
        time.sleep(0.01 if n <= 16 else 0.03)


def record(bench, recorder, n, delivery, extras=True):
    """Warm-up and window of one recorder: what it costs. Extras: what need not be repeated, after the window."""
    recorder = ALL[recorder]
    recorder.prepare(n, bench.port)
    source = clip()
    disk_room(place.WORK, n * 40 << 20)
    with folder("record") as directory, wire(delivery) as w, cameras(n, w, bench.port, source) as scene:
        os.sync()
        recording = recorder.start(scene, n, directory)
        try:
            first, every = first_footage(recording, n, directory)
            if every is None:
                raise Failed(f"not every camera had footage within 40 s (first: {first})")
            time.sleep(max(0.0, bench.warm_up - (time.monotonic() - recording.started)))
            result = window(bench, recording, n, by_thread=recorder.name == "nvr")
            result.update(first_byte_s=first, all_first_byte_s=every, wire=w.words)
            if extras:
                rate, how = recording.system_calls(bench.calls_window)
                result.update(system_calls_per_camera_s=rate and rate / n, system_calls_by=how)
            check(recording, directory)
            recording.stop()
            if extras and n <= 16:
                share(recording, recorder, n, result)
            return result
        finally:
            recording.kill()


def window(bench, recording, n, by_thread=False):
    threads = recording.cpu_by_thread() if by_thread else None
    (cpu, system), at, size = recording.cpu_seconds(), time.monotonic(), recording.media_bytes()
    time.sleep(bench.window)
    (cpu2, system2), lasted = recording.cpu_seconds(), time.monotonic() - at
    memory = recording.memory_mib()
    extra = {}
    if by_thread:
        spent = recording.cpu_by_thread() - threads
        extra = {"cpu_s_by_thread": {k: round(v, 3) for k, v in spent.most_common(8)}}
    return {
        **extra,
        "cpu_s_per_camera_minute": (cpu2 - cpu) / lasted * 60 / n,
        "system_s_per_camera_minute": (system2 - system) / lasted * 60 / n,
        "pss_mib": memory["Pss"],
        "rss_mib": memory["Rss"],
        "threads": recording.threads(),
        "mbit_per_s": (recording.media_bytes() - size) * 8 / lasted / 1e6,
        "window_s": lasted,
    }


def share(recording, recorder, n, result):
    """Bytes that reached block devices, and bytes of files, for each byte of pictures and sound."""
    files = recording.files()
    media = payload(f for i in range(n) for f in recorder.camera_files(recording, i))
    if media:
        result.update(written_per_payload=recording.written / media,
                      file_bytes_per_payload=sum(f.stat().st_size for f in files) / media, payload_bytes=media)


def small(bench, mbit=0.5, n=16, seconds=60):
    """Bytes written for a camera of half a megabit: padding weighs most there."""
    recorder = ALL["nvr"]
    recorder.prepare(n, bench.port)
    with folder("small") as directory, wire("bursts") as w, cameras(n, w, bench.port, clip(mbit)) as scene:
        recording = recorder.start(scene, n, directory)
        try:
            progress(recording, directory, bench.warm_up + seconds)
            recording.stop()
            result = {"mbit": mbit, "n": n, "seconds": seconds}
            share(recording, recorder, n, result)
            return result
        finally:
            recording.kill()


def kills(bench, recorder, phases=8, n=4):
    """Seconds of delivered pictures that a kill -9 costs, at evenly spread phases of the 2 s between key frames."""
    recorder = ALL[recorder]
    recorder.prepare(n, bench.port)
    losses = []
    with wire("bursts") as w, cameras(n, w, bench.port, clip(), counted=True) as scene:
        for phase in range(phases):
            scene.relay.forget()
            with folder("kill") as directory:
                recording = recorder.start(scene, n, directory)
                try:
                    _, every = first_footage(recording, n, directory, limit=30)
                    if every is None:
                        raise Failed("not every camera had footage within 30 s")
                    time.sleep(max(0.0, 5.0 - (time.monotonic() - recording.started)) + 2.0 * phase / phases)
                    check(recording, directory)
                    recording.kill()
                    losses += lost(scene.relay.units(), recording, recorder)
                finally:
                    recording.kill()
    return {"n": n, "phases": phases, "kill9_loss_mean_s": sum(losses) / len(losses), "kill9_loss_max_s": max(losses),
            "losses_s": [round(x, 2) for x in losses]}


def lost(delivered, recording, recorder):
    return [(units - whole_pictures(recorder.camera_files(recording, i))) / FRAMES_PER_SECOND
            for i, units in sorted(delivered.items())]


def minute(bench, n=16, seconds=60):
    """A minute after the warm-up: the JVM's own log of its pauses, and the bytes of the whole run."""
    log = "gc.log"
    with folder("gc") as directory, wire("bursts") as w, cameras(n, w, bench.port, clip()) as scene:
        product = Product({"JAVA_TOOL_OPTIONS": f"-Xlog:gc,safepoint:file={directory}/{log}:uptime"})
        product.prepare(n, bench.port)
        recording = product.start(scene, n, directory)
        try:
            time.sleep(bench.warm_up)
            began = time.monotonic() - recording.started
            time.sleep(seconds)
            check(recording, directory)
            recording.stop()
            result = {"n": n, "seconds": seconds, "warm_up_s": bench.warm_up}
            share(recording, product, n, result)
            return {**result, **pauses((directory / log).read_text(), began, began + seconds)}
        finally:
            recording.kill()


def exact(bench, recorder, n=4, seconds=20, source=None):
    """Every kept picture and every frame of sound against what the cameras were given: same bytes, none lost, none twice."""
    recorder = ALL[recorder]
    recorder.prepare(n, bench.port)
    source = source or clip()
    video, sound = Cycle(source), Cycle(source, "a:0")
    disk_room(place.WORK, int(n * seconds * 0.6e6))
    with folder("exact") as directory, wire("bursts") as w, cameras(n, w, bench.port, source, counted=n <= 4) as scene:
        recording = recorder.start(scene, n, directory)
        try:
            progress(recording, directory, seconds)
            recording.stop()
            totals = {"same": 0, "lost": 0, "twice": 0, "unknown": 0, "sound_same": 0, "sound_unknown": 0, "fewest": None}
            for i in range(n):
                files = recorder.camera_files(recording, i)
                same, gone, twice, unknown = video.compare(digests(files))
                totals["same"] += same
                totals["lost"] += gone
                totals["twice"] += twice
                totals["unknown"] += unknown
                totals["fewest"] = same if totals["fewest"] is None else min(totals["fewest"], same)
                same, _, _, unknown = sound.compare(digests(files, "a:0"))
                totals["sound_same"] += same
                totals["sound_unknown"] += unknown
            return {"n": n, "seconds": seconds, **totals}
        finally:
            recording.kill()


def progress(recording, directory, seconds):
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if seconds > 60:
            say(f"  {left:.0f} s left, {recording.media_bytes() >> 20} MiB recorded")
        time.sleep(min(30, left))
        check(recording, directory)


def long(bench, n=16, seconds=600):
    """Ten minutes of 16 cameras: nothing lost, nothing twice."""
    return exact(bench, "nvr", n, seconds, clip(4.0, LONG))
