/**
 * @file survey.h  Which of several trunks are there, all asked at once
 */
#ifndef OH_COMMAND_SURVEY_H
#define OH_COMMAND_SURVEY_H

#include "cli/app.h"
#include "command/probe.h"

/** Who asks, and by what */
struct oh_survey_prm {
	struct oh_app      *app;         /**< whose loop runs meanwhile     */
	struct oh_resolver *resolver;
	oh_sip_trace_h     *traceh;      /**< or NULL                       */
	void               *tracearg;
};

/* Runs the loop until all have answered, 4 s at the most, or the command is
   to end. One result for each trunk, in their order */
int  oh_survey_ask(struct oh_probe_result *resv,
		   const struct oh_conf_trunk *const *trunkv, uint32_t trunkc,
		   const struct oh_survey_prm *prm);
/* Whether something is known: not if the command was to end before */
bool oh_survey_is_done(const struct oh_probe_result *res);

#endif
