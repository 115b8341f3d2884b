#!/usr/bin/env python3
"""A third-party RTSP server for tests and benchmarks: GStreamer's, playing clips as they are.

usage: gst-rtsp-server.py [--port N] [--user U --password P] [--basic] [--audio I]... [--udp-only] [--certificate PEM] [--launch PIPELINE]... [FILE...]

Serves FILE number i (from 0) at rtsp://127.0.0.1:PORT/i, H.264, and AAC where told that it is there, without transcoding, in real time, each client
from the start of the file. Pipelines in the language of gst-launch come at the numbers behind the files. Prints "ready PORT" when it listens. Ends when its standard input ends.
"""
import argparse
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
gi.require_version("GstRtsp", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

arguments = argparse.ArgumentParser()
arguments.add_argument("--port", default="0", help="0: any free one")
arguments.add_argument("--user")
arguments.add_argument("--password")
arguments.add_argument("--basic", action="store_true")
arguments.add_argument("--audio", action="append", type=int, default=[], help="file numbers that have AAC sound")
arguments.add_argument("--launch", action="append", default=[], help="a pipeline to serve as it is")
arguments.add_argument("--udp-only", action="store_true", help="refuse RTP over the RTSP connection with 461")
arguments.add_argument("--certificate", help="PEM file with certificate and key: RTSP over TLS only")
arguments.add_argument("files", nargs="*")
options = arguments.parse_args()

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(options.port)
auth = GstRtspServer.RTSPAuth() if options.user or options.certificate else None
if options.certificate and not options.user:
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "anonymous")
    auth.set_default_token(token)
if options.certificate:
    gi.require_version("Gio", "2.0")
    from gi.repository import Gio  # noqa: E402

    auth.set_tls_certificate(Gio.TlsCertificate.new_from_file(options.certificate))
    server.set_auth(auth)
if options.user:
    auth.set_supported_methods(2 if not options.basic else 1)  # GstRTSP: 1 basic, 2 digest
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    if options.basic:
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(options.user, options.password), token)
    else:
        auth.add_digest(options.user, options.password, token)
    server.set_auth(auth)
pipelines = []
for i, path in enumerate(options.files):
    launch = f'( filesrc location="{path}" ! qtdemux name=d d.video_0 ! queue ! h264parse ! rtph264pay name=pay0 pt=96 '
    if i in options.audio:
        launch += "d.audio_0 ! queue ! aacparse ! rtpmp4gpay name=pay1 pt=97 "
    pipelines.append(launch + ")")
for i, pipeline in enumerate(pipelines + options.launch):
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(pipeline)
    if options.udp_only:
        factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
    if options.certificate and not options.user:
        # with an RTSPAuth, what anybody may do has to be said
        anybody = GstRtspServer.RTSPPermissions()
        anybody.add_permission_for_role("anonymous", "media.factory.access", True)
        anybody.add_permission_for_role("anonymous", "media.factory.construct", True)
        factory.set_permissions(anybody)
    if options.user:
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("user", "media.factory.access", True)
        permissions.add_permission_for_role("user", "media.factory.construct", True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory(f"/{i}", factory)
server.attach(None)
loop = GLib.MainLoop()


def on_input(channel, condition):
    if not sys.stdin.buffer.read1(4096):
        loop.quit()
        return False
    return True


GLib.io_add_watch(GLib.IOChannel.unix_new(0), GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, on_input)
print(f"ready {server.get_bound_port()}", flush=True)
loop.run()
