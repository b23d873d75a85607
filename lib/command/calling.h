/**
 * @file calling.h  What dial and play-prompt have in common
 *
 *   options ──▶ desk, job, numbers, all checked ──▶ batch ──▶ results
 */
#ifndef OH_COMMAND_CALLING_H
#define OH_COMMAND_CALLING_H

#include <stdbool.h>
#include <stdint.h>
#include "cli/app.h"
#include "command/control.h"
#include "command/desk.h"
#include "command/jobopt.h"
#include "command/talking.h"

enum { OH_CALLING_OPTC = 7 };      /**< Rows of oh_calling_table() */

struct oh_calling {
	const char *const *numberv;
	uint32_t    numberc;
	const char *list;          /**< file with more numbers, or NULL    */
	bool        all;
	uint32_t    concurrency;
	uint32_t    cps;
	const char *from;
	const char *trunk;
	uint32_t    ring_ms;
	struct oh_opt_list headers;
	bool        anonymous;
	bool        dry_run;
	struct oh_job_opts  job;
	struct oh_flow_opts flow;
	struct oh_desk_opts desk;
	struct oh_talking_opts talking;
};

void oh_calling_init(struct oh_calling *c);
void oh_calling_table(struct oh_opt tab[OH_CALLING_OPTC],
		      struct oh_calling *c);
int  oh_calling_run(struct oh_app *app, const struct oh_calling *c);

#endif
