package tw.nvr.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sound of every kind that another maker's server can send lies where it was heard: once a second the picture turns white
 * and a tone begins, and in what was recorded they still do so together. The judge is the ffmpeg of the distribution.
 */
@Tag("realtime")
class SoundInStepTest {
    /** Pictures come every 40 ms, and the sound is moved by no more than that (SoundAlignment); a bit for the coders. */
    private static final double IN_STEP = 0.05;

    private static final int RATE = 8_000;
    private static final int SECONDS = 8;
    private static final Pattern BRIGHTNESS = Pattern.compile("pts_time:([0-9.]+)\\s+\\S+YAVG=([0-9.]+)");

    @TempDir
    static Path dir;

    private static final Map<String, String> SOUNDS = new TreeMap<>(Map.of(
            "pcma", "audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay1 pt=8",
            "pcmu", "audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay name=pay1 pt=0",
            "l16", "audio/x-raw,rate=44100,channels=2 ! rtpL16pay name=pay1 pt=97",
            "l16-odd", "audio/x-raw,rate=20000,channels=1 ! rtpL16pay name=pay1 pt=97",
            "g726", "audio/x-raw,rate=8000,channels=1 ! avenc_g726 bitrate=32000 ! rtpg726pay name=pay1 pt=97",
            "aac", "audio/x-raw,rate=16000,channels=1 ! avenc_aac ! aacparse ! rtpmp4gpay name=pay1 pt=97",
            "latm", "audio/x-raw,rate=16000,channels=1 ! avenc_aac ! aacparse ! rtpmp4apay name=pay1 pt=97"));

    private static GstServer server;
    private static Rig rig;

    @BeforeAll
    static void record() throws Exception {
        DebianFfmpeg.assumeEncoder("libx264");
        Path clip = DebianFfmpeg.make(
                dir.resolve("clip.mov"),
                "-f",
                "lavfi",
                "-i",
                "color=black:size=320x180:rate=25:duration=14,drawbox=color=white:t=fill:enable='lt(mod(t,1),0.2)'",
                "-f",
                "lavfi",
                "-i",
                "aevalsrc='if(lt(mod(t,1),0.2),0.6*sin(2*PI*800*t),0)':s=48000:d=14",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-bf",
                "0",
                "-g",
                "25",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "pcm_s16le");
        List<String> launches = new ArrayList<>();
        SOUNDS.values().forEach(sound -> {
            launches.add("--launch");
            launches.add("( filesrc location=\"" + clip
                    + "\" ! qtdemux name=d d.video_0 ! queue ! h264parse ! rtph264pay name=pay0 pt=96"
                    + " d.audio_0 ! queue ! audioconvert ! audioresample ! " + sound + " )");
        });
        server = GstServer.start(launches.toArray(String[]::new));
        rig = new Rig(dir, Duration.ofMinutes(5), InstantSource.system());
        int number = 0;
        for (String name : SOUNDS.keySet()) {
            rig.add(name, server.address(number++));
        }
        for (String name : SOUNDS.keySet()) {
            Await.until(SECONDS + " s of " + name, Duration.ofSeconds(60), () -> rig.frames(name) >= SECONDS * 25);
        }
        rig.stopRecording();
    }

    @AfterAll
    static void stop() throws Exception {
        if (rig != null) {
            rig.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** @param late by how much the server's own coder delays the sound without saying so, seconds */
    @ParameterizedTest
    @CsvSource({
        "pcma, 8000, 0",
        "pcmu, 8000, 0",
        "l16, 44100, 0",
        "l16-odd, 22050, 0",
        "g726, 8000, 0",
        "aac, 16000, 0.064",
        "latm, 16000, 0.064"
    })
    void a_tone_begins_with_the_picture_it_began_with(String name, int rate, double late) throws Exception {
        Path file = rig.file(rig.segments(name).get(0));
        DebianFfmpeg.assertDecodes(file);
        assertThat(DebianFfmpeg.probe(file, "-select_streams", "a", "-show_entries", "stream=codec_name,sample_rate"))
                .containsExactly("aac|" + rate);
        List<Double> tones = tones(file);
        List<Double> differences = new ArrayList<>();
        for (double flash : flashes(file)) {
            differences.add(tones.stream()
                    .map(tone -> tone - late - flash)
                    .min(Comparator.comparingDouble(Math::abs))
                    .orElseThrow());
        }
        assertThat(differences)
                .hasSizeGreaterThan(SECONDS - 4)
                .allSatisfy(d -> assertThat(d).isCloseTo(0, within(IN_STEP)));
    }

    /** When the picture turns white, seconds; not those at the ends, where sound may be missing. */
    private static List<Double> flashes(Path file) throws Exception {
        String told = new String(
                DebianFfmpeg.output(
                        "-i",
                        file.toString(),
                        "-map",
                        "0:v",
                        "-vf",
                        "signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-",
                        "-f",
                        "null"),
                StandardCharsets.UTF_8);
        List<Double> found = new ArrayList<>();
        boolean white = true;
        Matcher m = BRIGHTNESS.matcher(told);
        while (m.find()) {
            boolean now = Double.parseDouble(m.group(2)) > 120;
            double at = Double.parseDouble(m.group(1));
            if (now && !white && at > 1.5 && at < SECONDS - 0.5) {
                found.add(at);
            }
            white = now;
        }
        return found;
    }

    /** When a tone begins after silence, seconds. */
    private static List<Double> tones(Path file) throws Exception {
        byte[] sound = DebianFfmpeg.output(
                "-i",
                file.toString(),
                "-map",
                "0:a",
                "-af",
                "aresample=" + RATE + ":async=1:first_pts=0",
                "-ac",
                "1",
                "-f",
                "s16le");
        ByteBuffer samples = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
        List<Double> found = new ArrayList<>();
        int silent = 0;
        for (int i = 0; i < sound.length / 2; i++) {
            boolean loud = Math.abs(samples.getShort(2 * i)) > 4_000;
            if (loud && silent > RATE / 4) {
                found.add((double) i / RATE);
            }
            silent = loud ? 0 : silent + 1;
        }
        return found;
    }
}
