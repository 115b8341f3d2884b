package tw.nvr.web;

import java.time.InstantSource;
import tw.nvr.core.audit.AuditLog;
import tw.nvr.core.camera.CameraRegister;
import tw.nvr.core.camera.CameraStatus;
import tw.nvr.core.footage.FootageLibrary;
import tw.nvr.core.footage.StorageStatus;
import tw.nvr.core.health.HealthReport;
import tw.nvr.core.time.Ticker;
import tw.nvr.core.viewing.Looks;

/** All that the console knows of the recorder. Immutable; everything in it is thread-safe. */
public record ConsolePorts(
        CameraRegister cameras,
        CameraStatus.Board board,
        FootageLibrary footage,
        StorageStatus.Source storage,
        AuditLog audit,
        Looks looks,
        HealthReport.Source health,
        InstantSource clock,
        Ticker ticker) {}
