/**
 * @file choose.h  A number becomes a trunk, a URI and a caller ID
 *
 *   number ──route──▶ trunks in order ──each──▶ rewritten, caller ID, verdict
 *
 * Pure. What `dial --dry-run` prints is what would be sent. The guard is
 * asked for the number as typed, as meant, and as each trunk writes it, at
 * every stage of the rewriting.
 */
#ifndef OH_PLACE_CHOOSE_H
#define OH_PLACE_CHOOSE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/money.h"
#include "conf/conf.h"
#include "event/cause.h"
#include "number/number.h"
#include "route/emergency.h"
#include "route/guard.h"
#include "route/voice.h"

enum { OH_CHOICE_WHY = 192 };

struct oh_rates;

/**
 * Whether a number is ours to show: see carrier/owned.h
 *
 * @param v      Its texts receive what is known when it is not, and how to
 *               allow it
 * @param number E.164
 * @param arg    Handler argument
 */
typedef bool (oh_choose_owned_h)(struct oh_verdict *v, const char *number,
				 void *arg);

/** What is asked for; borrowed */
struct oh_choose_prm {
	const struct oh_conf *conf;
	const char *number;         /**< as typed                         */
	const char *from;           /**< as typed; NULL: the trunk's      */
	const char *trunk;          /**< name; NULL: the default          */
	bool        anonymous;      /**< no caller ID (RFC 3323, 3325)    */
	bool        forwarded;      /**< from is another caller's number,
					 and the call will say so         */
	bool        automation;     /**< nobody sits at a terminal        */
	bool        person;         /**< dialled it by hand: then only may
					 it be a call for help            */
	const struct oh_rates *rates;   /**< or NULL                      */
	oh_choose_owned_h *ownedh;  /**< or NULL: any caller ID goes      */
	void       *ownedarg;
	struct oh_voice_prm voice;  /**< dice and health of trunks        */
};

/** What it becomes, on one trunk */
struct oh_choice {
	struct oh_number number;
	const struct oh_conf_route *route;   /**< or NULL; borrowed, too  */
	const struct oh_conf_route *spent;   /**< that was passed over: its
					          pattern takes too many
					          steps; or NULL          */
	const struct oh_conf_trunk *trunk;   /**< borrowed from conf      */
	char user[OH_NUMBER_URI_SIZE];       /**< as the trunk writes it  */
	char from[OH_NUMBER_URI_SIZE];       /**< caller ID's user part   */
	struct oh_money   rate;              /**< a minute, currency "":
					          no published rate       */
	struct oh_verdict verdict;           /**< the guard's             */
	enum oh_emergency emergency;         /**< it leaves as it was
					          dialled, by trunks that are
					          marked for it           */
	char why[OH_CHOICE_WHY];             /**< what is wrong, or what may
					          be said of it; or ""    */
};

/** The trunks that may be tried, in order */
struct oh_ways {
	const struct oh_conf_trunk *trunkv[OH_CONF_SHARES_MAX];
	uint32_t trunkc;
};

/*
 * 0: look at verdict. EBADMSG: a number is none (why); ENOENT: no such trunk
 * (why); ENXIO: no trunk to choose (why). What it would be on the first
 * trunk, which oh_choose_ways() does not go into.
 */
int oh_choose_ways(struct oh_ways *w, struct oh_choice *ch,
		   const struct oh_choose_prm *prm);
/* On to one of them; ch as filled by oh_choose_ways() */
int oh_choose_way(struct oh_choice *ch, const struct oh_choose_prm *prm,
		  const struct oh_conf_trunk *t);
/* Both: the first of them */
int oh_choose(struct oh_choice *ch, const struct oh_choose_prm *prm);

#endif
