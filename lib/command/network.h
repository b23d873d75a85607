/**
 * @file network.h  What pstn-sim does: a network, its numbers, a call from it
 */
#ifndef OH_COMMAND_NETWORK_H
#define OH_COMMAND_NETWORK_H

#include <stdbool.h>
#include <stdint.h>
#include "cli/app.h"
#include "command/restside.h"

struct oh_network_opts {
	const char *listen;          /**< "127.0.0.1:5060"                 */
	const char *tls;             /**< beside it, with rest.cert; NULL   */
	const char *numbers;         /**< plan that changes ours, or NULL  */
	bool        while_connected; /**< started by another command       */
	const char *from;            /**< of a call, with the rest below   */
	const char *press;
	const char *play;
	uint32_t    for_ms;
	struct oh_restside_opts rest;
};

/* Each returns the exit status */
int oh_network_list(struct oh_app *app, const struct oh_network_opts *o);
int oh_network_serve(struct oh_app *app, const struct oh_network_opts *o);
int oh_network_call(struct oh_app *app, const struct oh_network_opts *o,
		    const char *uri);

#endif
