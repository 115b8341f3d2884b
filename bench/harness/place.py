"""Where things lie, how progress is told, and how everything is taken away again."""
import contextlib
import ctypes
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "bench" / "results"
WORK = ROOT / "target" / "bench"
MEMORY = pathlib.Path("/dev/shm")
NVR = str(ROOT / "nvr")
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)
BEGAN = time.monotonic()


class Missing(Exception):
    """Something that is not installed or not allowed here; its text says how to get it."""


class Failed(Exception):
    """A measurement that went wrong; its text says how."""


def say(text):
    seconds = int(time.monotonic() - BEGAN)
    print(f"[{seconds // 60:02}:{seconds % 60:02}] {text}", file=sys.stderr, flush=True)


def with_us():
    """Between fork and exec: the child ends when this process does, however it ends."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def spawn(words, **options):
    """A child that cannot outlive us, in a process group of its own: Ctrl-C is ours to pass on."""
    options.setdefault("stdout", subprocess.DEVNULL)
    options.setdefault("stderr", subprocess.DEVNULL)
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.Popen([str(w) for w in words], preexec_fn=with_us, start_new_session=True, **options)


def run(words, **options):
    """A short command; its error output is told when it fails."""
    done = subprocess.run([str(w) for w in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, preexec_fn=with_us, **options)
    if done.returncode != 0:
        raise Failed(f"{' '.join(map(str, words[:4]))} … ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    return done.stdout


def need(program, how):
    """The path of a program, /usr/sbin included."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if not found:
        raise Missing(f"{program} is not installed ({how})")
    return found


@contextlib.contextmanager
def folder(name):
    """A folder on the disk of the checkout, gone afterwards."""
    WORK.mkdir(parents=True, exist_ok=True)
    path = pathlib.Path(tempfile.mkdtemp(prefix=f"run-{os.getpid()}-{name}-", dir=WORK))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def sweep():
    """Takes away what a run that was killed left behind: its folders, its mounts."""
    for old in [*WORK.glob("run-*"), *MEMORY.glob("nvr-bench-*")]:
        pid = old.name.removeprefix("nvr-bench").removeprefix("run").split("-")[1]
        if os.path.exists(f"/proc/{pid}"):
            continue
        for line in open("/proc/mounts"):
            where = line.split()[1]
            if where.startswith(str(old)):
                subprocess.run(["umount", "--lazy", where], check=False)
        shutil.rmtree(old, ignore_errors=True)


def free_port(first):
    """The first port from there on that nobody listens on: the same in every run, so that prepared folders fit."""
    for port in range(first, first + 200, 2):
        try:
            for p in (port, port + 1):
                with socket.socket() as s:
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    s.bind(("127.0.0.1", p))
            return port
        except OSError:
            continue
    raise Failed(f"no free port from {first} to {first + 200}")


def wait_until(what, seconds, condition, every=0.05):
    deadline = time.monotonic() + seconds
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() > deadline:
            raise Failed(f"not within {seconds:g} s: {what}")
        time.sleep(every)


def stop_on_signals():
    """SIGTERM and SIGHUP unwind like Ctrl-C: every folder, mount and process is taken away on the way out."""
    def interrupt(number, frame):
        raise KeyboardInterrupt
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
