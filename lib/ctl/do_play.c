/**
 * @file do_play.c  Requests: play, gather
 */
#include <errno.h>
#include "action/collect.h"
#include "action/play.h"
#include "ctl/server_priv.h"

/* {"sounds":[..],"loop":1,"interrupt":"12#"} */
int oh_ctl_do_play(struct ctl_request *rq, struct oh_args *a)
{
	struct oh_sound_item itemv[OH_SOUND_ITEMS_MAX];
	struct oh_play_prm prm = { .itemv = itemv, .loops = 1 };
	int err;

	prm.itemc = ARRAY_SIZE(itemv);
	err = oh_args_sounds(a, "sounds", itemv, &prm.itemc);
	if (!err && !prm.itemc)
		err = oh_args_bad(a, "sounds", "something to play is wanted");
	if (!err)
		err = oh_args_u32(a, "loop", &prm.loops);
	if (!err)
		err = oh_args_str(a, "interrupt", &prm.interrupt);

	return err ? err : oh_play_start(&rq->action, rq->live, &prm,
					 oh_ctl_done, rq);
}

static int read_rules(struct oh_gather_prm *r, struct oh_args *a)
{
	const char *terminator = "#";
	int err;

	err = oh_args_u32(a, "max", &r->max);
	if (!err)
		err = oh_args_u32(a, "min", &r->min);
	if (!err && (!r->max || r->max > OH_GATHER_MAX || r->min > r->max))
		err = oh_args_bad(a, "max", "1 to 64, and not less than min");
	if (!err)
		err = oh_args_str(a, "terminator", &terminator);
	if (!err && *terminator && (terminator[1] ||
	    !strchr("0123456789*#ABCD", *terminator)))
		err = oh_args_bad(a, "terminator", "one key, or \"\"");
	if (!err)
		err = oh_args_ms(a, "timeout_first", &r->first_ms);
	if (!err)
		err = oh_args_ms(a, "timeout_between", &r->between_ms);
	r->terminator = *terminator;

	return err;
}

static int read_collect(struct oh_collect_prm *prm, struct oh_args *a)
{
	int err;

	err = read_rules(&prm->rules, a);
	if (!err)
		err = oh_args_str(a, "match", &prm->match);
	if (!err)
		err = oh_args_u32(a, "tries", &prm->tries);
	if (!err)
		err = oh_args_bool(a, "secret", &prm->secret);
	if (!err)
		err = oh_args_bool(a, "no_barge", &prm->no_barge);
	if (!err)
		err = oh_args_bool(a, "no_typeahead", &prm->no_typeahead);

	return err;
}

/* {"prompt":[..],"invalid":[..],"min":1,"max":4,"terminator":"#", ..} */
int oh_ctl_do_gather(struct ctl_request *rq, struct oh_args *a)
{
	const struct oh_calls_prm *cp = oh_calls_prm(rq->conn->ctl->prm.calls);
	struct oh_sound_item promptv[OH_SOUND_ITEMS_MAX];
	struct oh_sound_item invalidv[OH_SOUND_ITEMS_MAX];
	struct oh_collect_prm prm = {
		.promptv  = promptv,
		.invalidv = invalidv,
		.rules    = { .max = 1, .first_ms = cp->first_ms,
			      .between_ms = cp->between_ms },
	};
	int err;

	prm.promptc  = ARRAY_SIZE(promptv);
	prm.invalidc = ARRAY_SIZE(invalidv);
	err = oh_args_sounds(a, "prompt", promptv, &prm.promptc);
	if (!err)
		err = oh_args_sounds(a, "invalid", invalidv, &prm.invalidc);
	if (!err)
		err = read_collect(&prm, a);
	if (err)
		return err;
	err = oh_collect_start(&rq->action, rq->live, &prm, oh_ctl_done, rq);
	if (err == EINVAL)
		return oh_args_bad(a, "match", "no such expression");
	if (err == EBUSY)
		oh_args_bad(a, "call", "digits are gathered already");

	return err;
}
