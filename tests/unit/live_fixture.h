/**
 * @file live_fixture.h  Live calls, registered, with somebody at the far end
 *
 *   calls, actions ── near ── stack a ──── stack b ── far
 */
#ifndef LIVE_FIXTURE_H
#define LIVE_FIXTURE_H

#include "base/compat.h"
#include "action/action.h"
#include "action/calls.h"
#include "home.h"
#include "test.h"

enum { LIVE_PAIRS = 3, LIVE_LOG = 512, LIVE_TONE_HZ = 500 };

struct live;

/** One end of a call */
struct live_end {
	struct live    *l;
	struct oh_call *call;
	unsigned        eventc[OH_EVENT_MAX];
	char            digits[64];      /**< that came                    */
	char            gathered[64];
	bool            ended;
};

struct live_pair {
	struct live_end near, far;
};

/** What came of an action, with copies of the strings */
struct live_outcome {
	bool          over;
	unsigned      count;
	enum oh_cause cause;
	int           err;
	char          error[256];
	char          digits[64];
	bool          masked;
	double        seconds;
	char          text[32];
	char          path[320];
	struct oh_action *action;        /**< released when it is over     */
};

struct live {
	struct home         home;
	struct sa           laddr;
	struct oh_engine   *engine;      /**< of the near ends             */
	struct oh_engine   *there;
	struct oh_prompts  *prompts;
	struct oh_sip      *a, *b;
	struct oh_calls    *calls;
	struct oh_calls_prm prm;
	struct oh_detect_prm detect;
	struct live_pair    pairv[LIVE_PAIRS];
	size_t              n;           /**< pairs                        */
	struct live_end    *until;
	enum oh_event_type  type;
	bool                over;
	int                 err;
};

int  live_init(struct live *l);
void live_close(struct live *l);
/* One more call, both ends up */
int  live_call(struct live *l);
struct oh_live *live_of(const struct live *l, size_t i);
/* Until an end has had so many of an event */
int  live_await(struct live *l, struct live_end *e, enum oh_event_type type,
		unsigned n);
int  live_await_over(struct live_outcome *o);
void live_outcome_handler(const struct oh_outcome *out, void *arg);
/* An end says a tone for so long */
int  live_speak(struct live *l, struct live_end *e, uint32_t ms);
/* A tone in a file below the home: its path, as of home_path() */
const char *live_tone(struct live *l, const char *name, uint32_t ms);

/* After a refused allocation anything may have happened: the case is over */
#define LIVE_TRUE(what)                                                \
	do {                                                           \
		bool is_ = test_or_refused(0) || (what);               \
		if (test_or_refused(0))                                \
			goto out;                                      \
		if (!is_)                                              \
			fail_msg("%s", #what);                         \
	} while (0)

#define LIVE_INT(got, want)                                            \
	do {                                                           \
		int64_t got_ = test_or_refused(0) ? 0 : (int64_t)(got); \
		if (test_or_refused(0))                                \
			goto out;                                      \
		assert_int_equal(got_, want);                          \
	} while (0)

#define LIVE_OK(call) LIVE_INT(call, 0)

#define LIVE_STR(got, want)                                            \
	do {                                                           \
		if (test_or_refused(0))                                \
			goto out;                                      \
		assert_string_equal(got, want);                        \
	} while (0)

#endif
