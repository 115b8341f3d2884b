package tw.nvr.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One name for the assets as they are in this build, part of their addresses: a browser may keep them for a year and still
 * fetches the new ones after an update. Stateless.
 */
public final class AssetVersion {
    /** Every file of ours under {@code assets/}; a test holds it against the folder. */
    static final List<String> NAMES = List.of(
            "console.css",
            "coverage.js",
            "deck.js",
            "hlsloader.js",
            "live.js",
            "livestream.js",
            "look.js",
            "playback.js",
            "player.js",
            "playlisttime.js",
            "refresh.js",
            "screen.js",
            "shell.js",
            "timeline.js",
            "walltime.js",
            "words.js");

    private static final int DIGITS = 12;

    private AssetVersion() {}

    /** The first digits of a SHA-256 over all of them. */
    public static String compute() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String name : NAMES) {
                try (InputStream in = AssetVersion.class.getResourceAsStream("/tw/nvr/web/assets/" + name)) {
                    if (in == null) {
                        throw new IllegalStateException("the build lacks the asset " + name);
                    }
                    digest.update(in.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
