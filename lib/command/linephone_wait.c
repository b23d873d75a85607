/**
 * @file linephone_wait.c  The order wait: until something happens
 *
 * What the board knows is waited for here: that a call is answered and how it
 * ends, which a process no longer tells of a call that is over. The rest is a
 * request to the process of the call.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/scan.h"
#include "cli/exit.h"
#include "command/linephone_priv.h"

enum { WORDS = 3, WORD = 96, WAIT_MAX_S = 24 * 3600 };

static const char usage[] =
	"it goes: wait 5s, wait answer, wait end, wait incoming, wait digit, "
	"wait silence or wait speech; a call and a time may follow";

/** What stands behind wait */
struct words {
	char     kind[WORD];
	char     call[WORD];     /* or ""                                  */
	uint32_t ms;             /* 0: for ever                            */
};


/* "5s", "500ms", "2m": a unit, so that it is no call */
static bool is_time(uint32_t *msp, const char *word)
{
	size_t len = strlen(word);

	return len && strchr("smh", word[len - 1]) &&
		0 == oh_scan_ms(msp, word) && *msp >= 1 &&
		*msp <= WAIT_MAX_S * 1000u;
}


static int split(struct words *w, const char *rest)
{
	char v[WORDS][WORD];
	int n = sscanf(rest, "%95s %95s %95s", v[0], v[1], v[2]);

	memset(w, 0, sizeof(*w));
	if (n < 1 || strlen(rest) >= WORD)
		return EINVAL;
	/* "wait 5" can be nothing else */
	if (n == 1 && 0 == oh_scan_ms(&w->ms, v[0]))
		return w->ms >= 1 && w->ms <= WAIT_MAX_S * 1000u ? 0
								 : EINVAL;
	if (n > 1 && is_time(&w->ms, v[n - 1]))
		n--;
	if (n > 2)
		return EINVAL;
	str_ncpy(w->kind, v[0], sizeof(w->kind));
	if (n == 2)
		str_ncpy(w->call, v[1], sizeof(w->call));

	return 0;
}


static void done(struct linephone *l, const char *what)
{
	tmr_cancel(&l->wait.tmr);
	l->wait.l = NULL;
	oh_linein_tell(l->in, "ok wait: %s", what);
	oh_linephone_next(l);
}


static void failed(struct linephone *l, int status, const char *why)
{
	tmr_cancel(&l->wait.tmr);
	l->wait.l = NULL;
	oh_linephone_failed(l, status, "wait", why);
	oh_linephone_next(l);
}


static void over(void *arg)
{
	struct linephone *l = arg;

	if (l->wait.kind == LP_WAIT_TIME)
		done(l, "time is over");
	else
		failed(l, OH_EXIT_TIMEOUT, "it did not happen in time");
}


static int status_of(const char *name)
{
	for (int i = OH_CAUSE_NONE + 1; i < OH_CAUSE_MAX; i++) {
		if (0 == strcmp(oh_cause_name(i), name))
			return oh_exit_of(i);
	}

	return OH_EXIT_FAILED;
}


/* A call that was answered has ended as calls do */
static void ended(struct linephone *l, const struct oh_board_call *c,
		  bool wanted)
{
	if (wanted && c->answered_ms)
		done(l, "the call is over");
	else if (!c->answered_ms && *c->cause)
		failed(l, status_of(c->cause), c->cause);
	else
		failed(l, OH_EXIT_HUNG_UP, "the call is over");
}


static void look_at_call(struct linephone *l)
{
	const struct oh_board_call *c = oh_board_find(l->board,
						      l->wait.call);

	if (!c && 0 == strcmp(l->last.id, l->wait.call) &&
	    l->last.state == OH_BOARD_ENDED)
		c = &l->last;
	if (l->wait.kind == LP_WAIT_ANSWER && c && c->answered_ms)
		done(l, "answered");
	else if (c && c->state == OH_BOARD_ENDED)
		ended(l, c, l->wait.kind == LP_WAIT_END);
}


/** Something has changed: is it what is waited for? */
void oh_linephone_look_again(struct linephone *l)
{
	const struct oh_board_call *c = oh_board_find(l->board, l->last.id);

	/* It leaves the board soon after its end. */
	if (c && 0 == strcmp(c->id, l->last.id))
		l->last = *c;
	if (!l->wait.l)
		return;
	switch (l->wait.kind) {

	case LP_WAIT_TIME:
		break;

	case LP_WAIT_INCOMING:
		c = oh_board_ringing(l->board);
		if (!c)
			break;
		str_ncpy(l->wait.call, c->id, sizeof(l->wait.call));
		l->last = *c;
		done(l, *c->name ? c->name : c->number);
		break;

	case LP_WAIT_ANSWER:
	case LP_WAIT_END:
		look_at_call(l);
		break;
	}
}


/* The process that would tell */
static uint32_t waits_for(const struct linephone *l)
{
	const struct oh_board_call *c = oh_board_find(l->board,
						      l->wait.call);

	return c ? c->peer : oh_board_phone(l->board)->peer;
}


/**
 * A process does not answer: what would be seen of it is not waited for. Time
 * passes all the same
 *
 * @param l    Phone
 * @param peer Process
 * @param why  What is wrong
 */
void oh_linephone_wait_hung(struct linephone *l, uint32_t peer,
			    const char *why)
{
	if (l->wait.l && l->wait.kind != LP_WAIT_TIME && waits_for(l) == peer)
		failed(l, OH_EXIT_UNAVAILABLE, why);
}


/* What would be waited for in vain */
static void check_hung(struct linephone *l)
{
	uint32_t peer = waits_for(l);
	char why[LP_HUNG];

	if (!oh_board_is_hung(l->board, peer))
		return;
	oh_board_hung_text(why, sizeof(why), l->board, peer);
	oh_linephone_wait_hung(l, peer, why);
}


/* The call named; else the one made or taken last; else the active one */
static const struct oh_board_call *which(struct linephone *l,
					 const struct words *w)
{
	if (!*w->call && *l->last.id)
		return &l->last;

	return oh_linephone_call(l, "wait", w->call);
}


static void ask(struct linephone *l, const struct words *w)
{
	const struct oh_board_call *c = which(l, w);
	cJSON *o;

	if (!c)
		return;
	o = oh_linephone_request("wait", c->id);
	(void)cJSON_AddStringToObject(o, "for", w->kind);
	if (w->ms)
		(void)cJSON_AddNumberToObject(o, "timeout", w->ms / 1e3);
	oh_linephone_ask(l, "wait", c->peer, o, NULL, NULL);
}


static void begin(struct linephone *l, enum lp_wait_kind kind,
		  const char *call, uint32_t ms)
{
	l->wait.l    = l;
	l->wait.kind = kind;
	str_ncpy(l->wait.call, call, sizeof(l->wait.call));
	if (ms)
		tmr_start(&l->wait.tmr, ms, over, l);
	oh_linephone_look_again(l);
	check_hung(l);
}


static void begin_call(struct linephone *l, enum lp_wait_kind kind,
		       const struct words *w)
{
	const struct oh_board_call *c = which(l, w);

	if (c)
		begin(l, kind, c->id, w->ms);
}


/** The order wait */
void oh_linephone_do_wait(struct linephone *l, const char *rest)
{
	struct words w;

	if (l->wait.l)
		oh_linephone_failed(l, OH_EXIT_USAGE, "wait",
				    "another wait is under way");
	else if (split(&w, rest))
		oh_linephone_failed(l, OH_EXIT_USAGE, "wait", usage);
	else if (!*w.kind)
		begin(l, LP_WAIT_TIME, "", w.ms);
	else if (0 == strcmp(w.kind, "incoming") && !*w.call)
		begin(l, LP_WAIT_INCOMING, "", w.ms);
	else if (0 == strcmp(w.kind, "answer"))
		begin_call(l, LP_WAIT_ANSWER, &w);
	else if (0 == strcmp(w.kind, "end"))
		begin_call(l, LP_WAIT_END, &w);
	else if (0 == strcmp(w.kind, "digit") ||
		 0 == strcmp(w.kind, "silence") ||
		 0 == strcmp(w.kind, "speech"))
		ask(l, &w);
	else
		oh_linephone_failed(l, OH_EXIT_USAGE, "wait", usage);
}
