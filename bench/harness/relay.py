"""A TCP relay between cameras and recorder that counts what it hands on, and can send packet by packet.

It knows just enough of RTSP (RFC 2326): interleaved frames start with '$', channel and length; in an RTP packet of channel
0 (the video) the marker bit ends an access unit (RFC 6184). Thread-safe.
"""
import re
import socket
import threading
import time


class Delivered:
    """One camera's connection: access units handed to the recorder, and when the last one was."""

    def __init__(self):
        self.path = None
        self.units = 0
        self.bytes = 0
        self.last = None


class Relay:
    def __init__(self, port, server_port, pace):
        self.server_port = server_port
        self.pace = pace
        self.connections = []
        self.lock = threading.Lock()
        self.sockets = []
        self.listener = socket.create_server(("127.0.0.1", port), backlog=256)
        self.accepting = threading.Thread(target=self._accept, daemon=True)
        self.accepting.start()

    def _accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.server_port))
            except OSError:
                client.close()
                continue
            delivered = Delivered()
            with self.lock:
                self.connections.append(delivered)
                self.sockets += [client, server]
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._up, args=(client, server, delivered), daemon=True).start()
            threading.Thread(target=self._down, args=(server, client, delivered), daemon=True).start()

    def _up(self, client, server, delivered):
        try:
            while data := client.recv(65536):
                if delivered.path is None and (m := re.search(rb"rtsp://[^/ ]+/(\d+)", data)):
                    delivered.path = m.group(1).decode()
                server.sendall(data)
        except OSError:
            pass
        self._end(client, server)

    @staticmethod
    def _end(*ends):
        for s in ends:
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _down(self, server, client, delivered):
        rest = b""
        try:
            while data := server.recv(262144):
                rest = self._hand_on(client, rest + data, delivered)
        except OSError:
            pass
        self._end(client, server)

    def _hand_on(self, client, data, delivered):
        """Sends whole interleaved frames and answers; what is not whole waits."""
        at, sent, units = 0, 0, 0
        while at < len(data):
            if data[at] != 0x24:
                following = data.find(b"$", at)
                at = len(data) if following < 0 else following
                continue
            if at + 4 > len(data):
                break
            end = at + 4 + int.from_bytes(data[at + 2:at + 4], "big")
            if end > len(data):
                break
            if data[at + 1] == 0 and end - at > 5 and data[at + 5] & 0x80:
                units += 1
            at = end
            if self.pace:
                client.sendall(data[sent:at])
                sent = at
                time.sleep(self.pace)
        client.sendall(data[sent:at])
        delivered.bytes += at
        if units:
            delivered.units += units
            delivered.last = time.monotonic()
        return data[at:]

    def units(self):
        """Access units by camera, of the connection of each that delivered most recently."""
        with self.lock:
            alive = sorted((c for c in self.connections if c.last), key=lambda c: c.last)
        return {int(c.path): c.units for c in alive if c.path is not None}

    def forget(self):
        with self.lock:
            self.connections.clear()

    def close(self):
        # Closing alone would leave the port taken for as long as a thread waits in accept.
        self._end(self.listener)
        self.accepting.join()
        self.listener.close()
        with self.lock:
            self._end(*self.sockets)
