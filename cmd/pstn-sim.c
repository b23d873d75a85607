/**
 * @file pstn-sim.c  The simulated telephone network
 */
#include "base/compat.h"
#include "cli/exit.h"
#include "command/network.h"
#include "cli/opt.h"

static const struct oh_app_about about = {
	.name     = "pstn-sim",
	.synopsis = "pstn-sim [options]\n"
		    "pstn-sim call [options] SIP-URI\n"
		    "pstn-sim numbers [options]",
	.summary  = "A telephone network on this machine: its numbers behave "
		    "as a plan says, over real SIP and RTP.",
	.examples =
	"pstn-sim numbers\n"
	"pstn-sim --listen 127.0.0.1:5060 --events\n"
	"pstn-sim --rest 127.0.0.1:8443 --state carrier.json\n"
	"pstn-sim call sip:+14255550105@127.0.0.1:5060 "
	"--from +14255550160 --for 5s",
};

static int pstn_sim(struct oh_app *app, int argc, char **argv)
{
	struct oh_network_opts o = { .listen = "127.0.0.1:5060" };
	struct oh_opt rest[OH_RESTSIDE_OPTC];
	const struct oh_opt optv[] = {
		OH_OPT_MS(0, "for", "TIME", &o.for_ms,
			  "call: hang up so long after the answer"),
		OH_OPT_STR(0, "from", "NUMBER", &o.from,
			   "call: the caller's number"),
		OH_OPT_STR(0, "listen", "ADDR:PORT", &o.listen,
			   "take calls there, port 0: any"),
		OH_OPT_STR(0, "numbers", "FILE", &o.numbers,
			   "change or add numbers"),
		OH_OPT_STR(0, "play", "FILE", &o.play,
			   "call: play this file"),
		OH_OPT_STR(0, "press", "DIGITS", &o.press,
			   "call: press these keys first"),
		OH_OPT_STR(0, "tls", "ADDR:PORT", &o.tls,
			   "take calls by TLS too, there, with --cert"),
		OH_OPT_FLAG(0, "while-connected", &o.while_connected, NULL),
		OH_OPT_INCLUDE(rest),
		OH_OPT_END
	};
	int err;

	oh_restside_table(rest, &o.rest);
	err = oh_opt_parse(app, optv, &argc, &argv, 0, 2);

	if (err)
		return oh_exit_usage(err);
	o.rest.cert_elsewhere = o.tls;
	if (argc == 0)
		return oh_network_serve(app, &o);
	if (argc == 1 && 0 == strcmp(argv[0], "numbers"))
		return oh_network_list(app, &o);
	if (argc == 2 && 0 == strcmp(argv[0], "call"))
		return oh_network_call(app, &o, argv[1]);

	return oh_app_fail(app, OH_EXIT_USAGE, "'%s': there is only 'numbers' "
			   "and 'call SIP-URI'; try 'pstn-sim --help'",
			   argv[0]);
}

int main(int argc, char **argv)
{
	return oh_app_main(&about, pstn_sim, argc, argv);
}
