package tw.nvr.storage.records;

/** How changes get into the database: through the writer's thread, or not at all where it was opened for reading. */
@FunctionalInterface
interface Writing {
    /** Makes a change in one transaction and returns when it is on the disk. */
    <T> T commit(RecordsWriter.Change<T> change);
}
