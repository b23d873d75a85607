/**
 * @file answer.c  Take calls
 */
#include "base/compat.h"
#include "command/answering.h"
#include "cli/exit.h"

static const struct oh_app_about about = {
	.name     = "answer",
	.synopsis = "answer [options] [-- PROGRAM ARGS...]",
	.summary  = "Takes calls: plays prompts, collects digits, records, "
		    "refuses, redirects or forwards; one result for each.",
	.examples =
	"answer --play welcome.wav --gather 4 --json\n"
	"answer --once --say 'Please leave a message.' --record msg.wav\n"
	"answer --listen sip:127.0.0.1:5080 --reject 486\n"
	"answer --talk --ring 5s\n"
	"answer -- ./menu.sh",
};

static int answer(struct oh_app *app, int argc, char **argv)
{
	struct oh_opt job[OH_JOBOPT_OPTC], desk[OH_DESK_OPTC];
	struct oh_opt flow[OH_CONTROL_OPTC], talk[OH_TALKING_OPTC];
	struct oh_answering o = { .forward = NULL };
	const struct oh_opt optv[] = {
		OH_OPT_LIST(0, "allow", "NUMBER", &o.allow,
			    "take calls only from NUMBER, '+44*': from all "
			    "that begin so"),
		OH_OPT_STR(0, "cert", "FILE", &o.cert,
			   "certificate and key to listen with, PEM"),
		OH_OPT_LIST(0, "deny", "NUMBER", &o.deny,
			    "decline calls from NUMBER"),
		OH_OPT_STR(0, "forward", "NUMBER", &o.forward,
			   "call NUMBER for each caller, and join the two"),
		OH_OPT_FLAG(0, "forward-caller-id", &o.forward_caller_id,
			    "show who calls, not ourselves"),
		OH_OPT_FLAG(0, "from-anyone", &o.from_anyone,
			    "let strangers ring, not only the trunks"),
		OH_OPT_STR('L', "listen", "URI", &o.listen,
			   "listen on sip:ADDRESS:PORT;transport=udp|tcp|tls"),
		OH_OPT_U32(0, "max-calls", "N", &o.max_calls,
			   "at most N calls at once, busy to the rest"),
		OH_OPT_FLAG('1', "once", &o.once,
			    "take one call, then end with its status"),
		OH_OPT_STR(0, "redirect", "URI", &o.redirect,
			   "send all callers to URI (302)"),
		OH_OPT_U32(0, "reject", "CODE", &o.reject,
			   "refuse all callers with CODE"),
		OH_OPT_MS_0('r', "ring", "TIME", &o.ring_ms,
			  "let it ring before answering; with --forward: "
			  "give up then (25 s)"),
		OH_OPT_LIST('t', "trunk", "NAME", &o.trunks,
			    "register at this trunk (all)"),
		OH_OPT_INCLUDE(job),
		OH_OPT_INCLUDE(flow),
		OH_OPT_INCLUDE(desk),
		OH_OPT_INCLUDE(talk),
		OH_OPT_END
	};
	int err;

	oh_jobopt_init(&o.job);
	oh_jobopt_table(job, &o.job);
	oh_desk_table(desk, &o.desk);
	oh_control_table(flow, &o.flow);
	oh_talking_table(talk, &o.talking);
	oh_flow_split(&o.flow, &argc, argv);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 0);
	if (err)
		return oh_exit_usage(err);

	return oh_answering_run(app, &o);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, answer, argc, argv);
}
