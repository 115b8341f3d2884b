package tw.nvr.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tw.nvr.core.footage.FragmentRef;
import tw.nvr.core.footage.Segment;
import tw.nvr.core.footage.SegmentContent;

/** An open segment file for a reader. See {@link SegmentContent} for threads. */
record StoredContent(Segment segment, int initLength, List<FragmentRef> fragments, FileChannel channel)
        implements SegmentContent {
    private static final Logger LOG = LoggerFactory.getLogger(StoredContent.class);

    StoredContent {
        fragments = List.copyOf(fragments);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("closing {}: {}", segment.path(), e.toString());
        }
    }
}
