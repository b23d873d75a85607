/**
 * @file linephone_quality.c  The order quality: how good the audio is
 *
 * Levels and quality are told as they go on, to who asks for it. Nobody wants
 * them all day at a bad link: they are asked for, and no longer wanted as soon
 * as they have come.
 */
#include <stdio.h>
#include <string.h>
#include "cli/exit.h"
#include "command/linephone_priv.h"

enum { COME_MS = 2500, LINE = 256 };


static void no_more(struct linephone *l, const char *arg, const cJSON *r)
{
	(void)l;
	(void)arg;
	(void)r;
}


static void done(struct linephone *l)
{
	cJSON *o = oh_linephone_request("meters", "");

	tmr_cancel(&l->meters.tmr);
	l->meters.l = NULL;
	(void)cJSON_AddTrueToObject(o, "off");
	oh_linephone_ask(l, "quality", l->meters.peer, o, no_more, NULL);
	oh_linephone_next(l);
}


static void too_late(void *arg)
{
	struct linephone *l = arg;

	oh_linephone_failed(l, OH_EXIT_FAILED, "quality",
			    "nothing is known of it yet: nothing was heard");
	done(l);
}


static void tell(struct linephone *l, const struct oh_board_call *c)
{
	const struct oh_board_quality *q = &c->quality;
	char rtt[32] = "";

	if (q->rtt_ms >= 0.0)
		(void)snprintf(rtt, sizeof(rtt), ", round trip %.0f ms",
			       q->rtt_ms);
	oh_linein_tell(l->in, "ok quality: MOS %.1f, loss %.1f %%, jitter "
		       "%.1f ms%s, we %.0f dB, they %.0f dB", q->mos,
		       q->loss_pct, q->jitter_ms, rtt, c->us_db, c->them_db);
}


/** Something has changed: are they there? */
void oh_linephone_meters_look(struct linephone *l)
{
	const struct oh_board_call *c;

	if (!l->meters.l)
		return;
	c = oh_board_find(l->board, l->meters.call);
	if (c && c->state != OH_BOARD_ENDED && !c->quality.known)
		return;
	if (!c || c->state == OH_BOARD_ENDED)
		oh_linephone_failed(l, OH_EXIT_HUNG_UP, "quality",
				    "the call is over");
	else
		tell(l, c);
	done(l);
}


/** Its process does not answer: told already */
void oh_linephone_meters_hung(struct linephone *l, uint32_t peer)
{
	if (!l->meters.l || l->meters.peer != peer)
		return;
	tmr_cancel(&l->meters.tmr);
	l->meters.l = NULL;
}


/* They come from now on */
static void begun(struct linephone *l, const char *arg, const cJSON *r)
{
	(void)arg;
	(void)r;
	oh_linephone_meters_look(l);
}


/** The order quality */
void oh_linephone_do_quality(struct linephone *l, const char *rest)
{
	const struct oh_board_call *c;
	cJSON *o;

	if (l->meters.l) {
		oh_linephone_failed(l, OH_EXIT_USAGE, "quality",
				    "it is being asked for");
		return;
	}
	c = oh_linephone_call(l, "quality", rest);
	if (!c)
		return;
	if (c->state == OH_BOARD_ENDED) {
		oh_linephone_failed(l, OH_EXIT_HUNG_UP, "quality",
				    "the call is over");
		return;
	}
	l->meters.l    = l;
	l->meters.peer = c->peer;
	str_ncpy(l->meters.call, c->id, sizeof(l->meters.call));
	tmr_start(&l->meters.tmr, COME_MS, too_late, l);
	o = oh_linephone_request("meters", "");
	(void)cJSON_AddNumberToObject(o, "every", 0.5);
	oh_linephone_ask(l, "quality", c->peer, o, begun, NULL);
	if (oh_board_is_hung(l->board, l->meters.peer))
		oh_linephone_meters_hung(l, l->meters.peer);
}
