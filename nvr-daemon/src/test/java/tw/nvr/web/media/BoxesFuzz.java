package tw.nvr.web.media;

import java.nio.ByteBuffer;
import java.util.Optional;
import tw.nvr.daemon.fuzz.Bites;
import tw.nvr.daemon.fuzz.Claim;
import tw.nvr.web.http.Refusal;
import tw.nvr.web.media.Boxes.DamagedBoxException;

/** Boxes of stored files as the console reads them, and the Range header of whoever asks for them. */
public final class BoxesFuzz {
    private BoxesFuzz() {}

    /** The same bytes as an initialisation, as the content of a moof, and as a header. */
    public static void fuzzerTestOneInput(byte[] input) {
        Bites bites = new Bites(input);
        int track = bites.one();
        int length = 16 * bites.two();
        byte[] bytes = bites.rest();
        try {
            VideoInit init = VideoInit.of(ByteBuffer.wrap(bytes));
            Claim.that(init.bytes().remaining() <= bytes.length + 64, "no more comes out than went in");
        } catch (DamagedBoxException e) {
            Claim.that(e.getMessage().contains(" "), "a refusal with words");
        }
        try {
            KeySample sample = KeySample.in(ByteBuffer.wrap(bytes), track, 4096, length);
            Claim.that(sample.offset() >= 4096 + bytes.length, "a sample behind its head");
            Claim.that(sample.offset() + sample.size() <= 4096L + length, "a sample inside its fragment");
        } catch (DamagedBoxException e) {
            Claim.that(e.getMessage().contains(" "), "a refusal with words");
        }
        range(new Bites(bytes).restAsText(), length);
    }

    private static void range(String header, long total) {
        try {
            Optional<ByteRange> range = ByteRange.parse(Optional.of(header), total);
            range.ifPresent(r -> Claim.that(
                    r.first() >= 0 && r.length() >= 1 && r.end() <= total, "a part of the file that there is"));
        } catch (Refusal e) {
            Claim.that(e.getMessage() != null, "a refusal with words");
        }
    }
}
