package tw.nvr.core.viewing;

import java.time.Instant;
import java.util.Set;
import tw.nvr.core.audit.Actor;
import tw.nvr.core.camera.CameraId;

/**
 * One opening of live or recorded pictures by one person (A20, A23, S10). Immutable. It exists only after its audit event
 * is on disk.
 *
 * @param id its name in addresses
 * @param kind live or recorded
 * @param actor who looks
 * @param cameras whose pictures
 * @param purpose what for, as the person said it: one of the purpose keys of the message files
 * @param openedAt when
 */
public record Look(LookId id, Kind kind, Actor actor, Set<CameraId> cameras, String purpose, Instant openedAt) {
    public enum Kind {
        LIVE,
        PLAYBACK
    }

    public Look {
        cameras = Set.copyOf(cameras);
    }
}
