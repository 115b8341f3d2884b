"""A power cut, played: ext4 on an image in memory, copied while it is written; the copy is mounted, its journal replayed."""
import contextlib
import os
import pathlib
import random
import subprocess
import tempfile
import time

from .cameras import FRAMES_PER_SECOND, cameras, clip, wire
from .packets import whole_pictures
from .place import MEMORY, Failed, Missing, folder, need, run
from .processes import Recording
from .recorders import ALL, check

IMAGE_BYTES = 6 << 30
"""Sparse; the product wants room in reserve."""
CUTS_S = (5, 15, 25, 45)


def missing():
    """Why it cannot be done here, or None."""
    try:
        if os.geteuid() != 0:
            raise Missing("the power cut needs root: it mounts a file system of its own (sudo bench/capture)")
        for program, package in (("mkfs.ext4", "e2fsprogs"), ("mount", "mount"), ("losetup", "mount")):
            need(program, f"apt-get install {package}")
        if not os.access(MEMORY, os.W_OK):
            raise Missing("the power cut needs /dev/shm")
        with tempfile.TemporaryDirectory(prefix=f"nvr-bench-{os.getpid()}-", dir=MEMORY) as memory:
            image = pathlib.Path(memory) / "try.img"
            make(image, 16 << 20)
            with folder("try") as directory, mounted(image, directory / "disk"):
                pass
    except (Missing, Failed) as e:
        return str(e)
    return None


def make(image, size):
    with open(image, "wb") as f:
        f.truncate(size)
    run([need("mkfs.ext4", "apt-get install e2fsprogs"), "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image])


@contextlib.contextmanager
def mounted(image, where):
    where.mkdir(parents=True)
    run(["mount", "-o", "loop", image, where])
    try:
        yield where
    finally:
        for _ in range(20):
            if subprocess.run(["umount", where], stderr=subprocess.DEVNULL).returncode == 0:
                break
            time.sleep(0.25)
        else:
            subprocess.run(["umount", "--lazy", where])


def cuts(bench, recorder, n=4):
    """Seconds of delivered pictures that are gone at each cut; the moment within its second is random."""
    recorder = ALL[recorder]
    recorder.prepare(n, bench.port)
    figures = []
    with tempfile.TemporaryDirectory(prefix=f"nvr-bench-{os.getpid()}-", dir=MEMORY) as memory, \
            folder("power") as directory:
        memory = pathlib.Path(memory)
        make(memory / "disk.img", IMAGE_BYTES)
        with mounted(memory / "disk.img", directory / "disk") as disk, wire("bursts") as w, \
                cameras(n, w, bench.port, clip(), counted=True) as scene:
            recording = recorder.start(scene, n, disk)
            try:
                for cut in CUTS_S:
                    at = cut + random.random()
                    time.sleep(max(0.0, at - (time.monotonic() - recording.started)))
                    check(recording, disk)
                    delivered = scene.relay.units()
                    began = time.monotonic()
                    run(["cp", "--sparse=always", memory / "disk.img", memory / f"cut-{cut}.img"])
                    copied = time.monotonic() - began
                    losses = after(memory / f"cut-{cut}.img", directory / f"cut-{cut}", disk, delivered, recorder,
                                   recording)
                    (memory / f"cut-{cut}.img").unlink()
                    figures.append({"at_s": round(at, 2), "copy_s": round(copied, 3), "losses_s": losses})
            finally:
                recording.kill()
    every = [x for f in figures for x in f["losses_s"]]
    return {"n": n, "cuts": figures, "power_loss_mean_s": sum(every) / len(every), "power_loss_max_s": max(every)}


def after(image, where, disk, delivered, recorder, recording):
    """What the file system holds after its journal was replayed."""
    with mounted(image, where):
        survivor = Recording([], where / recording.media.relative_to(disk), 0)
        return [round((units - whole_pictures(recorder.camera_files(survivor, i))) / FRAMES_PER_SECOND, 2)
                for i, units in sorted(delivered.items())]
