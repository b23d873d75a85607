/**
 * @file join.c  A call is joined with others
 *
 *   others there are ──▶ meeting ──▶ until no other talks
 *   somebody called  ──▶ meeting (heard before they answer) ──▶ until they go
 *   a room           ──▶ meeting ──▶ until a key, or the call's end
 */
#include <errno.h>
#include "action/action_priv.h"
#include "action/join.h"
#include "action/meeting.h"
#include "action/outcall.h"

enum { KEYS_SIZE = 20, TEXT_SIZE = 256 };

struct join {
	struct oh_action        a;
	struct oh_meeting      *meeting;
	struct oh_meeting_watch watch;
	struct oh_outcall      *outcall;
	enum oh_room_role       role;
	bool                    waits;     /* in a room, alone too         */
	bool                    answered;  /* who was called has           */
	bool                    collecting;
	char                    keys[KEYS_SIZE];
	char                    key[2];
	char                    error[TEXT_SIZE];
};

static void leave(struct join *j)
{
	oh_meeting_unwatch(j->meeting, &j->watch);
	if (!j->a.live)
		return;
	if (j->collecting)
		(void)oh_live_collect(j->a.live, NULL, NULL);
	j->collecting = false;
	if (j->meeting && oh_meeting_of(j->a.live) == j->meeting)
		oh_meeting_leave(j->a.live);
}

static void destructor(void *arg)
{
	struct join *j = arg;

	leave(j);
	oh_action_close(&j->a);
	mem_deref(j->outcall);
	mem_deref(j->meeting);
}

static void end(struct join *j, struct oh_outcome *out)
{
	leave(j);
	out->digits = j->key[0] ? j->key : NULL;
	oh_action_end(&j->a, out);
}

static void done(struct join *j)
{
	struct oh_outcome out = OH_OUTCOME(OH_CAUSE_DONE);

	end(j, &out);
}

/* Somebody has come or gone */
static void changed(void *arg)
{
	struct join *j = arg;

	/* That they hung up is told in a moment, as that */
	if (oh_action_is_over(&j->a) || oh_call_is_leaving(j->a.call))
		return;
	if (oh_meeting_of(j->a.live) != j->meeting ||
	    (!j->waits && !j->outcall &&
	     !oh_meeting_others(j->meeting, j->a.live)))
		done(j);
}

/* What they press while they talk is not for who collects digits later */
static void digit_handler(char digit, void *arg)
{
	struct join *j = arg;

	if (oh_action_is_over(&j->a) || !strchr(j->keys, digit))
		return;
	j->key[0] = digit;
	done(j);
}

static bool leaveh(struct oh_action *a, struct oh_outcome *out)
{
	struct join *j = (struct join *)a;

	(void)out;
	leave(j);

	return true;
}

/* ---------------------------------------------------- somebody is called */

/* It answered and is over: all went well. Else why it did not come about */
static void call_over(struct join *j, const struct oh_event *ev)
{
	struct oh_outcome out = OH_OUTCOME(j->answered ? OH_CAUSE_DONE
						       : ev->cause);

	if (!j->answered && str_isset(ev->text)) {
		(void)re_snprintf(j->error, sizeof(j->error), "%s%s%s",
				  ev->text, str_isset(ev->hint) ? ": " : "",
				  ev->hint ? ev->hint : "");
		out.error = j->error;
	}
	end(j, &out);
}

static void call_handler(const struct oh_event *ev, bool over, void *arg)
{
	struct join *j = arg;
	struct oh_live *other;

	if (oh_action_is_over(&j->a))
		return;
	if (over) {
		call_over(j, ev);
		return;
	}
	j->answered = j->answered || ev->type == OH_EVENT_ANSWERED;
	if (ev->type != OH_EVENT_RINGING && ev->type != OH_EVENT_PROGRESS &&
	    ev->type != OH_EVENT_ANSWERED)
		return;
	other = oh_outcall_live(j->outcall);
	if (other && !oh_meeting_of(other))
		(void)oh_meeting_enter(j->meeting, other, OH_ROOM_TALK, NULL);
}

/* --------------------------------------------------------------- starting */

/** Others that are in a meeting because of us */
struct taken {
	struct oh_live *livev[OH_JOIN_CALLS_MAX];
	uint32_t        n;
};

/* Who is joined talks, whatever we do */
static int take_others(struct taken *t, struct join *j,
		       const struct oh_join_prm *prm)
{
	for (uint32_t i = 0; i < prm->callc; i++) {
		struct oh_live *lv = prm->callv[i];
		int err;

		if (oh_meeting_of(lv) == j->meeting)
			continue;
		err = oh_meeting_enter(j->meeting, lv, OH_ROOM_TALK, NULL);
		if (err)
			return err;
		t->livev[t->n++] = lv;
	}

	return 0;
}

/* That which the first other is in, or the room's, or a new one */
static int find_meeting(struct join *j, const struct oh_join_prm *prm)
{
	struct oh_meeting *m = prm->callc ? oh_meeting_of(prm->callv[0])
					  : NULL;
	int err;

	j->meeting = mem_ref(m);
	if (m)
		return 0;
	err = oh_meeting_get(&j->meeting, oh_live_calls(j->a.live), prm->room);
	if (!err && prm->apart)
		oh_meeting_set_kind(j->meeting, OH_MEETING_APART);

	return err;
}

static int begin(struct join *j, const struct oh_join_prm *prm)
{
	int err = oh_live_collect(j->a.live, digit_handler, j);
	struct taken t = { .n = 0 };

	j->collecting = !err;
	if (!err || !j->keys[0])
		err = find_meeting(j, prm);
	if (!err)
		err = take_others(&t, j, prm);
	if (!err && prm->dial)
		err = oh_outcall_start(&j->outcall, j->a.live, prm->dial,
				       call_handler, j);
	if (!err)
		err = oh_meeting_enter(j->meeting, j->a.live, j->role,
				       j->role == OH_ROOM_WHISPER ?
				       prm->callv[0] : NULL);
	if (!err)
		oh_meeting_watch(j->meeting, &j->watch);
	while (err && t.n)
		oh_meeting_leave(t.livev[--t.n]);

	return err;
}

static bool is_sound(const struct oh_join_prm *prm, const struct oh_live *lv)
{
	for (uint32_t i = 0; i < prm->callc; i++) {
		if (prm->callv[i] == lv)
			return false;
	}

	return (prm->callc > 0) + (prm->dial != NULL) + (prm->room != NULL)
		== 1 && prm->callc <= OH_JOIN_CALLS_MAX &&
		(prm->role != OH_ROOM_WHISPER || prm->callc);
}

/**
 * Join a call with others
 *
 * @param ap  Returned action, release with mem_deref: it leaves again, and
 *            who was called for it is hung up
 * @param lv  Call that is up
 * @param prm With whom
 * @param h   Called once, at the end
 * @param arg Handler argument
 *
 * @return 0, EINVAL, EALREADY, ENXIO, ENOTCONN, ENOMEM
 */
int oh_join_start(struct oh_action **ap, struct oh_live *lv,
		  const struct oh_join_prm *prm, oh_action_h *h, void *arg)
{
	static const struct action_ops ops = {
		.leaveh = leaveh,
	};
	struct join *j;
	int err;

	if (!ap || !prm || !h || !is_sound(prm, lv))
		return EINVAL;
	err = oh_action_check(lv);
	if (err)
		return err;
	if (oh_meeting_of(lv))
		return EALREADY;
	j = mem_zalloc(sizeof(*j), destructor);
	if (!j)
		return ENOMEM;
	j->role  = prm->role;
	j->waits = prm->room;
	j->watch = (struct oh_meeting_watch){ .h = changed, .arg = j };
	str_ncpy(j->keys, prm->leave ? prm->leave : "", sizeof(j->keys));
	oh_action_open(&j->a, lv, &ops, h, arg);
	err = begin(j, prm);
	if (err)
		mem_deref(j);
	else
		*ap = &j->a;

	return err;
}
