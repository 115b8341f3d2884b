package tw.nvr.capture.rtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import tw.nvr.capture.codec.CodecException;
import tw.nvr.capture.codec.H265;
import tw.nvr.capture.codec.H265Sps;
import tw.nvr.core.footage.VideoFormat;

/** The parameter sets of H.265: 16 for the video, 16 for sequences, 64 for pictures. Capture thread only. */
final class H265ParameterSets implements ParameterSets {
    private final byte[][] vps = new byte[16][];
    private final byte[][] sps = new byte[16][];
    private final byte[][] pps = new byte[H265.MAX_PPS_ID + 1][];
    private final int[] vpsOfSps = new int[16];
    private final int[] spsOfPps = new int[H265.MAX_PPS_ID + 1];
    private final BitSet changedPps = new BitSet();
    private VideoFormat format;
    private int reorderDepth;
    private int formatSps = -1;
    private long refused;

    @Override
    public void put(byte[] nal, int length) {
        int type = length < 3 ? 0 : H265.nalType(nal[0]);
        if (!H265.isSet(type) || ParameterSets.known(setsOf(type), nal, length)) {
            return;
        }
        try {
            keep(type, Arrays.copyOf(nal, length));
            formatSps = -1;
        } catch (CodecException e) {
            refused++; // garbage from the camera; the sets that were understood stay in force
        }
    }

    private byte[][] setsOf(int type) {
        return type == H265.NAL_VPS ? vps : type == H265.NAL_SPS ? sps : pps;
    }

    private void keep(int type, byte[] nal) throws CodecException {
        if (type == H265.NAL_VPS) {
            vps[H265.vpsId(nal)] = nal;
        } else if (type == H265.NAL_SPS) {
            H265Sps parsed = H265Sps.parse(nal);
            sps[parsed.id()] = nal;
            vpsOfSps[parsed.id()] = parsed.vpsId();
            for (int i = 0; i < pps.length; i++) {
                changedPps.set(i, changedPps.get(i) || pps[i] != null && spsOfPps[i] == parsed.id());
            }
        } else {
            int id = H265.ppsId(nal);
            pps[id] = nal;
            spsOfPps[id] = H265.spsIdOfPps(nal);
            changedPps.set(id);
        }
    }

    @Override
    public VideoFormat formatFor(int ppsId) {
        if (ppsId < 0 || pps[ppsId] == null || sps[spsOfPps[ppsId]] == null) {
            return null;
        }
        int id = spsOfPps[ppsId];
        if (vps[vpsOfSps[id]] == null || id != formatSps && !build(id)) {
            return null;
        }
        changedPps.clear();
        return format;
    }

    private boolean build(int id) {
        List<byte[]> referring = new ArrayList<>();
        for (int i = 0; i < pps.length; i++) {
            if (pps[i] != null && spsOfPps[i] == id) {
                referring.add(pps[i]);
            }
        }
        try {
            format = H265.format(vps[vpsOfSps[id]], sps[id], referring);
            reorderDepth = H265.reorderDepth(sps[id]);
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

    /** A field is a picture of its own in H.265. */
    @Override
    public boolean framesOnly() {
        return true;
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
