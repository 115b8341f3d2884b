package tw.nvr.daemon.systemd;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;

/** The few functions of the C library that the JDK does not offer. Linux on 64 bits. Thread-safe. */
public interface LibC extends Library {
    int AF_UNIX = 1;
    int SOCK_DGRAM = 2;
    int SOCK_CLOEXEC = 0x80000;
    int MSG_NOSIGNAL = 0x4000;

    /** socket(2). */
    int socket(int domain, int type, int protocol) throws LastErrorException;

    /** sendto(2). */
    long sendto(int socket, byte[] message, long length, int flags, byte[] address, int addressLength)
            throws LastErrorException;

    /** close(2). */
    int close(int descriptor) throws LastErrorException;

    /** adjtimex(2); with {@code modes} 0 it only reads. Answers the state of the clock, 5 when it is not synchronised. */
    int adjtimex(Memory timex) throws LastErrorException;
}
