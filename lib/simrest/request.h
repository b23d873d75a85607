/**
 * @file request.h  A request to the carrier, as values
 *
 * What HTTP brought, without its socket: dispatch.h needs no more.
 */
#ifndef OH_SIMREST_REQUEST_H
#define OH_SIMREST_REQUEST_H

#include <stddef.h>
#include <stdint.h>

/** Headers are NULL when absent; query and body never are */
struct oh_request {
	const char *method;
	const char *path;             /**< as on the wire                  */
	const char *query;            /**< as on the wire, or ""           */
	const char *body;             /**< or ""                           */
	size_t      body_len;
	uint16_t    fault;            /**< 0, or what HTTP found wrong     */
	const char *why;              /**< of a fault                      */
	const char *host;
	const char *type;             /**< Content-Type                    */
	const char *authorization;
	const char *ms_date;          /**< x-ms-date                       */
	const char *date;             /**< Date                            */
	const char *hash;             /**< x-ms-content-sha256             */
};

#endif
