/** The cameras of {@code ./nvr soak}, which misbehave on command. The soak itself is {@code bench/soak}. */
package tw.nvr.daemon.soak;
