/**
 * @file test_legstate.c  The state tables keep their promises
 */
#include "test.h"
#include "sip/legstate.h"

static enum oh_leg_state next(enum oh_leg_state st, enum oh_leg_stim stim)
{
	const struct oh_legstate *row = oh_legstate_find(st, stim);

	return row ? row->next : st;
}

int test_legstate_walks(void)
{
	static const struct {
		enum oh_leg_stim stimv[6];
		size_t n;
		enum oh_leg_state end;
	} v[] = {
		{ { OH_LEG_DO_INVITE, OH_LEG_RX_1XX, OH_LEG_RX_2XX,
		    OH_LEG_RX_BYE }, 4, OH_LEG_TERMINATED },
		{ { OH_LEG_DO_INVITE, OH_LEG_RX_2XX, OH_LEG_DO_HANGUP,
		    OH_LEG_ON_BYE_DONE }, 4, OH_LEG_TERMINATED },
		{ { OH_LEG_DO_INVITE, OH_LEG_DO_HANGUP, OH_LEG_RX_1XX,
		    OH_LEG_RX_2XX, OH_LEG_RX_BYE, OH_LEG_ON_BYE_DONE },
		  6, OH_LEG_TERMINATED },
		{ { OH_LEG_DO_INVITE, OH_LEG_RX_1XX, OH_LEG_RX_CHALLENGE },
		  3, OH_LEG_CALLING },
		{ { OH_LEG_RX_INVITE, OH_LEG_DO_PROGRESS, OH_LEG_DO_ANSWER,
		    OH_LEG_RX_ACK, OH_LEG_RX_REINVITE, OH_LEG_ON_GONE },
		  6, OH_LEG_CLOSING },
		{ { OH_LEG_RX_INVITE, OH_LEG_DO_ANSWER, OH_LEG_DO_HANGUP,
		    OH_LEG_RX_ACK }, 4, OH_LEG_CLOSING },
		{ { OH_LEG_RX_INVITE, OH_LEG_RX_CANCEL, OH_LEG_DO_ANSWER },
		  3, OH_LEG_TERMINATED },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		enum oh_leg_state st = OH_LEG_IDLE;

		for (size_t k = 0; k < v[i].n; k++)
			st = next(st, v[i].stimv[k]);
		assert_int_equal(st, v[i].end);
	}
	return 0;
}

/* What must hold whatever the rows say */
int test_legstate_rules(void)
{
	for (int st = OH_LEG_IDLE; st <= OH_LEG_TERMINATED; st++) {
		bool alive = st != OH_LEG_IDLE && st != OH_LEG_TERMINATED;
		bool ours = oh_legstate_find(st, OH_LEG_DO_HANGUP) != NULL;
		unsigned rows = 0;

		for (int stim = 0; stim < OH_LEG_STIM_MAX; stim++) {
			const struct oh_legstate *row;

			row = oh_legstate_find(st, stim);
			if (!row)
				continue;
			rows++;
			assert_true(strlen(row->rfc) >= 2);
			assert_int_equal(row->refuse >= 400,
					 row->act == OH_LEG_ACT_REFUSE);
			assert_int_not_equal(row->next, OH_LEG_IDLE);
		}
		/* nothing comes after the end, something in all others */
		assert_int_equal(rows == 0, st == OH_LEG_TERMINATED);
		/* whoever is alive can be hung up, or is being so */
		if (alive)
			assert_int_equal(oh_legstate_error(st),
					 ours ? EINVAL : EALREADY);
	}
	/* no BYE before the ACK (RFC 3261 15) */
	assert_int_equal(oh_legstate_find(OH_LEG_ANSWERED,
					  OH_LEG_DO_HANGUP)->act,
			 OH_LEG_ACT_NONE);
	return 0;
}

int test_legstate_offers(void)
{
	static const struct {
		enum oh_offer_state st;
		enum oh_offer_stim stim;
		uint16_t refuse;
	} v[] = {
		{ OH_OFFER_NONE,    OH_OFFER_RX_REINVITE, 0   },
		{ OH_OFFER_OURS,    OH_OFFER_RX_REINVITE, 491 },
		{ OH_OFFER_THEIRS,  OH_OFFER_RX_REINVITE, 500 },
		{ OH_OFFER_REPLIED, OH_OFFER_RX_REINVITE, 500 },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		assert_int_equal(oh_legstate_offer(v[i].st,
						   v[i].stim)->refuse,
				 v[i].refuse);

	/* one at a time */
	for (int st = OH_OFFER_OURS; st <= OH_OFFER_REPLIED; st++)
		assert_null(oh_legstate_offer(st, OH_OFFER_DO_MODIFY));
	assert_null(oh_legstate_offer(OH_OFFER_NONE, OH_OFFER_DO_ACCEPT));

	return 0;
}

int test_legstate_retry(void)
{
	static const struct {
		bool ours;
		uint32_t rnd, ms;
	} v[] = {
		{ true,  0,   2100 },
		{ true,  190, 4000 },
		{ true,  191, 2100 },
		{ false, 0,   0    },
		{ false, 200, 2000 },
		{ false, 201, 0    },
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++)
		assert_int_equal(oh_legstate_retry_ms(v[i].ours, v[i].rnd),
				 v[i].ms);
	return 0;
}
