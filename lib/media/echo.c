/**
 * @file echo.c  Payloads on their way back
 *
 * Of constant-rate codecs plain bytes, cut anew at our packet interval; of
 * others whole packets, each with its length before it.
 */
#include "base/compat.h"
#include <string.h>
#include "media/bytes.h"
#include "media/codec.h"
#include "media/echo.h"

enum { PREFIX = 2 };

struct oh_echo {
	size_t  len;
	uint8_t buf[OH_ECHO_BYTES];
};

/**
 * Make an empty one
 *
 * @param ep Receives it; release with mem_deref
 *
 * @return 0 or ENOMEM
 */
int oh_echo_alloc(struct oh_echo **ep)
{
	*ep = mem_zalloc(sizeof(**ep), NULL);

	return *ep ? 0 : ENOMEM;
}

/**
 * Forget what is under way, as when the codec changes
 *
 * @param e Echo
 */
void oh_echo_reset(struct oh_echo *e)
{
	e->len = 0;
}

static void append(struct oh_echo *e, const uint8_t *buf, size_t len)
{
	memcpy(e->buf + e->len, buf, len);
	e->len += len;
}

/**
 * Put a payload in; when it overflows, what was in it is given up, so that
 * two clocks that differ cannot make the delay grow
 *
 * @param e     Echo
 * @param codec Of the payload
 * @param buf   Payload
 * @param len   Its length [bytes]
 */
void oh_echo_put(struct oh_echo *e, const struct oh_codec *codec,
		 const uint8_t *buf, size_t len)
{
	size_t room = len + (codec->bytes_per_ms ? 0 : PREFIX);

	if (room > sizeof(e->buf))
		return;
	if (room > sizeof(e->buf) - e->len)
		e->len = 0;
	if (!codec->bytes_per_ms) {
		uint8_t prefix[PREFIX];

		oh_bytes_put16(prefix, (uint16_t)len);
		append(e, prefix, PREFIX);
	}
	append(e, buf, len);
}

/**
 * Take one packet out
 *
 * @param e        Echo
 * @param codec    Of the payload, as put in
 * @param ptime_ms Our packet interval [ms]
 * @param buf      Receives the payload
 * @param lenp     In: room in buf [bytes]; out: used
 *
 * @return false if a packet has not come together yet
 */
bool oh_echo_get(struct oh_echo *e, const struct oh_codec *codec,
		 uint32_t ptime_ms, uint8_t *buf, size_t *lenp)
{
	size_t start = codec->bytes_per_ms ? 0 : PREFIX;
	size_t n = codec->bytes_per_ms * ptime_ms;

	if (start)
		n = e->len >= PREFIX ? oh_bytes_get16(e->buf) : SIZE_MAX;
	if (n > *lenp || e->len < start + n)
		return false;

	memcpy(buf, e->buf + start, n);
	*lenp   = n;
	e->len -= start + n;
	memmove(e->buf, e->buf + start + n, e->len);

	return true;
}
