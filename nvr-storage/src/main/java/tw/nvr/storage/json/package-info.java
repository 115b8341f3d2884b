/** JSON as journals, {@code volume.json} and the recorder's state need it: small, strict, bounded. */
package tw.nvr.storage.json;
