/**
 * Requests, answers and addresses as the pages see them. Of Jetty only {@code Endpoint} and {@code AnswerWriter} know, for
 * what writes to the connection itself.
 */
package tw.nvr.web.http;
