/**
 * The console's pages: what they say and show. View models turn ports into words, percentages and links; the templates
 * (jte, package {@code tw.nvr.web.page.template}) turn view models into HTML and decide nothing.
 */
package tw.nvr.web.page;
