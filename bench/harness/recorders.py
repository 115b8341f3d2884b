"""The recorders that are compared: how each is found, prepared and started. Every one records sound too, unless it cannot."""
import os
import pathlib
import shutil
import subprocess
import time

from . import place, zoneminder
from .place import Failed, Missing, need, run, say
from .processes import Recording

SEGMENT_SECONDS = 60


class Recorder:
    """One way to record N cameras. Its name is the key in the results; its title stands in the report."""

    name = title = ""
    note = ""

    def missing(self):
        """Why it cannot run here, and how to get it; None when it can."""
        try:
            self.look()
            return None
        except Missing as e:
            return str(e)

    def look(self):
        raise NotImplementedError

    def version(self):
        return ""

    def prepare(self, n, port):
        """What is done once for a number of cameras, outside every measurement."""

    def start(self, cameras, n, directory):
        raise NotImplementedError

    def camera_files(self, recording, i):
        """The files of one camera, in order."""
        return [f for f in recording.files() if f.name.startswith(f"{i}-")]


class Product(Recorder):
    name, title = "nvr", "nvr (whole product: index, SHA-256, console idle)"

    def __init__(self, environment=None):
        self.environment = environment or {}

    def look(self):
        if not os.access(place.NVR, os.X_OK):
            raise Missing("./nvr is not there")

    def template(self, n, port):
        return place.WORK / f"registered-{port}-{n}"

    def prepare(self, n, port):
        """A data folder with N cameras, made once and copied: adding a camera starts a JVM."""
        stamp = (place.ROOT / "nvr-daemon/target/dist/built").stat().st_mtime
        have, base = 0, None
        for path in sorted(place.WORK.glob(f"registered-{port}-*")):
            if path.name.endswith(".tmp") or path.stat().st_mtime < stamp:
                shutil.rmtree(path)
            elif have < int(path.name.rsplit("-", 1)[1]) <= n:
                have, base = int(path.name.rsplit("-", 1)[1]), path
        if have == n:
            return
        say(f"registering cameras {have + 1} to {n}")
        fresh = self.template(n, port).with_suffix(".tmp")
        if base:
            shutil.copytree(base, fresh)
        else:
            run([place.NVR, "storage", "init", "--dir", fresh])
        (fresh / "nvr.toml").write_text("[console]\nport = 0\n")
        for i in range(have, n):
            run([place.NVR, "camera", "add", f"cam{i}", "--name", f"Camera {i}", "--address",
                 f"rtsp://127.0.0.1:{port}/{i}", "--dir", fresh])
        os.utime(fresh)
        fresh.rename(self.template(n, port))

    def start(self, cameras, n, directory):
        data = directory / "data"
        shutil.copytree(self.template(n, cameras.port), data)
        os.sync()  # a box that was set up long ago has its databases on disk
        started = time.monotonic()
        p = cameras.wire.spawn([place.NVR, "run", "--dir", data], stderr=open(directory / "nvr.log", "wb"),
                               env={**os.environ, **self.environment})
        return Recording([p], data / "footage", started)

    def camera_files(self, recording, i):
        return [f for f in recording.files() if f"cam{i}" in f.parts]


class Ffmpeg(Recorder):
    name, title = "ffmpeg", "N × ffmpeg CLI, segment muxer"
    before = ["-rtsp_transport", "tcp"]
    after = ["-c", "copy", "-f", "segment", "-segment_time", str(SEGMENT_SECONDS), "-segment_format", "mp4",
             "-segment_format_options", "movflags=+frag_keyframe+empty_moov"]
    pattern = "{}-%03d.mp4"

    def look(self):
        need("ffmpeg", "apt-get install ffmpeg")

    def version(self):
        return run(["ffmpeg", "-version"]).split()[2]

    def start(self, cameras, n, directory):
        started = time.monotonic()
        log = open(directory / "ffmpeg.log", "wb")
        return Recording([
            cameras.wire.spawn(["ffmpeg", "-v", "error", "-nostdin"] + self.before + ["-i", cameras.address(i)]
                               + self.after + [directory / self.pattern.format(i)], stderr=log)
            for i in range(n)], directory, started)


class Frigate(Ffmpeg):
    name, title = "frigate", "N × ffmpeg CLI, Frigate's flags (10 s)"
    before = ["-avoid_negative_ts", "make_zero", "-fflags", "+genpts+discardcorrupt", "-rtsp_transport", "tcp",
              "-timeout", "5000000", "-use_wallclock_as_timestamps", "1"]
    after = ["-f", "segment", "-segment_time", "10", "-segment_format", "mp4", "-reset_timestamps", "1", "-strftime",
             "1", "-c", "copy"]
    pattern = "{}-%Y%m%d%H%M%S.mp4"


class GStreamer(Recorder):
    name, title = "gstreamer", "GStreamer splitmuxsink, one process"

    def look(self):
        program = need("gst-launch-1.0", "apt-get install gstreamer1.0-tools")
        need("gst-inspect-1.0", "apt-get install gstreamer1.0-tools")
        for element in ("rtspsrc", "rtph264depay", "rtpmp4gdepay", "h264parse", "aacparse", "splitmuxsink", "mp4mux"):
            if subprocess.run(["gst-inspect-1.0", element], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode:
                raise Missing(f"GStreamer has no {element} (apt-get install gstreamer1.0-plugins-good "
                              "gstreamer1.0-plugins-bad)")
        return program

    def version(self):
        return run(["gst-launch-1.0", "--version"]).split()[2]

    def start(self, cameras, n, directory):
        words = ["gst-launch-1.0", "-q", "-e"]
        for i in range(n):
            words += (f"rtspsrc location={cameras.address(i)} protocols=tcp name=r{i} "
                      f"splitmuxsink name=m{i} max-size-time={SEGMENT_SECONDS * 10**9} async-finalize=true "
                      f"muxer-factory=mp4mux muxer-properties=properties,fragment-duration=1000 "
                      f"location={directory}/{i}-%03d.mp4 "
                      f"r{i}. ! application/x-rtp,media=video ! rtph264depay ! h264parse ! m{i}.video "
                      f"r{i}. ! application/x-rtp,media=audio ! rtpmp4gdepay ! aacparse ! m{i}.audio_0").split()
        started = time.monotonic()
        p = cameras.wire.spawn(words, stderr=open(directory / "gst.log", "wb"))
        return Recording([p], directory, started)


class Motion(Recorder):
    name, title = "motion", "Motion, movie_passthrough"
    note = "always decodes; records no sound"

    def look(self):
        need("motion", "apt-get install motion")

    def version(self):
        done = subprocess.run([need("motion", ""), "-h"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.stdout.split(",")[0].split()[-1]

    def start(self, cameras, n, directory):
        common = (f"daemon off\nsetup_mode off\nwebcontrol_port 0\nstream_port 0\nlog_level 3\nlog_file {directory}/motion.log\n"
                  f"pid_file {directory}/motion.pid\n"
                  f"picture_output off\nmovie_output on\nmovie_passthrough on\nmovie_codec mp4\n"
                  f"movie_max_time {SEGMENT_SECONDS}\nemulate_motion on\nwidth 1920\nheight 1080\nframerate 25\n")
        files = []
        for i in range(n):
            path = directory / f"camera{i}.conf"
            path.write_text(f"camera_id {i + 1}\nnetcam_url {cameras.address(i)}\nnetcam_params rtsp_transport=tcp\n"
                            f"target_dir {directory}\nmovie_filename {i}-%Y%m%d%H%M%S\n")
            files.append(f"camera {path}\n")
        (directory / "motion.conf").write_text(common + "".join(files))
        started = time.monotonic()
        p = cameras.wire.spawn([need("motion", ""), "-n", "-c", directory / "motion.conf"])
        return Recording([p], directory, started)


class MediaMtx(Recorder):
    name, title = "mediamtx", "MediaMTX, record to fMP4"
    note = "driver written from its documentation"

    def look(self):
        need("mediamtx", "put its release binary on the PATH")

    def version(self):
        return run(["mediamtx", "--version"]).strip()

    def start(self, cameras, n, directory):
        paths = "".join(f"  cam{i}:\n    source: {cameras.address(i)}\n    rtspTransport: tcp\n" for i in range(n))
        (directory / "mediamtx.yml").write_text(
            "logLevel: warn\nrtsp: no\nrtmp: no\nhls: no\nwebrtc: no\nsrt: no\napi: no\nmetrics: no\n"
            "pathDefaults:\n  record: yes\n  recordFormat: fmp4\n  recordPartDuration: 1s\n"
            f"  recordSegmentDuration: {SEGMENT_SECONDS}s\n"
            f"  recordPath: {directory}/%path/%Y-%m-%d_%H-%M-%S-%f\n"
            f"paths:\n{paths}")
        started = time.monotonic()
        p = cameras.wire.spawn(["mediamtx", directory / "mediamtx.yml"])
        return Recording([p], directory, started)

    def camera_files(self, recording, i):
        return [f for f in recording.files() if f.parent.name == f"cam{i}"]


class Moonfire(Recorder):
    name, title = "moonfire", "Moonfire NVR"
    note = "needs its database set up by hand"

    def look(self):
        need("moonfire-nvr", "put its release binary on the PATH")
        if "MOONFIRE_CONFIG" not in os.environ:
            raise Missing("moonfire-nvr is there, but its cameras are added in its own dialog: set MOONFIRE_CONFIG to a "
                          "configuration whose sample files lie in MOONFIRE_FILES, with cameras at rtsp://127.0.0.1:18554/0 "
                          "and up")
        if "MOONFIRE_FILES" not in os.environ:
            raise Missing("set MOONFIRE_FILES to the folder of Moonfire's sample files")

    def version(self):
        return run(["moonfire-nvr", "--version"]).strip()

    def start(self, cameras, n, directory):
        started = time.monotonic()
        p = cameras.wire.spawn(["moonfire-nvr", "run", "--config", os.environ["MOONFIRE_CONFIG"]])
        return MoonfireRecording([p], pathlib.Path(os.environ["MOONFIRE_FILES"]), started)


class MoonfireRecording(Recording):
    """Sample files are named by a number in hexadecimal; those of earlier runs do not count."""

    def __init__(self, processes, media, started):
        super().__init__(processes, media, started)
        self.earlier = {f.name for f in media.iterdir()}

    def files(self):
        return [f for f in self.media.iterdir() if f.name not in self.earlier and f.name != "meta"]


class ZoneMinder(Recorder):
    name, title = "zoneminder", "ZoneMinder, N × zmc, passthrough"
    note = "its MariaDB is counted with it; decoding off"

    def look(self):
        zoneminder.look()

    def version(self):
        return zoneminder.version()

    def start(self, cameras, n, directory):
        return zoneminder.start(cameras, n, directory)

    def camera_files(self, recording, i):
        return [f for f in recording.files() if f.relative_to(recording.media).parts[0] == str(i + 1)]


ALL = {r.name: r for r in (Product(), Ffmpeg(), Frigate(), GStreamer(), Motion(), ZoneMinder(), MediaMtx(), Moonfire())}


def check(recording, directory):
    if not recording.alive():
        logs = [f"{f.name}: {f.read_text(errors='replace')[:400]}" for f in directory.glob("*.log") if f.stat().st_size]
        raise Failed("a recorder's process ended by itself; " + " | ".join(logs))
