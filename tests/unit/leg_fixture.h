/**
 * @file leg_fixture.h  Two stacks, or one and a scripted peer, on loopback
 *
 * Time is virtual: the clock is frozen and moves in steps of 50 ms whenever
 * nothing is left to read, so 32 s pass in milliseconds and nothing depends
 * on the machine's speed.
 *
 * What happens is written down as words, and tests compare the text:
 *   events  "trying ringing180 up200 closed/them/200"
 *   wire    ">INVITE <100 <180 <200 >ACK"        as seen by stack a
 */
#ifndef LEG_FIXTURE_H
#define LEG_FIXTURE_H

#include "base/compat.h"
#include "test.h"
#include "sip/leg.h"
#include "sip/refer.h"
#include "sip/stack.h"

enum { FX_TEXT = 4096, FX_MSG = 8192 };

struct fx;

/** Called after an event was written down; may do anything to the leg */
typedef void (fx_hook_h)(struct fx *fx, const struct oh_leg_event *ev);

/** One end of a call */
struct fx_end {
	struct fx     *fx;
	struct oh_leg *leg;
	fx_hook_h     *hook;
	char           log[FX_TEXT];
	char           body[FX_TEXT];   /**< of the last event that had one */
	char           text[256];
	char           contact[256];
	struct oh_refer refer;          /**< of the last REFER         */
	int            q850, err;
	struct oh_reason why;           /**< of CLOSED                     */
	bool           challenged;
	unsigned       closed;
};

/** A peer without manners */
struct fx_raw {
	struct udp_sock *us;
	struct sa        addr;
	struct sa        from;          /**< who sent last                 */
	char             log[FX_TEXT];  /**< methods and codes received    */
	char             msg[FX_MSG];   /**< last message                  */
	char             invite[FX_MSG];
	unsigned         n;
};

struct fx {
	int            fd;
	struct oh_sip *a, *b;
	struct fx_end  out, in;         /**< a's leg, b's leg              */
	struct fx_raw  raw;
	char           wire[FX_TEXT];
	char           traced[FX_MSG];  /**< by a: their last INFO         */
	unsigned       seen;            /**< messages at a                 */
	unsigned       tcp;             /**< those by TCP                  */
	unsigned       quiet;
	bool           closed;          /**< closedh of a                  */
	bool           deaf;            /**< inviteh says no               */
	bool           strange;         /**< sourceh says no               */
	const char    *headers;         /**< of fx_call()                  */
	const struct oh_cred *cred;
	struct oh_session_prm session;  /**< of stack a                 */
	uint64_t       now_ms, until_ms;
	uint32_t       idle_ms;         /**< no message for so long        */
	int            err;
};

int  fx_init(struct fx *fx, bool tcp);
int  fx_init_session(struct fx *fx, const struct oh_session_prm *session);
void fx_reset(struct fx *fx);
int  fx_call(struct fx *fx, const char *sdp);
int  fx_call_tcp(struct fx *fx, const char *sdp);
int  fx_call_raw(struct fx *fx, const char *sdp);
int  fx_up(struct fx *fx);

/* Run until nothing has been sent for ms, or for exactly ms */
int  fx_settle(struct fx *fx, uint32_t ms);
int  fx_run(struct fx *fx, uint32_t ms);
/* TCP needs real time now and then: settle until a log says so, 5 s */
int  fx_await(struct fx *fx, const char *log, const char *want);

int  fx_raw_init(struct fx *fx);
int  fx_raw_send(struct fx *fx, const char *text);
int  fx_raw_reply(struct fx *fx, const char *request, unsigned scode,
		  const char *tag, const char *headers, const char *body);
int  fx_raw_request(struct fx *fx, const char *met, unsigned cseq,
		    const char *to_tag, const char *headers,
		    const char *body);
int  fx_raw_up(struct fx *fx);
void fx_tag(char *buf, size_t size, const char *msg);
void fx_header(char *buf, size_t size, const char *msg, const char *name);

/* After a refused allocation anything may have happened: the case is over */
#define FX_STR(got, want)                                              \
	do {                                                           \
		if (test_or_refused(0)) {                              \
			err = ENOMEM;                                  \
			goto out;                                      \
		}                                                      \
		assert_string_equal(got, want);                        \
	} while (0)

#define FX_INT(got, want)                                              \
	do {                                                           \
		int64_t got_ = (got);                                  \
		if (test_or_refused(0)) {                              \
			err = ENOMEM;                                  \
			goto out;                                      \
		}                                                      \
		assert_int_equal(got_, want);                          \
	} while (0)

#define FX_OK(call)                                                    \
	do {                                                           \
		err = (call);                                          \
		if (test_or_refused(0)) {                              \
			err = ENOMEM;                                  \
			goto out;                                      \
		}                                                      \
		assert_int_equal(err, 0);                              \
	} while (0)

#endif
