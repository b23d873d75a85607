/**
 * @file scan.c  Strict scanning of short texts
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include "base/scan.h"

enum { FRACTION_DIGITS_MAX = 6 };

/*
 * Reads the digits at *sp into *vp and moves *sp behind them. The sum stops
 * growing past 32 bits, so that any number of digits is safe.
 */
static int digits(uint64_t *vp, const char **sp)
{
	const char *s = *sp;
	uint64_t v = 0;

	if (*s < '0' || *s > '9')
		return EBADMSG;

	for (; *s >= '0' && *s <= '9'; s++) {
		if (v <= UINT32_MAX)
			v = v * 10 + (uint64_t)(*s - '0');
	}

	*vp = v;
	*sp = s;

	return 0;
}

/**
 * Scan a decimal number without sign
 *
 * @param vp  Set on success
 * @param s   Text: digits, nothing else
 * @param min Smallest value accepted
 * @param max Largest value accepted
 *
 * @return 0, EINVAL, EBADMSG if it is no number, ERANGE if it is outside
 */
int oh_scan_u32(uint32_t *vp, const char *s, uint32_t min, uint32_t max)
{
	uint64_t v = 0;
	int err;

	if (!vp || !s)
		return EINVAL;

	err = digits(&v, &s);
	if (err)
		return err;
	if (*s)
		return EBADMSG;
	if (v < min || v > max)
		return ERANGE;

	*vp = (uint32_t)v;

	return 0;
}

/* A unit's length [us], 0: there is no such unit */
static uint64_t unit_us(const char *unit)
{
	static const struct {
		const char *name;
		uint64_t    us;
	} unitv[] = {
		{ "",   1000000 },
		{ "ms", 1000 },
		{ "s",  1000000 },
		{ "m",  60000000 },
		{ "h",  3600000000 },
	};

	for (size_t i = 0; i < sizeof(unitv) / sizeof(unitv[0]); i++) {
		if (0 == strcmp(unit, unitv[i].name))
			return unitv[i].us;
	}
	return 0;
}

/* "25" of "0.25" -> 250000 millionths */
static int fraction(uint64_t *millionthsp, const char **sp)
{
	const char *begin = *sp;
	uint64_t v = 0;
	int err;

	err = digits(&v, sp);
	if (err)
		return err;
	if (*sp - begin > FRACTION_DIGITS_MAX)
		return EBADMSG;

	for (long n = *sp - begin; n < FRACTION_DIGITS_MAX; n++)
		v *= 10;
	*millionthsp = v;

	return 0;
}

/**
 * Scan a length of time: "25" (seconds), "2.5s", "500ms", "30m", "2h"
 *
 * @param msp Set on success [ms]; parts of a millisecond are dropped
 * @param s   Text
 *
 * @return 0, EINVAL, EBADMSG if it is no time, ERANGE above 49 days
 */
int oh_scan_ms(uint32_t *msp, const char *s)
{
	uint64_t whole = 0, millionths = 0, us, ms;
	int err;

	if (!msp || !s)
		return EINVAL;

	err = digits(&whole, &s);
	if (err)
		return err;
	if (*s == '.') {
		s++;
		err = fraction(&millionths, &s);
		if (err)
			return err;
	}

	us = unit_us(s);
	if (!us)
		return EBADMSG;
	if (whole > UINT32_MAX)
		return ERANGE;

	ms = (whole * us + millionths * us / 1000000) / 1000;
	if (ms > UINT32_MAX)
		return ERANGE;

	*msp = (uint32_t)ms;

	return 0;
}

/**
 * Scan a yes or no, in either case of letters
 *
 * @param bp Set on success
 * @param s  "yes", "true", "on" or "no", "false", "off"
 *
 * @return 0, EINVAL or EBADMSG
 */
int oh_scan_bool(bool *bp, const char *s)
{
	static const char *const wordv[] = {
		"no", "yes", "false", "true", "off", "on",
	};

	if (!bp || !s)
		return EINVAL;

	for (size_t i = 0; i < sizeof(wordv) / sizeof(wordv[0]); i++) {
		if (0 == strcasecmp(s, wordv[i])) {
			*bp = i % 2;
			return 0;
		}
	}
	return EBADMSG;
}

/**
 * Tell whether a text consists of the sixteen keys of a telephone
 *
 * @param s Text, or NULL
 *
 * @return true if it is not empty and holds only [0-9*#A-D]
 */
bool oh_scan_is_digits(const char *s)
{
	return s && *s && s[strspn(s, "0123456789*#ABCD")] == '\0';
}

/*
 * Length of the character at p and its code. Overlong forms, surrogates and
 * codes past U+10FFFF are refused (RFC 3629 3): 0.
 */
static size_t utf8_decode(uint32_t *codep, const char *p, size_t left)
{
	static const uint32_t minv[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const uint8_t *u = (const uint8_t *)p;
	uint32_t code;
	size_t n;

	if (u[0] < 0x80) {
		*codep = u[0];
		return 1;
	}
	n = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : 2;
	if (u[0] < 0xc0 || u[0] > 0xf7 || n > left)
		return 0;

	code = u[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (u[i] & 0x3fu);
	}
	if (code < minv[n] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;

	*codep = code;

	return n;
}

/**
 * Tell whether a text is UTF-8 (RFC 3629)
 *
 * @param s   Text, may hold any bytes
 * @param len Length of it
 *
 * @return true if so, also of nothing
 */
bool oh_scan_is_utf8(const char *s, size_t len)
{
	while (s && len) {
		uint32_t code;
		size_t used = utf8_decode(&code, s, len);

		if (!used)
			return false;
		s   += used;
		len -= used;
	}

	return true;
}

/* Can it move the cursor, colour the screen or turn the text around? */
static bool is_harmful(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ||
	       c == 0x061c || c == 0x200e || c == 0x200f ||
	       (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) ||
	       c == 0xfeff || (c >= 0xe0000 && c <= 0xe007f);   /* unseen */
}

/**
 * Copy a text of strangers so that a terminal can show it: control and
 * bidirectional characters, line separators and broken UTF-8 become '?'
 *
 * @param dst  Always terminated if size > 0; no character is cut in two
 * @param size Size of dst
 * @param src  Text, may hold any bytes; may not overlap with dst
 * @param len  Length of it
 *
 * @return Length of dst
 */
size_t oh_scan_safe(char *dst, size_t size, const char *src, size_t len)
{
	size_t n = 0;

	if (!dst || !size)
		return 0;

	while (src && len) {
		uint32_t code = 0;
		size_t used = utf8_decode(&code, src, len);
		bool safe = used && !is_harmful(code);
		size_t need = safe ? used : 1;

		if (n + need >= size)
			break;
		memcpy(&dst[n], safe ? src : "?", need);
		n   += need;
		src += used ? used : 1;
		len -= used ? used : 1;
	}
	dst[n] = '\0';

	return n;
}
