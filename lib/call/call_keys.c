/**
 * @file call_keys.c  Digits of ours on their way
 *
 * As RTP events or tones the stream sends them; where the trunk wants SIP
 * INFO, one request per digit leaves at the pace of a hand.
 */
#include <errno.h>
#include "base/compat.h"
#include "base/scan.h"
#include "call/call_priv.h"
#include "call/info.h"

enum { COMMA_MS = 2000, SMALL_W_MS = 500, LARGE_W_MS = 1000 };

/* All digits are out, or those that are left were dropped with the call */
void oh_call_keys_sent(struct oh_call *c)
{
	struct oh_event ev = { .type = OH_EVENT_SENT_DIGITS };
	char *keys = c->keys;

	if (!keys || !oh_call_is_up(c))
		return;
	c->keys = NULL;
	ev.text = keys;
	oh_call_tell(c, &ev);
	mem_deref(keys);
}

static uint32_t pause_ms(char ch)
{
	switch (ch) {

	case ',': return COMMA_MS;
	case 'w': return SMALL_W_MS;
	case 'W': return LARGE_W_MS;
	default:  return 0;
	}
}

static void info_next(void *arg)
{
	struct oh_call *c = arg;
	char body[OH_INFO_SIZE], ch = c->keys[c->keys_pos];
	uint32_t wait = pause_ms(ch);

	if (!ch) {
		oh_call_keys_sent(c);
		return;
	}
	c->keys_pos++;
	if (!wait) {
		wait = OH_CALL_DIGIT_MS + OH_CALL_GAP_MS;
		if (oh_info_encode(body, sizeof(body), ch, OH_CALL_DIGIT_MS) ||
		    oh_leg_info(c->leg, OH_INFO_CTYPE, body))
			oh_call_warn(c, "a digit could not be sent");
	}
	tmr_start(&c->keys_tmr, wait, info_next, c);
}

/**
 * Send digits to the far end, in the way agreed with it
 *
 * SENT_DIGITS is told when the last one is out.
 *
 * @param c      Call, answered
 * @param digits [0-9*#A-D], ',' waits 2 s, 'w' 0.5 s, 'W' 1 s
 *
 * @return 0, EINVAL (not such digits), EALREADY (others are on their way),
 *         ENOTCONN
 */
int oh_call_send_digits(struct oh_call *c, const char *digits)
{
	uint32_t id;
	int err;

	if (!c || !digits || !*digits ||
	    digits[strspn(digits, "0123456789*#ABCD,wW")])
		return EINVAL;
	if (!oh_call_is_up(c))
		return ENOTCONN;
	if (c->keys)
		return EALREADY;
	err = str_dup(&c->keys, digits);
	if (err)
		return err;
	c->keys_pos = 0;

	err = oh_stream_send(c->stream, digits, OH_CALL_DIGIT_MS,
			     OH_CALL_GAP_MS, &id);
	if (err == ENOTSUP) {
		tmr_start(&c->keys_tmr, 0, info_next, c);
		return 0;
	}
	if (err)
		c->keys = mem_deref(c->keys);

	return err;
}
