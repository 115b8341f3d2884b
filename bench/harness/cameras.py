"""Cameras for the benchmark: GStreamer's RTSP server on loopback, in bursts or paced packet by packet."""
import contextlib
import os
import shutil
import subprocess

from . import place
from .place import Failed, Missing, need, run, say, spawn
from .relay import Relay

SERVER = place.ROOT / "nvr-daemon/src/test/resources/tw/nvr/daemon/e2e/gst-rtsp-server.py"
FRAMES_PER_SECOND = 25
WIRE_MBIT = 100
PACKET_SECONDS = 1400 * 8 / WIRE_MBIT / 1e6
SHORT, LONG = 120, 720


def clip(mbit=4.0, seconds=SHORT):
    """A noisy 1080p25 clip of that bitrate, key frame every 2 s, with AAC sound: ten seconds, looped without coding."""
    place.WORK.mkdir(parents=True, exist_ok=True)
    ten = place.WORK / f"clip-{mbit:g}.mp4"
    path = place.WORK / f"clip-{mbit:g}-{seconds}.mp4"
    need("ffmpeg", "apt-get install ffmpeg")
    if not ten.exists():
        say(f"making a clip of {mbit:g} Mbit/s")
        rate = f"{int(mbit * 1000)}k"
        run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=25",
             "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=16000", "-t", "10", "-vf",
             "noise=alls=12:allf=t", "-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "baseline", "-b:v", rate,
             "-maxrate", rate, "-bufsize", f"{int(mbit * 500)}k", "-g", "50", "-keyint_min", "50", "-sc_threshold",
             "0", "-c:a", "aac", "-b:a", "32k", f"{ten}.tmp.mp4"])
        os.rename(f"{ten}.tmp.mp4", ten)
    if not path.exists():
        run(["ffmpeg", "-v", "error", "-y", "-stream_loop", seconds // 10, "-i", ten, "-t", seconds, "-c", "copy",
             f"{path}.tmp.mp4"])
        os.rename(f"{path}.tmp.mp4", path)
    return path


def gstreamer_missing():
    """Why GStreamer's RTSP server cannot be used, or None."""
    code = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"
    if subprocess.run(["/usr/bin/python3", "-c", code], stderr=subprocess.DEVNULL).returncode:
        return ("GStreamer's RTSP server is not installed (apt-get install python3-gi gir1.2-gst-rtsp-server-1.0 "
                "gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad)")
    return None


class Wire:
    """Where cameras and recorder meet: the loopback of this system, or one of its own that is as slow as a network."""

    def __init__(self, prefix=(), pace=0.0, words="loopback, each frame at once"):
        self.prefix = list(prefix)
        self.pace = pace
        self.words = words

    def spawn(self, words, **options):
        return spawn(self.prefix + list(words), **options)


@contextlib.contextmanager
def wire(delivery):
    """Bursts: the loopback. Paced: a network namespace whose loopback sends one packet each 120 µs; where that is not
    allowed, a relay that sleeps between packets."""
    if delivery == "bursts":
        yield Wire()
        return
    try:
        ip, tc, unshare, nsenter = (need(p, "apt-get install iproute2 util-linux")
                                    for p in ("ip", "tc", "unshare", "nsenter"))
        setup = (f"{ip} link set lo mtu 1500 up && "
                 f"{tc} qdisc add dev lo root tbf rate {WIRE_MBIT}mbit burst 3000 latency 400ms && echo ready && exec cat")
        holder = spawn([unshare, "-n", "sh", "-c", setup], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    except Missing as e:
        yield paced_by_relay(str(e))
        return
    try:
        if holder.stdout.readline().strip() == "ready":
            yield Wire([nsenter, "-t", holder.pid, "-n"],
                       words=f"own network namespace, lo mtu 1500, tbf {WIRE_MBIT} Mbit/s")
        else:
            yield paced_by_relay("no network namespace with tbf: needs root (CAP_NET_ADMIN, CAP_SYS_ADMIN)")
    finally:
        holder.stdin.close()
        holder.kill()
        holder.wait()


def paced_by_relay(reason):
    return Wire(pace=PACKET_SECONDS, words=f"relay that sleeps between packets ({reason})")


class Cameras:
    """N cameras at rtsp://127.0.0.1:PORT/I; with a relay, what was delivered of each is known."""

    def __init__(self, wire, port, relay):
        self.wire = wire
        self.port = port
        self.relay = relay

    def address(self, i):
        return f"rtsp://127.0.0.1:{self.port}/{i}"


@contextlib.contextmanager
def cameras(n, wire, port, source, counted=False):
    """Each client gets the clip from its start, in real time."""
    behind = counted or wire.pace > 0
    server_port = port + 1 if behind else port
    audio = sum((["--audio", i] for i in range(n)), [])
    server = wire.spawn(["/usr/bin/python3", SERVER, "--port", server_port] + audio + [source] * n,
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    relay = None
    try:
        if not server.stdout.readline().startswith("ready"):
            raise Failed(gstreamer_missing() or "GStreamer's RTSP server did not start")
        if behind:
            relay = Relay(port, server_port, wire.pace)
        yield Cameras(wire, port, relay)
    finally:
        if relay:
            relay.close()
        server.kill()
        server.wait()


def disk_room(path, bytes_needed):
    free = shutil.disk_usage(path).free
    if free < bytes_needed:
        raise Failed(f"{path} has {free >> 20} MiB free, the benchmark needs {bytes_needed >> 20} MiB")
