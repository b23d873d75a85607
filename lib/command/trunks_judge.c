/**
 * @file trunks_judge.c  What facts about a trunk mean, and what would help
 *
 * What only direct routing asks for (the name in Contact, a plus before each
 * number) is asked of trunks by TLS: others are known by their address.
 */
#include <stdarg.h>
#include "base/compat.h"
#include "cli/exit.h"
#include "command/trunks_priv.h"
#include "trunk/hostport.h"

enum { DAY_S = 24 * 60 * 60, PERF_SIZE = 160 };

/** Words of a reason, and what would help then */
struct remedy {
	const char *words;
	const char *fix;
};

static const char fix_reach[] = "see whether server and port are right, and "
	"whether a firewall lets it through";

static void say(struct trunks_row *row, enum trunks_status status,
		const char *fix, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static void say(struct trunks_row *row, enum trunks_status status,
		const char *fix, const char *fmt, ...)
{
	va_list ap;

	row->status = status;
	row->fix = fix;
	va_start(ap, fmt);
	(void)vsnprintf(row->what, sizeof(row->what), fmt, ap);
	va_end(ap);
}

static void skip(struct trunks_row *row, const char *why)
{
	say(row, STEP_SKIPPED, "", "%s", why);
}

static bool is_tls(const struct trunks_facts *f)
{
	return f->conf->transport == OH_CONF_TLS;
}

static void judge_dns(struct trunks_row *row, const struct trunks_facts *f)
{
	if (f->dns == FATE_UNTRIED)
		skip(row, "not tried");
	else if (f->dns_err == ENOENT)
		say(row, STEP_FAILED, "see whether server is spelt right",
		    "there is no host %s", f->conf->server);
	else if (f->dns_err)
		say(row, STEP_FAILED, "see whether the name server answers",
		    "cannot find %s: %s", f->conf->server,
		    strerror(f->dns_err));
	else if (f->literal)
		say(row, STEP_OK, "", "no name to look for: %s", f->addrs);
	else
		say(row, STEP_OK, "", "%s: %s", f->conf->server, f->addrs);
}

static void judge_tcp(struct trunks_row *row, const struct trunks_facts *f)
{
	if (f->conf->transport == OH_CONF_UDP)
		skip(row, "goes by UDP");
	else if (f->tcp == FATE_UNTRIED)
		skip(row, "not tried");
	else if (f->tcp_err)
		say(row, STEP_FAILED, fix_reach, "%s: %s", f->tcp_addr,
		    strerror(f->tcp_err));
	else {
		say(row, STEP_OK, "", "%s is connected in %.1f ms",
		    f->tcp_addr, f->tcp_ms);
		row->ms = f->tcp_ms;
	}
}

static const char *remedy_find(const char *why)
{
	static const struct remedy remedyv[] = {
	{ "certificate is for", "set tls_name to the name in it if that is "
		"whom you mean, else they need a certificate for their name" },
	{ "expired on", "they must renew it" },
	{ "not valid before", "see whether the clock here is right" },
	{ "unknown authority", "set tls_ca to the authority's certificate, "
		"or they must send the whole chain" },
	{ "purpose", "it needs the extended key usage serverAuth" },
	{ "demands a certificate", "set tls_cert and tls_key" },
	{ "refuses our certificate", "tls_cert needs the name of fqdn, the "
		"chain of an authority they trust, and the extended key "
		"usage clientAuth" },
	{ "no shared protocol", "they must speak TLS 1.2 or later" },
	{ "does not speak TLS", "set the port for TLS, or another transport" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(remedyv); i++) {
		if (strstr(why, remedyv[i].words))
			return remedyv[i].fix;
	}

	return "";
}

static void judge_tls(struct trunks_row *row, const struct trunks_facts *f)
{
	const struct oh_probe_result *res = &f->res;

	if (!is_tls(f))
		skip(row, "goes without TLS");
	else if (f->probe == FATE_UNTRIED)
		skip(row, "not tried");
	else if (!res->opened)
		say(row, STEP_FAILED, remedy_find(res->why), "%s", res->why);
	else if (*res->tls_why)
		say(row, STEP_FAILED, remedy_find(res->tls_why), "%s",
		    res->tls_why);
	else if (!*res->tls.protocol)
		say(row, STEP_FAILED, "see whether it speaks TLS on this port",
		    "no handshake: %s", res->why);
	else
		say(row, STEP_OK, "", "%s, %s", res->tls.protocol,
		    res->tls.cipher);
}

/**
 * How long the far end's certificate is good for
 *
 * @param f Facts
 *
 * @return Whole days left, less than 0 if it has expired
 */
long oh_trunks_days(const struct trunks_facts *f)
{
	const int64_t s = f->res.tls.not_after - f->now_s;

	return (long)(s < 0 ? (s - DAY_S + 1) / DAY_S : s / DAY_S);
}

static void judge_certificate(struct trunks_row *row,
			      const struct trunks_facts *f)
{
	const struct oh_tls_peer *tls = &f->res.tls;
	const long days = oh_trunks_days(f);

	if (!is_tls(f))
		skip(row, "goes without TLS");
	else if (!tls->shown)
		skip(row, "none was shown");
	else if (days < 0)
		say(row, STEP_FAILED, "they must renew it", "for %s, by %s: "
		    "expired", *tls->names ? tls->names : tls->subject,
		    tls->issuer);
	else
		say(row, days < (long)f->days ? STEP_WARNING : STEP_OK,
		    days < (long)f->days ? "they must renew it" : "",
		    "for %s, by %s, good for %ld more day%s",
		    *tls->names ? tls->names : tls->subject, tls->issuer,
		    days, days == 1 ? "" : "s");
}

static void judge_contact(struct trunks_row *row,
			  const struct trunks_facts *f)
{
	struct oh_hostport hp;
	struct sa sa;

	if (!is_tls(f))
		skip(row, "known by address, not by name");
	else if (!*f->conf->fqdn)
		say(row, STEP_WARNING, "set fqdn to the name in tls_cert if "
		    "they know you by name, as direct routing does",
		    "shows an address, not a name");
	else if (!oh_hostport_parse(&hp, f->conf->fqdn) &&
		 !sa_set_str(&sa, hp.host, 0))
		say(row, STEP_WARNING, "set fqdn to a name",
		    "fqdn is an address: %s", f->conf->fqdn);
	else if (!*f->conf->tls_cert)
		say(row, STEP_WARNING, "set tls_cert and tls_key: a name that "
		    "nothing proves is refused by direct routing",
		    "shows %s, with no certificate for it", f->conf->fqdn);
	else
		say(row, STEP_OK, "", "shows %s", f->conf->fqdn);
}

static void judge_numbers(struct trunks_row *row,
			  const struct trunks_facts *f)
{
	const bool plus = f->conf->number_format == OH_NUMBER_PLUS_E164 &&
		!*f->conf->strip;

	if (!is_tls(f))
		skip(row, "as the far end wants them");
	else if (!plus)
		say(row, STEP_WARNING, "direct routing wants number_format = "
		    "+e164 without strip", "are sent without their +");
	else
		say(row, STEP_OK, "", "are sent with their +");
}

static void judge_answer(struct trunks_row *row, const struct trunks_facts *f)
{
	const uint16_t scode = f->res.scode;
	const bool alive = scode < 500 && scode != 403 && scode != 408;

	row->ms = f->res.rtt_ms;
	if (scode < 300)
		say(row, STEP_OK, "", "%u in %.1f ms", scode, row->ms);
	else if (scode == 403)
		say(row, STEP_FAILED, "see whether they know your address, or "
		    "the name that fqdn puts into Contact",
		    "403 in %.1f ms: they do not want us", row->ms);
	else if (alive)
		say(row, STEP_WARNING, "calls may go all the same: they do "
		    "not answer OPTIONS with 200",
		    "%u in %.1f ms: somebody is there", scode, row->ms);
	else
		say(row, STEP_FAILED, "ask them: their server takes no calls "
		    "now", "%u in %.1f ms", scode, row->ms);
}

static void judge_options(struct trunks_row *row,
			  const struct trunks_facts *f)
{
	const struct oh_probe_result *res = &f->res;

	if (f->probe == FATE_UNTRIED && f->cut)
		say(row, STEP_FAILED, "", "stopped before an answer came");
	else if (f->probe == FATE_UNTRIED)
		skip(row, "not tried");
	else if (res->scode)
		judge_answer(row, f);
	else if (is_tls(f) && (!res->opened || *res->tls_why ||
			       !*res->tls.protocol))
		skip(row, "no connection");
	else
		say(row, STEP_FAILED, fix_reach, "%s", res->why);
}

static void judge_registration(struct trunks_row *row,
			       const struct trunks_facts *f)
{
	const struct oh_probe_result *res = &f->res;

	if (f->conf->reg != OH_CONF_REGISTER_ALWAYS)
		skip(row, "register = never");
	else if (f->probe == FATE_UNTRIED || res->reg == OH_PROBE_UNTRIED)
		skip(row, "not tried");
	else if (res->reg == OH_PROBE_DONE)
		say(row, STEP_OK, "", "as %s", f->conf->user);
	else
		say(row, STEP_FAILED, res->reg_scode ? "see whether user, "
		    "auth_user and the password are right" : fix_reach,
		    "%s", res->reg_why);
}

static void judge_echo(struct trunks_row *row, const struct trunks_facts *f)
{
	const struct oh_result *call = &f->call;

	if (!f->want_echo)
		skip(row, "see --echo");
	else if (*f->echo_why)
		say(row, STEP_FAILED, "", "%s", f->echo_why);
	else if (f->echo == FATE_UNTRIED)
		skip(row, "not tried");
	else if (*call->guard)
		say(row, STEP_FAILED, call->hint, "%s", call->guard);
	else if (!call->answer_us)
		say(row, STEP_FAILED, "see whether the number answers, and "
		    "with dial --trace what they say", "%s (%u %s)",
		    oh_cause_name(call->cause), call->scode, call->reason);
	else if (!call->media)
		say(row, STEP_FAILED, "see whether RTP gets through: "
		    "public_address, stun, and the firewall",
		    "answered, but no audio came");
	else
		say(row, STEP_OK, "", "answered, audio both ways: %s, %u "
		    "packets sent, %u received, %u lost", call->codec,
		    call->quality.tx, call->quality.rx, call->quality.lost);
}

/**
 * Judge what was found out about a trunk
 *
 * @param rowv Receives a row for each step, in order
 * @param f    Facts
 */
void oh_trunks_judge(struct trunks_row rowv[TRUNKS_STEPS],
		     const struct trunks_facts *f)
{
	static void (*const judgev[TRUNKS_STEPS])(struct trunks_row *row,
				const struct trunks_facts *f) = {
		[STEP_DNS]          = judge_dns,
		[STEP_TCP]          = judge_tcp,
		[STEP_TLS]          = judge_tls,
		[STEP_CERTIFICATE]  = judge_certificate,
		[STEP_CONTACT]      = judge_contact,
		[STEP_NUMBERS]      = judge_numbers,
		[STEP_OPTIONS]      = judge_options,
		[STEP_REGISTRATION] = judge_registration,
		[STEP_ECHO]         = judge_echo,
	};

	for (size_t i = 0; i < TRUNKS_STEPS; i++) {
		memset(&rowv[i], 0, sizeof(rowv[i]));
		rowv[i].step = (enum trunks_step)i;
		rowv[i].ms = -1;
		judgev[i](&rowv[i], f);
	}
}

/**
 * The worst of all steps
 *
 * @param rowv Rows
 *
 * @return OK, WARNING or FAILED; OK also if all were skipped
 */
enum trunks_status oh_trunks_worst(const struct trunks_row rowv[TRUNKS_STEPS])
{
	enum trunks_status worst = STEP_OK;

	for (size_t i = 0; i < TRUNKS_STEPS; i++)
		worst = max(worst, rowv[i].status);

	return worst;
}

/**
 * The exit status that rows come to
 *
 * @param rowv Rows
 * @param f    Facts
 *
 * @return 0 without a failure, 31 if only the password was refused, what the
 *         echo call came to if only that failed, else 32
 */
int oh_trunks_exit(const struct trunks_row rowv[TRUNKS_STEPS],
		   const struct trunks_facts *f)
{
	for (size_t i = 0; i < STEP_REGISTRATION; i++) {
		if (rowv[i].status == STEP_FAILED)
			return OH_EXIT_NETWORK;
	}
	if (rowv[STEP_REGISTRATION].status == STEP_FAILED)
		return f->res.reg_scode ? OH_EXIT_AUTH : OH_EXIT_NETWORK;
	if (rowv[STEP_ECHO].status != STEP_FAILED)
		return OH_EXIT_OK;
	if (*f->call.guard)
		return OH_EXIT_REFUSED;

	return f->call.answer_us ? OH_EXIT_NO_MEDIA
		: f->echo == FATE_DONE ? oh_exit_of(f->call.cause)
				       : OH_EXIT_FAILED;
}

/** The name of a step, as it is shown */
const char *oh_trunks_step_name(enum trunks_step step)
{
	static const char *const namev[TRUNKS_STEPS] = {
		"dns", "tcp", "tls", "certificate", "contact", "numbers",
		"options", "registration", "echo",
	};

	return namev[step];
}

/** The name of a status, as it is shown */
const char *oh_trunks_status_name(enum trunks_status status)
{
	static const char *const namev[] = {
		"skipped", "ok", "warning", "failed",
	};

	return namev[status];
}

static void perfdata_print(char *buf, size_t size,
			   const struct trunks_facts *f)
{
	size_t n = 0;

	*buf = '\0';
	if (f->tcp == FATE_DONE && !f->tcp_err)
		n += (size_t)snprintf(buf + n, size - n, " tcp=%.1fms;;;0",
				      f->tcp_ms);
	if (f->res.scode)
		n += (size_t)snprintf(buf + n, size - n,
				      " options=%.1fms;;;0", f->res.rtt_ms);
	if (f->res.tls.shown)
		(void)snprintf(buf + n, size - n,
			       " certificate_days=%ld;%u:;0:",
			       oh_trunks_days(f), f->days);
}

/* What matters most: the first of the worst; if all is well, OPTIONS */
static const struct trunks_row *headline(
				const struct trunks_row rowv[TRUNKS_STEPS])
{
	const enum trunks_status worst = oh_trunks_worst(rowv);

	for (size_t i = 0; worst != STEP_OK && i < TRUNKS_STEPS; i++) {
		if (rowv[i].status == worst)
			return &rowv[i];
	}

	return &rowv[STEP_OPTIONS];
}

/**
 * Print rows as a plugin of Nagios does: one line
 *
 * @param buf  Where to
 * @param size Its size [bytes]
 * @param rowv Rows
 * @param f    Facts
 *
 * @return Exit status: 0, 1 warning, 2 critical
 */
int oh_trunks_nagios(char *buf, size_t size,
		     const struct trunks_row rowv[TRUNKS_STEPS],
		     const struct trunks_facts *f)
{
	static const char *const wordv[] = { "OK", "WARNING", "CRITICAL" };
	const struct trunks_row *row = headline(rowv);
	const int status = oh_trunks_worst(rowv) - STEP_OK;
	char perf[PERF_SIZE], what[TRUNKS_WHAT_SIZE];

	str_ncpy(what, row->what, sizeof(what));
	for (char *p = what; *p; p++) {
		if (*p == '|')          /* what follows one is data */
			*p = '/';
	}
	perfdata_print(perf, sizeof(perf), f);
	(void)snprintf(buf, size, "TRUNK %s - %s: %s: %s%s%s", wordv[status],
		       f->conf->name, oh_trunks_step_name(row->step), what,
		       *perf ? " |" : "", perf);

	return status;
}
