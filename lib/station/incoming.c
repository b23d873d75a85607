/**
 * @file incoming.c  Calls that come in: they ring until somebody says what
 */
#include <errno.h>
#include "call/call.h"
#include "station/station_priv.h"

enum { SCODE_AWAY = 480, SCODE_BUSY = 486, SCODE_NO_CALL = 481 };

/* Nobody has picked it up */
static void ring_timeout(void *arg)
{
	struct station_call *sc = arg;
	struct oh_live *lv = oh_station_live(sc->st, sc->id);
	struct oh_call *call = oh_live_call(lv);

	if (call && oh_call_reject(call, SCODE_AWAY, NULL,
				   OH_CAUSE_NO_ANSWER))
		oh_call_hangup(call, OH_CAUSE_NO_ANSWER);
}

static int pick_up(struct oh_station *st, struct oh_live *lv)
{
	int err = oh_call_pickup(oh_live_call(lv));

	return err ? err : oh_station_voice(st, &lv, 1, NULL);
}

/* Who is on the list is heard at once, unless a call has the voice */
static bool is_auto(const struct oh_station *st, const struct oh_result *res)
{
	return !oh_station_talkers(st) && oh_station_is_auto(st, res->from);
}

static int ring(struct oh_station *st, struct oh_call *call)
{
	struct station_call *sc = oh_station_call(st, oh_call_id(call));
	int err;

	if (!sc)
		return ENOMEM;
	err = oh_call_ring(call);
	if (!err)
		tmr_start(&sc->tmr, st->prm.conf->phone.ring_ms, ring_timeout,
			  sc);

	return err;
}

/**
 * Take a call that comes in: it rings, is answered by itself, or refused
 *
 * @param call Call, registered already; borrowed until its ENDED
 * @param res  What is known of it
 * @param msg  Its INVITE
 * @param arg  Station
 *
 * @return 0 or an errno
 */
int oh_station_take(struct oh_call *call, const struct oh_result *res,
		    const struct sip_msg *msg, void *arg)
{
	struct oh_station *st = arg;
	struct oh_live *lv = oh_station_live(st, oh_call_id(call));

	if (!lv)
		return ENOMEM;
	/* It shall take the place of another one: there is none to take */
	if (sip_msg_hdr(msg, SIP_HDR_REPLACES))
		return oh_call_reject(call, SCODE_NO_CALL, NULL,
				      OH_CAUSE_FAILED);
	if (st->dnd) {
		oh_log(st->prm.log, OH_LOG_WARN, "a call from %s was refused:"
		       " do not disturb", res->from);
		return oh_call_reject(call, SCODE_BUSY, NULL,
				      OH_CAUSE_DECLINED);
	}

	return is_auto(st, res) ? pick_up(st, lv) : ring(st, call);
}

static bool is_ringing(const struct oh_live *lv)
{
	const struct oh_call *call = oh_live_call(lv);

	return oh_call_is_incoming(call) && !oh_call_is_leaving(call) &&
		oh_live_state(lv) == OH_LIVE_RINGING;
}

/* {"call":"0193.."} */
int oh_station_do_answer(struct oh_ask *ask, void *arg)
{
	struct oh_station *st = arg;
	struct station_call *sc;
	int err;

	if (!is_ringing(ask->live)) {
		(void)oh_args_bad(ask->args, "call", "it does not ring here");
		return ENOTCONN;
	}
	sc  = oh_station_call(st, oh_call_id(oh_live_call(ask->live)));
	err = pick_up(st, ask->live);
	if (err)
		return err;
	if (sc)
		tmr_cancel(&sc->tmr);
	oh_ask_ok(ask);

	return 0;
}

static enum oh_cause cause_of(uint32_t scode)
{
	return scode == SCODE_BUSY || scode == 600 ? OH_CAUSE_BUSY
						   : OH_CAUSE_DECLINED;
}

/* {"call":"0193..","scode":486} */
int oh_station_do_reject(struct oh_ask *ask, void *arg)
{
	struct oh_call *call = oh_live_call(ask->live);
	struct oh_args *a = ask->args;
	uint32_t scode = SCODE_BUSY;
	int err = oh_args_u32(a, "scode", &scode);

	(void)arg;
	if (!err && (scode < 400 || scode > 699))
		err = oh_args_bad(a, "scode", "400 to 699");
	if (err)
		return err;
	if (!is_ringing(ask->live)) {
		(void)oh_args_bad(a, "call", "it does not ring here");
		return ENOTCONN;
	}
	mem_ref(call);
	err = oh_call_reject(call, (uint16_t)scode, NULL, cause_of(scode));
	if (!err)
		oh_ask_ok(ask);
	mem_deref(call);

	return err;
}
