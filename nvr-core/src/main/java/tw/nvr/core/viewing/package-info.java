/** Looking at footage: no picture is served without a look, and no look without an audit event (S10, A23). */
package tw.nvr.core.viewing;
