/**
 * @file telev.c  Telephone events (RFC 4733)
 */
#include <string.h>
#include "media/bytes.h"
#include "media/telev.h"

enum {
	END_BIT  = 0x80,
	VOLUME   = 10,      /* -10 dBm0 */
	END_SENT = 3,       /* RFC 4733 2.5.1.4 */
};

static const char digits[] = "0123456789*#ABCD";

/**
 * The digit of an event code
 *
 * @param code Event code of RFC 4733 3.2
 *
 * @return [0-9*#A-D], or NUL for events that are not digits
 */
char oh_telev_digit(uint8_t code)
{
	return code < sizeof(digits) - 1 ? digits[code] : '\0';
}

/**
 * The event code of a digit
 *
 * @param digit [0-9*#A-D]
 *
 * @return 0..15, or -1 for anything else
 */
int oh_telev_code(char digit)
{
	const char *p = digit ? strchr(digits, digit) : NULL;

	return p ? (int)(p - digits) : -1;
}

/**
 * How long a pause character waits
 *
 * @param c ',' 2 s, 'w' 0.5 s, 'W' 1 s
 *
 * @return [ms], 0 for anything else
 */
int oh_telev_pause_ms(char c)
{
	switch (c) {
	case ',': return 2000;
	case 'w': return 500;
	case 'W': return 1000;
	default:  return 0;
	}
}

static bool is_seen(const struct oh_telev_rx *rx, uint32_t ssrc, uint32_t ts)
{
	for (uint32_t i = 0; i < rx->seenc && i < OH_TELEV_SEEN; i++) {
		if (rx->seenv[i].ssrc == ssrc && rx->seenv[i].ts == ts)
			return true;
	}
	return false;
}

/**
 * Receive one telephone-event packet
 *
 * A digit is reported at the first packet of it that arrives, whichever that
 * is; packets of the last few events, repeated or late, report nothing. The
 * same digit with another timestamp is another key press.
 *
 * @param rx   Receiver; all zero to begin with
 * @param ssrc Of the packet
 * @param ts   RTP timestamp of the packet
 * @param buf  Payload
 * @param len  Its length [bytes]
 *
 * @return The digit that begins, or NUL
 */
char oh_telev_recv(struct oh_telev_rx *rx, uint32_t ssrc, uint32_t ts,
		   const uint8_t *buf, size_t len)
{
	char digit;
	uint32_t i;

	if (len < OH_TELEV_BYTES)
		return '\0';

	digit = oh_telev_digit(buf[0]);
	if (!digit || is_seen(rx, ssrc, ts))
		return '\0';

	i = rx->seenc % OH_TELEV_SEEN;
	rx->seenv[i].ssrc = ssrc;
	rx->seenv[i].ts   = ts;
	/* Stays above the ring's size for ever, so that it is full. */
	if (++rx->seenc == 2 * OH_TELEV_SEEN)
		rx->seenc = OH_TELEV_SEEN;

	return digit;
}

/**
 * Begin to send digits
 *
 * @param tx     Sender
 * @param s      [0-9*#A-D,wW], borrowed until OH_TELEV_DONE
 * @param on_ms  Length of each digit [ms], 0: the default
 * @param gap_ms Silence after each [ms], 0: the default
 */
void oh_telev_start(struct oh_telev_tx *tx, const char *s,
		    uint32_t on_ms, uint32_t gap_ms)
{
	memset(tx, 0, sizeof(*tx));
	tx->next   = s;
	tx->on_ms  = on_ms ? on_ms : OH_TELEV_ON_MS;
	tx->gap_ms = gap_ms ? gap_ms : OH_TELEV_GAP_MS;
}

/* Let a packet's time of the pause go by. true: the pause is not over. */
static bool pausing(struct oh_telev_tx *tx, uint32_t ptime_ms)
{
	while (!tx->pause_ms && oh_telev_pause_ms(*tx->next))
		tx->pause_ms = (uint32_t)oh_telev_pause_ms(*tx->next++);
	if (!tx->pause_ms)
		return false;

	tx->pause_ms -= tx->pause_ms < ptime_ms ? tx->pause_ms : ptime_ms;
	return true;
}

static void put_event(uint8_t *buf, const struct oh_telev_tx *tx,
		      uint32_t clock_hz)
{
	bool end = tx->elapsed_ms >= tx->on_ms;
	uint32_t ms = end ? tx->on_ms : tx->elapsed_ms;

	buf[0] = tx->code;
	buf[1] = (end ? END_BIT : 0) | VOLUME;
	oh_bytes_put16(buf + 2, (uint16_t)(ms * (clock_hz / 1000)));
}

static void step_end(struct oh_telev_tx *tx, uint32_t ptime_ms)
{
	uint32_t repeats_ms = (END_SENT - 1) * ptime_ms;

	if (--tx->ends_left)
		return;

	/* The repeated ends already filled a part of the gap. */
	tx->on_air   = false;
	tx->pause_ms = tx->gap_ms > repeats_ms ? tx->gap_ms - repeats_ms : 0;
}

/**
 * What goes out in this packet interval
 *
 * @param tx       Sender
 * @param ptime_ms Packet interval [ms]
 * @param clock_hz RTP clock [Hz]
 * @param buf      Receives the payload of FIRST and MORE; all packets of an
 *                 event carry the timestamp of its FIRST (RFC 4733 2.5.1.2)
 */
enum oh_telev_next oh_telev_poll(struct oh_telev_tx *tx, uint32_t ptime_ms,
				 uint32_t clock_hz,
				 uint8_t buf[OH_TELEV_BYTES])
{
	bool first = !tx->on_air;

	if (first) {
		int code;

		if (pausing(tx, ptime_ms))
			return OH_TELEV_AUDIO;
		code = oh_telev_code(*tx->next);
		if (code < 0)
			return OH_TELEV_DONE;
		tx->next++;
		tx->code       = (uint8_t)code;
		tx->elapsed_ms = 0;
		tx->ends_left  = END_SENT;
		tx->on_air     = true;
	}

	tx->elapsed_ms += ptime_ms;
	put_event(buf, tx, clock_hz);
	if (tx->elapsed_ms >= tx->on_ms)
		step_end(tx, ptime_ms);

	return first ? OH_TELEV_FIRST : OH_TELEV_MORE;
}
