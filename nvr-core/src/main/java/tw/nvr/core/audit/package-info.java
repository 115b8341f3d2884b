/** Who did what: actors, events, the hash chain and its verification (S10). */
package tw.nvr.core.audit;
