/**
 * @file answering.h  The command answer
 */
#ifndef OH_COMMAND_ANSWERING_H
#define OH_COMMAND_ANSWERING_H

#include <stdbool.h>
#include <stdint.h>
#include "cli/app.h"
#include "command/control.h"
#include "command/desk.h"
#include "command/jobopt.h"
#include "command/talking.h"

struct oh_answering {
	struct oh_opt_list  trunks;      /**< names to register at         */
	const char         *listen;      /**< address, or NULL             */
	const char         *cert;        /**< for TLS there, PEM, or NULL  */
	bool                from_anyone;
	struct oh_opt_list  allow;
	struct oh_opt_list  deny;
	uint32_t            reject;
	const char         *redirect;
	const char         *forward;     /**< number or URI, or NULL       */
	bool                forward_caller_id;
	bool                once;
	uint32_t            max_calls;
	uint32_t            ring_ms;     /**< 0: not said                  */
	struct oh_job_opts  job;
	struct oh_flow_opts flow;
	struct oh_desk_opts desk;
	struct oh_talking_opts talking;
};

int oh_answering_run(struct oh_app *app, const struct oh_answering *o);

#endif
