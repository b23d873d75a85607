/**
 * @file scripted.h  A scripted SIP peer on raw UDP, for tests
 *
 * It knows nothing of transactions: each new request (a repeated one is
 * answered as before) gets the next reply of the script, and what it said is
 * kept as text.
 */
#ifndef SCRIPTED_H
#define SCRIPTED_H

#include "base/compat.h"

enum { SCRIPTED_REQUESTS_MAX = 16, SCRIPTED_TEXT_SIZE = 2048 };

/** One reply */
struct scripted_reply {
	uint16_t scode;           /**< 0: silence                         */
	const char *reason;
	const char *hdrs;         /**< lines with CRLF, or ""             */
	const char *contact;      /**< the request's own Contact comes back
				       with these parameters, or NULL     */
};

struct scripted {
	struct udp_sock *us;
	struct sa addr;
	const struct scripted_reply *replyv;
	uint32_t replyc;          /**< the last one is repeated for ever  */
	uint32_t seen;            /**< different requests                 */
	uint32_t cseq;
	char textv[SCRIPTED_REQUESTS_MAX][SCRIPTED_TEXT_SIZE];
	uint64_t us_at[SCRIPTED_REQUESTS_MAX];
	bool *flag;               /**< set when waiting requests are here */
	uint32_t flag_at;
};

int  scripted_start(struct scripted *p, const struct scripted_reply *replyv,
		uint32_t replyc);
void scripted_stop(struct scripted *p);
bool scripted_has(const struct scripted *p, uint32_t i, const char *text);
/* The request, to be looked at by a parser; release it */
int  scripted_msg(struct sip_msg **msgp, const struct scripted *p, uint32_t i);
int  scripted_wait(struct scripted *p, uint32_t requests, uint32_t ms);

/* Time runs fast: so much more of it for each millisecond that passes */
struct hurry { int fd; uint64_t us; };
int  hurry_start(struct hurry *h, uint32_t ms_per_ms);
void hurry_stop(struct hurry *h);

#endif
