/** Tests of the pages: rendered with fakes, in both languages. */
package tw.nvr.web.page;
