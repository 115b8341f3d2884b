/** Requests and answers as the pages see them; knows nothing of Jetty. */
package tw.nvr.web.http;
