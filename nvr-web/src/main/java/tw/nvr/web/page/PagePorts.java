package tw.nvr.web.page;

import java.time.InstantSource;
import java.time.ZoneId;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.health.HealthReport;

/**
 * Where the pages get their facts. Immutable; everything in it is thread-safe.
 *
 * @param institution name on top of every page
 * @param demo whether this is {@code nvr demo}, which every page then says
 */
public record PagePorts(
        CameraRegister cameras,
        CameraStatus.Board board,
        FootageLibrary footage,
        StorageStatus.Source storage,
        AuditLog audit,
        HealthReport.Source health,
        InstantSource clock,
        ZoneId zone,
        String institution,
        boolean demo) {}
