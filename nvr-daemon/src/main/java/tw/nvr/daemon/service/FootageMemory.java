package tw.nvr.daemon.service;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory footage may take while the disk stalls: what this machine, or the service's limit, has to spare. Normally
 * two fragments per camera are in use. Pure but for {@link #limitBytes()}.
 */
final class FootageMemory {
    private static final long MIB = 1L << 20;

    /** Heap, code, native libraries, and what the rest of the system needs. */
    private static final long OTHERS = 400 * MIB;

    /** Twelve seconds of 64 cameras of 4 Mbit/s, and what they are filling meanwhile. */
    private static final long MOST = 640 * MIB;

    private static final long LEAST = 48 * MIB;

    /** Of the JVM's direct memory, for sockets, files and the console. */
    private static final long DIRECT_OTHERS = 64 * MIB;

    private FootageMemory() {}

    /** For the machine and the JVM we run on, bytes. */
    static long limitBytes() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long direct = Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
        return limitBytes(
                system.getTotalMemorySize(), direct == 0 ? Runtime.getRuntime().maxMemory() : direct);
    }

    /**
     * The limit.
     *
     * @param machine bytes of memory of this machine, or of the control group where that is less
     * @param direct bytes of direct memory that the JVM allows
     */
    static long limitBytes(long machine, long direct) {
        long spare = Math.max(LEAST, Math.min(MOST, (machine - OTHERS) / 2));
        return Math.min(spare, Math.max(direct / 2, direct - DIRECT_OTHERS));
    }
}
