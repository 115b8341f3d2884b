package tw.nvr.capture.recorder;

import java.time.InstantSource;
import tw.nvr.core.footage.FootageSink;
import tw.nvr.core.time.Ticker;

/**
 * What all cameras of a recorder share. Immutable.
 *
 * @param patience how long to wait for what
 * @param sink where footage goes
 * @param wall the wall clock
 * @param ticker elapsed time
 * @param sources makes what reads a camera
 * @param connect where connections are made
 */
record Surroundings(
        RecorderSettings.Patience patience,
        FootageSink sink,
        InstantSource wall,
        Ticker ticker,
        SourceFactory sources,
        ConnectThreads connect) {}
