/** The web server: guards in front of everything, addresses, languages, static files, error answers. */
package tw.nvr.web.server;
