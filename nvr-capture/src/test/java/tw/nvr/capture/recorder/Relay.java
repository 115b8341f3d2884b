package tw.nvr.capture.recorder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tw.nvr.core.camera.StreamAddress;

/** The network between recorder and camera: passes bytes on, until told to hold on to them. Thread-safe. */
final class Relay implements AutoCloseable {
    private final StreamAddress camera;
    private final ServerSocket server;
    private final List<Pipe> pipes = new CopyOnWriteArrayList<>();

    Relay(StreamAddress camera) throws IOException {
        this.camera = camera;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon("relay", this::accept);
    }

    private static void daemon(String name, Runnable work) {
        Thread t = new Thread(work, name);
        t.setDaemon(true);
        t.start();
    }

    StreamAddress address() {
        return new StreamAddress("rtsp", "127.0.0.1", server.getLocalPort(), camera.path());
    }

    int connections() {
        return pipes.size();
    }

    /** The peer vanishes from all present connections without FIN or RST: nothing is passed on in them any more. */
    void vanish() {
        pipes.forEach(p -> p.cut = true);
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                Socket there = new Socket();
                there.connect(new InetSocketAddress(camera.host(), camera.port()));
                Pipe pipe = new Pipe(client, there);
                pipes.add(pipe);
                daemon("relay-out", () -> pipe.pump(client, there));
                daemon("relay-in", () -> pipe.pump(there, client));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Pipe p : pipes) {
            p.client.close();
            p.camera.close();
        }
    }

    private static final class Pipe {
        private final Socket client;
        private final Socket camera;
        private volatile boolean cut;

        Pipe(Socket client, Socket camera) {
            this.client = client;
            this.camera = camera;
        }

        void pump(Socket from, Socket to) {
            byte[] buffer = new byte[8192];
            try {
                for (int n = from.getInputStream().read(buffer);
                        n >= 0;
                        n = from.getInputStream().read(buffer)) {
                    if (!cut) {
                        to.getOutputStream().write(buffer, 0, n);
                    }
                }
                if (!cut) {
                    to.close();
                }
            } catch (IOException e) {
                closeQuietly(to);
            }
        }

        private void closeQuietly(Socket s) {
            try {
                if (!cut) {
                    s.close();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
