package tw.nvr.storage.faults;

import java.nio.file.Path;
import java.time.Instant;
import tw.nvr.core.footage.RunSink;
import tw.nvr.storage.Box;
import tw.nvr.storage.Footage;
import tw.nvr.storage.SyntheticRun;

/** The child process of {@link KillTest}: records seconds of footage as fast as the disk takes them and says each, for ever. */
public final class RecordingProcess {
    private RecordingProcess() {}

    public static void main(String[] args) {
        Instant start = Instant.parse(args[1]);
        Box box = new Box(Path.of(args[0]));
        box.settings(box.settings().withSegmentLength(java.time.Duration.ofSeconds(5)));
        box.setClock(start);
        Footage footage = box.open();
        RunSink run = footage.sink().openRun(Box.GATE, SyntheticRun.WITH_SOUND);
        SyntheticRun source = new SyntheticRun(footage.sink().pool(), start, true, 2, 500);
        while (true) {
            box.record(footage, run, source, 1);
            System.out.println(source.at());
            System.out.flush();
        }
    }
}
