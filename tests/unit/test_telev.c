/**
 * @file test_telev.c  Digits as telephone events
 */
#include "media/telev.h"
#include "test.h"

struct packet {
	uint32_t ssrc;
	uint32_t ts;
	uint8_t  code;
	bool     end;
	uint16_t duration;
};

int test_telev_receives(void)
{
	static const struct {
		const char *what;
		struct packet v[8];
		size_t n;
		const char *heard;
	} casev[] = {
		{ "a digit", { { 1, 100, 5, 0, 160 }, { 1, 100, 5, 0, 320 },
			       { 1, 100, 5, 1, 480 }, { 1, 100, 5, 1, 480 },
			       { 1, 100, 5, 1, 480 } }, 5, "5" },
		{ "start lost", { { 1, 100, 11, 1, 480 },
				  { 1, 100, 11, 1, 480 } }, 2, "#" },
		{ "end lost, same digit again",
		  { { 1, 100, 7, 0, 160 }, { 1, 100, 7, 0, 320 },
		    { 1, 900, 7, 0, 160 }, { 1, 900, 7, 1, 320 } }, 4, "77" },
		{ "ends after the next began",
		  { { 1, 100, 1, 0, 160 }, { 1, 100, 1, 1, 320 },
		    { 1, 900, 2, 0, 160 }, { 1, 100, 1, 1, 320 },
		    { 1, 900, 2, 1, 320 }, { 1, 100, 1, 1, 320 } }, 6, "12" },
		{ "two sources, one timestamp",
		  { { 1, 100, 3, 0, 160 }, { 2, 100, 3, 0, 160 } }, 2, "33" },
		{ "all but digits", { { 1, 100, 16, 0, 160 },
				      { 1, 200, 32, 0, 160 },
				      { 1, 300, 255, 1, 160 } }, 3, "" },
		{ "the letters", { { 1, 1, 10, 0, 1 }, { 1, 2, 11, 0, 1 },
				   { 1, 3, 12, 0, 1 }, { 1, 4, 13, 0, 1 },
				   { 1, 5, 14, 0, 1 }, { 1, 6, 15, 0, 1 } },
		  6, "*#ABCD" },
	};

	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		struct oh_telev_rx rx = { 0 };
		char heard[16] = "";
		size_t n = 0;

		for (size_t k = 0; k < casev[i].n; k++) {
			const struct packet *p = &casev[i].v[k];
			uint8_t buf[4] = { p->code, p->end ? 0x8a : 0x0a,
					   (uint8_t)(p->duration >> 8),
					   (uint8_t)p->duration };
			char c = oh_telev_recv(&rx, p->ssrc, p->ts, buf, 4);

			if (c)
				heard[n++] = c;
		}
		if (strcmp(heard, casev[i].heard))
			fail_msg("%s: \"%s\"", casev[i].what, heard);
	}
	return 0;
}

int test_telev_short_packet(void)
{
	struct oh_telev_rx rx = { 0 };

	assert_int_equal(oh_telev_recv(&rx, 1, 1, (const uint8_t *)"\5\0\0",
				       3), '\0');
	return 0;
}

/* The ring of events seen is full for ever, and forgets the oldest only. */
int test_telev_long_call(void)
{
	static const uint8_t buf[4] = { 1, 0x0a, 0, 160 };
	struct oh_telev_rx rx = { 0 };

	for (uint32_t i = 0; i < 1000; i++) {
		assert_int_equal(oh_telev_recv(&rx, 1, i * 800, buf, 4), '1');
		assert_int_equal(oh_telev_recv(&rx, 1, i * 800, buf, 4), 0);
		if (i)
			assert_int_equal(oh_telev_recv(&rx, 1, (i - 1) * 800,
						       buf, 4), 0);
	}
	return 0;
}

/* One letter a packet interval: a audio, F first, m more, E end bit */
static void pattern(char *out, size_t size, const char *digits,
		    uint32_t on_ms, uint32_t gap_ms, uint32_t ptime_ms)
{
	struct oh_telev_tx tx;
	uint8_t buf[4];
	size_t n = 0;

	oh_telev_start(&tx, digits, on_ms, gap_ms);
	while (n < size - 1) {
		enum oh_telev_next next = oh_telev_poll(&tx, ptime_ms, 8000,
							buf);

		if (next == OH_TELEV_DONE)
			break;
		if (next == OH_TELEV_AUDIO)
			out[n++] = 'a';
		else if (buf[1] & 0x80)
			out[n++] = next == OH_TELEV_FIRST ? 'e' : 'E';
		else
			out[n++] = next == OH_TELEV_FIRST ? 'F' : 'm';
	}
	out[n] = '\0';
}

int test_telev_sends(void)
{
	static const struct {
		const char *digits;
		uint32_t on_ms, gap_ms, ptime_ms;
		const char *pattern;
	} casev[] = {
		{ "1",   100, 100, 20, "FmmmEEEaaa" },
		{ "12",   60,  60, 20, "FmEEEaFmEEEa" },
		{ "1",    40,  40, 20, "FEEE" },
		{ "1",    20,  40, 20, "eEE" },
		{ "1",    60, 100, 30, "FEEEaa" },
		{ "1",    60, 120, 60, "eEE" },
		{ "w1",   40,  40, 60, "aaaaaaaaaeEE" },
		{ "",    100, 100, 20, "" },
		{ "?1",  100, 100, 20, "" },
	};

	for (size_t i = 0; i < sizeof(casev) / sizeof(casev[0]); i++) {
		char out[64];

		pattern(out, sizeof(out), casev[i].digits, casev[i].on_ms,
			casev[i].gap_ms, casev[i].ptime_ms);
		if (strcmp(out, casev[i].pattern))
			fail_msg("%zu: %s, not %s", i, out, casev[i].pattern);
	}
	return 0;
}

int test_telev_durations(void)
{
	static const uint16_t durationv[] = { 160, 320, 480, 560, 560, 560 };
	struct oh_telev_tx tx;
	uint8_t buf[4];

	oh_telev_start(&tx, "D", 70, 0);
	for (size_t i = 0; i < 6; i++) {
		assert_int_not_equal(oh_telev_poll(&tx, 20, 8000, buf),
				     OH_TELEV_AUDIO);
		assert_int_equal(buf[0], 15);
		assert_int_equal(buf[2] << 8 | buf[3], durationv[i]);
		assert_int_equal(buf[1] >> 7, i >= 3);
	}

	/* The clock of Opus (RFC 7587 7) */
	oh_telev_start(&tx, "0", 1000, 0);
	for (int i = 0; i < 50; i++)
		oh_telev_poll(&tx, 20, 48000, buf);
	assert_int_equal(buf[2] << 8 | buf[3], 48000);
	return 0;
}

int test_telev_codes(void)
{
	for (uint8_t i = 0; i < 16; i++)
		assert_int_equal(oh_telev_code(oh_telev_digit(i)), i);
	assert_int_equal(oh_telev_code('\0'), -1);
	assert_int_equal(oh_telev_code('a'), -1);
	assert_int_equal(oh_telev_pause_ms(','), 2000);
	assert_int_equal(oh_telev_pause_ms('1'), 0);
	return 0;
}
