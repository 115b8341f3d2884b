package tw.nvr.capture.simulated;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all connections of a server share: the programmes with their addresses, what goes wrong, what was sent. Used by the
 * server's thread, except where said.
 */
final class Mounts implements AutoCloseable {
    private static final Pattern TRACK = Pattern.compile("(.*?)/?track([12])/?");
    private static final Pattern NUMBER = Pattern.compile("/([1-9]\\d{0,3})/?");
    /** Streams remembered at the most: an endless row of reconnecting clients must not fill the memory. */
    private static final int STREAMS = 1000;

    private final Settings settings;
    private final Misbehaviour misbehaviour;
    private final Tunnels tunnels;
    private final List<Programme> programmes = new ArrayList<>();
    private final List<SentStream> streams = new ArrayList<>();
    private final Instant startWall;
    private final long startNanos;

    /** Opens every file, or the encoder. */
    Mounts(Settings settings, Misbehaviour misbehaviour) {
        this.settings = settings;
        this.misbehaviour = misbehaviour;
        this.tunnels = new Tunnels(settings, misbehaviour);
        this.startWall = settings.wall().instant();
        this.startNanos = settings.ticker().nanos();
        if (settings.clips().isEmpty()) {
            programmes.add(new PictureProgramme(settings, startWall));
        } else {
            List<Clip> clips = settings.clips().stream().map(Clip::check).toList();
            for (int i = 0; i < clips.size(); i++) {
                programmes.add(new ClipProgramme(clips, i));
            }
        }
    }

    Settings settings() {
        return settings;
    }

    Tunnels tunnels() {
        return tunnels;
    }

    Misbehaviour misbehaviour() {
        return misbehaviour;
    }

    /** Media time since the start of the server. */
    long mediaNanos(long now) {
        return (long) ((now - startNanos) * settings.speed());
    }

    /** Thread-safe. */
    synchronized List<SentStream> streams() {
        return List.copyOf(streams);
    }

    synchronized SentStream newStream(String mount) {
        SentStream stream = new SentStream(mount, settings.logLimit());
        streams.add(stream);
        if (streams.size() > STREAMS) {
            streams.remove(0);
        }
        return stream;
    }

    /** The programme of a mount point, if there is one. */
    Optional<Programme> at(String mount) {
        Matcher m = NUMBER.matcher(mount);
        if (mount.isEmpty() || mount.equals("/")) {
            return Optional.of(programmes.get(0));
        }
        if (!m.matches() || Integer.parseInt(m.group(1)) > programmes.size()) {
            return Optional.empty();
        }
        return Optional.of(programmes.get(Integer.parseInt(m.group(1)) - 1));
    }

    @Override
    public void close() {
        programmes.forEach(Programme::close);
    }

    /**
     * What an address means.
     *
     * @param mount its path without the track and the query
     * @param track 1 video, 2 sound, 0 both
     */
    record Place(String mount, int track) {
        static Place of(String uri) {
            int authority = uri.indexOf("://");
            int slash = authority < 0 ? uri.indexOf('/') : uri.indexOf('/', authority + 3);
            String path = slash < 0 ? "/" : uri.substring(slash);
            Matcher m = TRACK.matcher(path);
            int track = 0;
            if (m.matches()) {
                track = Integer.parseInt(m.group(2));
                path = m.group(1);
            }
            int query = path.indexOf('?');
            return new Place(query < 0 ? path : path.substring(0, query), track);
        }
    }
}
