/**
 * @file jobopt.h  Options that say what to do on a call, and the job they make
 *
 * Shared by dial, answer and play-prompt. Everything that can be wrong (a
 * missing prompt, a bad pattern, a folder without access) is found before
 * a packet is sent.
 */
#ifndef OH_COMMAND_JOBOPT_H
#define OH_COMMAND_JOBOPT_H

#include <regex.h>
#include <stdbool.h>
#include <stdint.h>
#include "call/job.h"
#include "call/name.h"
#include "command/desk.h"
#include "cli/opt.h"

enum { OH_JOBOPT_OPTC = 21 };     /**< Rows of oh_jobopt_table()   */

struct oh_job_opts {
	struct oh_opt_list prompts;       /**< --play, --say and others:
					       tags of saying.h            */
	const char        *language;      /**< NULL: that of the voice     */
	uint32_t           loop;
	uint32_t           gather;        /**< digits at most; 0: none     */
	const char        *terminator;    /**< NULL: '#'                   */
	uint32_t           first_ms;      /**< 0: the configuration's      */
	uint32_t           between_ms;
	const char        *match;
	bool               secret;
	bool               no_barge;
	const char        *record;        /**< template                    */
	const char        *send_digits;
	const char        *detect;        /**< "", "human", or NULL     */
	bool               after_beep;
	bool               stay;
	uint32_t           max_ms;
};

struct oh_jobspec;                /**< Prompts and patterns made ready */

/* Whether anything is to be done that a flow would have to do */
bool oh_jobopt_acts(const struct oh_job_opts *o);
void oh_jobopt_init(struct oh_job_opts *o);
void oh_jobopt_table(struct oh_opt tab[OH_JOBOPT_OPTC],
		     struct oh_job_opts *o);

/* 0 or the exit status; what is wrong has been printed */
int  oh_jobspec_make(struct oh_jobspec **jp, struct oh_app *app,
		     struct oh_desk *desk, const struct oh_job_opts *o);
const struct oh_job_prm *oh_jobspec_prm(const struct oh_jobspec *j);
bool oh_jobspec_records(const struct oh_jobspec *j);
/* The path of a call's recording, by the template; 0 or an errno */
int  oh_jobspec_path(struct oh_jobspec *j, char *buf, size_t size,
		     const struct oh_name *who);

#endif
