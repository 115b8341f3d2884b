package tw.nvr.capture.rtp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.codec.H264;
import tw.nvr.capture.codec.H264Sps;
import tw.nvr.core.footage.VideoFormat;

/** The parameter sets of H.264: 32 for sequences, 256 for pictures. Capture thread only. */
final class H264ParameterSets implements ParameterSets {
    private final byte[][] sps = new byte[32][];
    private final byte[][] pps = new byte[256][];
    private final int[] spsOfPps = new int[256];
    private final BitSet changedPps = new BitSet();
    private VideoFormat format;
    private int reorderDepth;
    private boolean framesOnly = true;
    private int formatSps = -1;
    private long refused;

    @Override
    public void put(byte[] nal, int length) {
        int type = length == 0 ? 0 : nal[0] & 0x1f;
        boolean isSet = type == H264.NAL_SPS || type == H264.NAL_PPS;
        if (!isSet || ParameterSets.known(type == H264.NAL_SPS ? sps : pps, nal, length)) {
            return;
        }
        byte[] copy = java.util.Arrays.copyOf(nal, length);
        try {
            if (type == H264.NAL_SPS) {
                putSps(copy);
            } else {
                putPps(copy);
            }
        } catch (CodecException e) {
            refused++; // garbage from the camera; the sets that were understood stay in force
        }
    }

    private void putSps(byte[] nal) throws CodecException {
        int id = H264Sps.parse(nal).id();
        sps[id] = nal;
        formatSps = id == formatSps ? -1 : formatSps;
        for (int i = 0; i < pps.length; i++) {
            changedPps.set(i, changedPps.get(i) || pps[i] != null && spsOfPps[i] == id);
        }
    }

    private void putPps(byte[] nal) throws CodecException {
        int id = H264.ppsId(nal);
        pps[id] = nal;
        spsOfPps[id] = H264.spsIdOfPps(nal);
        changedPps.set(id);
        formatSps = -1;
    }

    @Override
    public VideoFormat formatFor(int ppsId) {
        if (ppsId < 0 || ppsId > 255 || pps[ppsId] == null || sps[spsOfPps[ppsId]] == null) {
            return null;
        }
        int id = spsOfPps[ppsId];
        if (id != formatSps && !build(id)) {
            return null;
        }
        changedPps.clear();
        return format;
    }

    private boolean build(int id) {
        List<byte[]> referring = new ArrayList<>();
        for (int i = 0; i < pps.length && referring.size() < 255; i++) {
            if (pps[i] != null && spsOfPps[i] == id) {
                referring.add(pps[i]);
            }
        }
        try {
            H264Sps parsed = H264Sps.parse(sps[id]);
            format = H264.format(sps[id], referring);
            reorderDepth = parsed.reorderDepth();
            framesOnly = parsed.framesOnly();
            formatSps = id;
            return true;
        } catch (CodecException e) {
            refused++; // a size that no player takes; the stream stays without a format
            return false;
        }
    }

    @Override
    public int reorderDepth() {
        return reorderDepth;
    }

    @Override
    public boolean framesOnly() {
        return framesOnly;
    }

    @Override
    public boolean changedSince(int ppsId) {
        return ppsId >= 0 && changedPps.get(ppsId);
    }

    @Override
    public long refused() {
        return refused;
    }
}
