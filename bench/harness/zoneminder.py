"""ZoneMinder's capture process, zmc, with a MariaDB of its own: both live in the folder of the measurement."""
from .place import Missing, need

HOW = "apt-get install zoneminder mariadb-server"


def look():
    need("zmc", HOW)
    need("mariadbd", HOW)
    raise Missing("not driven yet")


def version():
    return ""


def start(cameras, n, directory):
    raise NotImplementedError
