"""ZoneMinder's capture process, zmc, one per camera, with a MariaDB and a configuration of its own.

Everything lies in the folder of the measurement: /etc/zm and /run/zm are covered in a mount namespace that ends with it, so
that an installation on the same machine is not touched. That needs root.
"""
import os
import pathlib
import re
import shutil
import subprocess
import time

from .place import Failed, Missing, need, run, spawn, wait_until
from .processes import Recording

HOW = "apt-get install zoneminder mariadb-server"
SCHEMA = pathlib.Path("/usr/share/zoneminder/db/zm_create.sql")
SOCKET = "/run/zm/bench.sock"
EVENTS = "/run/zm/events"
SECTION_SECONDS = 60


def look():
    for program in ("zmc", "zmupdate.pl", "mariadbd", "mariadb", "mariadb-install-db"):
        need(program, HOW)
    if not SCHEMA.exists():
        raise Missing(f"{SCHEMA} is not there ({HOW})")
    if os.geteuid() != 0:
        raise Missing("ZoneMinder is measured as root only: it gets a database and an /etc/zm of its own")


def version():
    text = subprocess.run([need("zmc", HOW), "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return text.stdout.strip().split("\n")[0]


def start(cameras, n, directory):
    conf = directory / "etc"
    shutil.copytree("/etc/zm", conf)
    text = (conf / "zm.conf").read_text()
    (conf / "zm.conf").write_text(re.sub(r"(?m)^ZM_DB_HOST=.*$", f"ZM_DB_HOST=localhost:{SOCKET}", text))
    (directory / "events").mkdir()
    # Shared memory and logs are its own too, and a path to events that fits into the 64 letters of its column.
    setup = (f"mkdir -p /run/zm /var/log/zm && for d in /run/zm /dev/shm /var/log/zm; do mount -t tmpfs tmpfs $d; done && "
             f"mkdir {EVENTS} && mount --bind '{directory}/events' {EVENTS} && mount --bind '{conf}' /etc/zm && "
             "echo ready && exec cat")
    holder = spawn([need("unshare", "apt-get install util-linux"), "-m", "sh", "-c", setup], stdin=subprocess.PIPE,
                   stdout=subprocess.PIPE, text=True)
    if holder.stdout.readline().strip() != "ready":
        raise Failed("no mount namespace for ZoneMinder's configuration")
    inside = [need("nsenter", "apt-get install util-linux"), "-t", holder.pid, "-m"]
    database = None
    try:
        database = start_database(cameras, inside, directory)
        fill(inside, cameras, n)
        log = open(directory / "zmc.log", "wb")
        started = time.monotonic()
        captures = [cameras.wire.spawn(inside + [need("zmc", HOW), "-m", i + 1], stderr=log) for i in range(n)]
        return ZoneMinderRecording(captures, database, holder, directory / "events", started)
    except BaseException:
        for p in (database, holder):
            if p:
                p.kill()
                p.wait()
        raise


def start_database(cameras, inside, directory):
    data = directory / "db"
    run([need("mariadb-install-db", HOW), "--no-defaults", "--user=root", f"--datadir={data}",
         "--auth-root-authentication-method=normal", "--skip-test-db"])
    database = cameras.wire.spawn(
        inside + [need("mariadbd", HOW), "--no-defaults", "--user=root", f"--datadir={data}", f"--socket={SOCKET}",
                  f"--pid-file={data}/pid", "--skip-networking"], stderr=open(directory / "db.log", "wb"))
    wait_until("MariaDB answers", 30, lambda: subprocess.run(
        [str(w) for w in inside + ["mariadb-admin", f"--socket={SOCKET}", "ping"]], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL).returncode == 0)
    return database


def fill(inside, cameras, n):
    """Schema, ZoneMinder's own defaults, one place for events, N monitors that record without decoding."""
    def sql(text):
        done = subprocess.run([str(w) for w in inside + ["mariadb", f"--socket={SOCKET}"]], input=text, text=True,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode:
            raise Failed(f"ZoneMinder's database refused: {done.stderr.strip()[-300:]}")

    sql(SCHEMA.read_text())
    sql("CREATE USER 'zmuser'@'localhost' IDENTIFIED BY 'zmpass'; GRANT ALL ON zm.* TO 'zmuser'@'localhost';")
    run(inside + [need("zmupdate.pl", HOW), "--freshen"])
    monitors = "".join(
        f"INSERT INTO zm.Monitors SET Id={i + 1}, Name='cam{i}', Type='Ffmpeg', `Function`='Record', Enabled=1, "
        f"DecodingEnabled=0, Path='{cameras.address(i)}', Method='rtpRtsp', Width=1920, Height=1080, Colours=4, SaveJPEGs=0, "
        f"VideoWriter=2, RecordAudio=1, StorageId=1, SectionLength={SECTION_SECONDS};" for i in range(n))
    sql(f"DELETE FROM zm.Storage; INSERT INTO zm.Storage SET Id=1, Name='bench', Path='{EVENTS}', Enabled=1; "
        + monitors)


class ZoneMinderRecording(Recording):
    """The database is counted with the captures, and outlives them when they stop."""

    def __init__(self, captures, database, holder, media, started):
        super().__init__(captures + [database], media, started)
        self.captures = captures
        self.holder = holder

    def stop(self, *arguments, **options):
        everything = self.processes
        try:
            self.processes = self.captures
            super().stop(*arguments, **options)
        finally:
            self.processes = everything
        super().stop(*arguments, **options)
        self.end()

    def kill(self):
        super().kill()
        self.end()

    def end(self):
        self.holder.kill()
        self.holder.wait()
