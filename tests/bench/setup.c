/**
 * @file setup.c  What setting up and clearing a call costs, without media
 *
 *     setup [-n CALLS] [-H HELD] [-t FOLDER [-1]]
 *
 * Two processes, each with a stack and legs of lib/sip: INVITE, 200, ACK,
 * BYE, 200 over UDP, a few calls at a time. CALLS are timed with no other
 * call up, HELD are set up and stay, CALLS more are timed. Prints one JSON
 * object: calls per second of processor time, for both sides.
 *
 * With -t over TLS, all on one connection: FOLDER has good.pem of the name
 * sim.example, and ca.crt. With -1 each call is of a stack of its own, as if
 * each were of a process of its own: a handshake for each.
 */
#include <signal.h>
#include <sys/prctl.h>
#include "base/compat.h"
#include "sip/leg.h"
#include "sip/tls.h"

enum {
	AT_ONCE      = 32,
	WARM_CALLS   = 2000,
	CALLS_MAX    = 100000,
	HELD_MAX     = 20000,
	DEADLINE_S   = 120,
	FDS_MAX      = 4096,
	URI_SIZE     = 64,
	PATH_SIZE    = 1024,
};

static const char sdp[] =
	"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\n"
	"t=0 0\r\nm=audio 9 RTP/AVP 0 101\r\n"
	"a=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n";

/** A stretch of calls, of which the second and fourth are timed */
enum stage { WARM, ALONE, HOLD, WITH_HELD, STAGES };

struct side {
	clockid_t clock;
	double    cpu_s[STAGES];      /* clock at the stage's end */
};

struct bench {
	struct oh_sip *sip;           /* NULL: each call has its own */
	const char *certs;            /* NULL: UDP                   */
	bool       single;
	struct oh_tls *tls;
	uint32_t   callv[STAGES];
	enum stage stage;
	uint32_t   begun, ended, under_way;
	char       uri[URI_SIZE];
	struct side caller, callee;
	struct tmr tmr;
	int        err;
};

/** A call of the caller's */
struct call {
	struct bench  *b;
	struct oh_sip *sip;
};

/* --------------------------------------------------------------- stacks */

static int open_tls(struct bench *b, bool server)
{
	char cert[PATH_SIZE], ca[PATH_SIZE], why[OH_TLS_WHY_SIZE];
	struct oh_tls_prm prm = { .server = server };
	int err;

	if (!b->certs)
		return 0;
	(void)re_snprintf(cert, sizeof(cert), "%s/good.pem", b->certs);
	(void)re_snprintf(ca, sizeof(ca), "%s/ca.crt", b->certs);
	prm.cert = server ? cert : NULL;
	prm.name = server ? NULL : "sim.example";
	prm.ca   = server ? NULL : ca;
	err = oh_tls_alloc(&b->tls, &prm, why);
	if (err)
		fprintf(stderr, "setup: %s\n", why);

	return err;
}

static int open_stack(struct oh_sip **sp, struct bench *b,
		      struct oh_sip_prm *prm)
{
	struct sa laddr;
	int err = sa_set_str(&laddr, "127.0.0.1", 0);

	prm->laddr    = &laddr;
	prm->software = "bench";
	prm->udp      = !b->tls;
	prm->tls      = b->tls;

	return err ? err : oh_sip_alloc(sp, prm);
}

static int start(struct bench *b, bool server)
{
	int err = libre_init();

	if (!err)
		err = fd_setsize(FDS_MAX);

	return err ? err : open_tls(b, server);
}

/* -------------------------------------------------------------- callee */

static void callee_event(struct oh_leg *leg, const struct oh_leg_event *ev,
			 void *arg)
{
	(void)arg;
	if (ev->type == OH_LEG_EV_CLOSED)
		mem_deref(leg);
}

static bool callee_invite(const struct sip_msg *msg, void *arg)
{
	struct bench *b = arg;
	struct oh_leg *leg;

	return !oh_leg_incoming(&leg, b->sip, msg, callee_event, NULL) &&
		!oh_leg_answer(leg, sdp);
}

static int callee_run(struct bench *b, int fd)
{
	struct oh_sip_prm prm = { .inviteh = callee_invite, .arg = b };
	uint16_t port;
	int err;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL))
		return errno;
	err = start(b, true);
	if (!err)
		err = open_stack(&b->sip, b, &prm);
	if (err)
		return err;
	port = sa_port(oh_sip_laddr(b->sip));
	if (write(fd, &port, sizeof(port)) != (ssize_t)sizeof(port))
		return EPIPE;

	return re_main(NULL);
}

/* -------------------------------------------------------------- caller */

static void note(struct side *side, enum stage stage)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(side->clock, &ts);
	side->cpu_s[stage] = (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void fail(struct bench *b, int err)
{
	b->err = err;
	re_cancel();
}

static void next(void *arg);

static void call_ended(struct bench *b)
{
	b->under_way--;
	b->ended++;
	tmr_start(&b->tmr, 0, next, b);
}

static void stack_closed(void *arg)
{
	struct call *call = arg;

	mem_deref(call->sip);
	mem_deref(call);
}

static void call_over(struct call *call)
{
	if (call->b->single)
		oh_sip_close(call->sip, false);
	else
		mem_deref(call);
}

static void caller_event(struct oh_leg *leg, const struct oh_leg_event *ev,
			 void *arg)
{
	struct call *call = arg;
	struct bench *b = call->b;

	if (ev->type == OH_LEG_EV_UP && b->stage == HOLD) {
		call_ended(b);
		return;
	}
	if (ev->type == OH_LEG_EV_UP) {
		int err = oh_leg_hangup(leg, 0, NULL);

		if (err)
			fail(b, err);
	}
	if (ev->type != OH_LEG_EV_CLOSED)
		return;
	if (ev->err || ev->scode != 200 || b->stage == HOLD)
		fail(b, ev->err ? ev->err : EPROTO);
	call_ended(b);
	mem_deref(leg);
	call_over(call);
}

static int call_alloc(struct call **callp, struct bench *b)
{
	struct oh_sip_prm prm = { .closedh = stack_closed };
	struct call *call = mem_zalloc(sizeof(*call), NULL);
	int err = 0;

	if (!call)
		return ENOMEM;
	call->b   = b;
	call->sip = b->sip;
	prm.arg   = call;
	if (b->single)
		err = open_stack(&call->sip, b, &prm);
	if (err)
		mem_deref(call);
	else
		*callp = call;

	return err;
}

static int place(struct bench *b)
{
	struct oh_leg_prm prm = {
		.to_uri = b->uri, .from_uri = "sip:bench@127.0.0.1",
		.contact_user = "bench", .h = caller_event,
	};
	struct call *call;
	struct oh_leg *leg;
	int err;

	err = call_alloc(&call, b);
	if (err)
		return err;
	prm.arg = call;
	err = oh_leg_invite(&leg, call->sip, &prm, sdp);
	if (err)
		return err;
	b->begun++;
	b->under_way++;

	return 0;
}

static void next(void *arg)
{
	struct bench *b = arg;

	while (b->stage < STAGES && b->ended == b->callv[b->stage]) {
		note(&b->caller, b->stage);
		note(&b->callee, b->stage);
		b->begun = b->ended = 0;
		b->stage++;
	}
	if (b->stage == STAGES) {
		re_cancel();
		return;
	}
	while (b->begun < b->callv[b->stage] && b->under_way < AT_ONCE) {
		int err = place(b);

		if (err) {
			fail(b, err);
			return;
		}
	}
}

/* ---------------------------------------------------------------- both */

static void print_side(const char *name, const struct bench *b,
		       const struct side *s)
{
	double n = b->callv[ALONE];
	double alone = (s->cpu_s[ALONE] - s->cpu_s[WARM]) / n;
	double held = (s->cpu_s[WITH_HELD] - s->cpu_s[HOLD]) / n;

	printf("\"%s\":{\"per_cpu_s\":%.0f,\"held_per_cpu_s\":%.0f,"
	       "\"growth\":%.3f}", name, 1 / alone, 1 / held, held / alone);
}

static int caller_run(struct bench *b, int fd, pid_t pid)
{
	struct oh_sip_prm prm = { .arg = b };
	uint16_t port;
	int err;

	if (read(fd, &port, sizeof(port)) != (ssize_t)sizeof(port))
		return EPIPE;
	b->caller.clock = CLOCK_PROCESS_CPUTIME_ID;
	err = clock_getcpuclockid(pid, &b->callee.clock);
	if (err)
		return err;
	err = start(b, false);
	if (!err && !b->single)
		err = open_stack(&b->sip, b, &prm);
	if (err)
		return err;
	(void)re_snprintf(b->uri, sizeof(b->uri), "sip:bench@127.0.0.1:%u%s",
			  port, b->tls ? ";transport=tls" : "");
	tmr_start(&b->tmr, 0, next, b);
	err = re_main(NULL);
	if (err || b->err)
		return err ? err : b->err;

	printf("{\"calls\":%u,\"held\":%u,", b->callv[ALONE], b->callv[HOLD]);
	print_side("caller", b, &b->caller);
	printf(",");
	print_side("callee", b, &b->callee);
	puts("}");

	return fflush(stdout) ? errno : 0;
}

static int run(struct bench *b)
{
	int fdv[2], err;
	pid_t pid;

	if (pipe(fdv) < 0)
		return errno;
	pid = fork();
	if (pid < 0)
		return errno;
	if (pid == 0)
		_exit(callee_run(b, fdv[1]));
	close(fdv[1]);
	err = caller_run(b, fdv[0], pid);
	(void)kill(pid, SIGKILL);

	return err;
}

static int usage(void)
{
	fputs("usage: setup [-n CALLS] [-H HELD] [-t FOLDER [-1]]\n",
	      stderr);
	return 64;
}

int main(int argc, char **argv)
{
	static struct bench b = {
		.callv = { WARM_CALLS, 10000, 5000, 10000 }
	};
	int c, err;

	while ((c = getopt(argc, argv, "n:H:t:1")) != -1) {
		uint32_t n = (uint32_t)strtoul(optarg ? optarg : "", NULL,
					       10);

		if (c == 'n' && n && n <= CALLS_MAX)
			b.callv[ALONE] = b.callv[WITH_HELD] = n;
		else if (c == 'H' && n && n <= HELD_MAX)
			b.callv[HOLD] = n;
		else if (c == 't')
			b.certs = optarg;
		else if (c == '1')
			b.single = true;
		else
			return usage();
	}
	alarm(DEADLINE_S);
	err = run(&b);
	if (err)
		fprintf(stderr, "setup: %s\n", strerror(err));

	return err ? 1 : 0;
}
