package tw.nvr.web.media;

import tw.nvr.core.footage.SegmentId;

/**
 * Lists an hour of stored footage, one entry per row of fragments; the addresses are relative to
 * {@code /looks/<look>/hls/<camera>/<hour>.m3u8}. Stateless.
 */
final class HlsPlaylists {
    private HlsPlaylists() {}

    static Playlist of(HourOfFootage footage) {
        Playlist list = new Playlist();
        long run = -1;
        long expectedTicks = 0;
        for (FragmentTable table : footage.tables()) {
            SegmentId named = null;
            for (int e = 0; e < table.entries(); e++) {
                if (!footage.lists(table.entryRange(e))) {
                    continue;
                }
                int first = table.entryFirst(e);
                boolean anew = table.run() != run || FragmentTable.isHole(expectedTicks, table.decodeTicks(first));
                String uri = "../../media/" + table.id();
                if (anew) {
                    list.discontinuity();
                    list.map(uri, table.initLength());
                }
                if (anew || named == null) {
                    list.time(table.start(first));
                }
                list.entry(table.entryTicks(e), uri, table.entryOffset(e), table.entryLength(e));
                run = table.run();
                expectedTicks = table.endTicks(table.entryEnd(e) - 1);
                named = table.id();
            }
        }
        return list;
    }
}
