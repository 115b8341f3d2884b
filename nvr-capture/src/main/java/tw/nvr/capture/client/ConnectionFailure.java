package tw.nvr.capture.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import tw.nvr.capture.source.SourceException;
import tw.nvr.core.camera.Camera;
import tw.nvr.core.camera.StreamAddress;
import tw.nvr.core.footage.GapCause;
import tw.nvr.core.problem.Problem;
import tw.nvr.core.problem.ProblemKind;

/** Puts what goes wrong with a connection into words: host and port, never the path. Pure functions. */
final class ConnectionFailure {
    private ConnectionFailure() {}

    /** The connection could not be made, or was lost before the camera played. */
    static SourceException connecting(StreamAddress address, IOException e) {
        String where = where(address);
        if (e instanceof UnknownHostException) {
            return unreachable("camera-host-unknown", e, address.host());
        }
        if (e instanceof SocketTimeoutException) {
            return unreachable("camera-no-answer", e, where);
        }
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (e instanceof NoRouteToHostException || text.contains("unreachable")) {
            return unreachable("camera-no-route", e, where);
        }
        if (e instanceof ConnectException && text.contains("refused")) {
            return unreachable("camera-port-closed", e, where);
        }
        return unreachable("camera-connection-lost", e, where);
    }

    /** The connection was lost while the camera played. */
    static SourceException lost(StreamAddress address, IOException e) {
        return unreachable("camera-connection-lost", e, where(address));
    }

    /** The camera ended the connection in an orderly way. */
    static SourceException hungUp(StreamAddress address) {
        return unreachable("camera-hung-up", null, where(address));
    }

    /** There is no TLS with the camera, or it is not known by the certificate that it shows. */
    static SourceException tls(Camera camera, SSLException e) {
        String where = where(camera.address());
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CertificateTrust.Changed changed) {
                Problem problem = Problem.of(
                        ProblemKind.REFUSED,
                        "camera-certificate-changed",
                        where,
                        changed.known(),
                        changed.shown(),
                        camera.id());
                return new SourceException(GapCause.AUTH, false, problem, e);
            }
        }
        boolean otherProtocol = String.valueOf(e.getMessage()).contains("unrecognized SSL message");
        return unreachable(otherProtocol ? "camera-tls-not-spoken" : "camera-tls-failed", e, where);
    }

    private static SourceException unreachable(String key, Throwable technical, String argument) {
        Problem problem = Problem.of(ProblemKind.UNAVAILABLE, key, argument);
        return new SourceException(GapCause.CAMERA_UNREACHABLE, false, problem, technical);
    }

    private static String where(StreamAddress address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        return host + ":" + address.port();
    }
}
