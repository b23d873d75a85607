/**
 * @file safe.c  Text of strangers made fit for a terminal
 *
 *   bytes ──▶ code points ──▶ shown as they are │ stand on the one before
 *                                               │ or U+FFFD
 *
 * Width matters as much as harm does: where a terminal and we disagree on
 * how many columns a character takes, the rest of the line is drawn over
 * something else. So what joins with its neighbours is not shown either.
 */
#include <string.h>
#include "phone/safe.h"
#include "phone/safe_priv.h"

enum { REPLACEMENT = 0xfffd, UTF8_MAX = 4, MARKS_MAX = 2, DEL = 0x7f,
       TABLES_FROM = 0xa0 };

static bool is_in(const struct oh_safe_range *v, size_t count, uint32_t code)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (code > v[mid].last)
			low = mid + 1;
		else if (code < v[mid].first)
			high = mid;
		else
			return true;
	}

	return false;
}

/* Overlong forms, surrogates and what is past U+10FFFF are broken (RFC 3629
   3): 0. The end of the text is no continuation, so it is never passed. */
static size_t decode(uint32_t *codep, const char *text)
{
	static const uint32_t leastv[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const uint8_t *u = (const uint8_t *)text;
	uint32_t code;
	size_t n;

	if (u[0] < 0x80) {
		*codep = u[0];
		return 1;
	}
	if (u[0] < 0xc2 || u[0] > 0xf4)
		return 0;
	n = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : 2;
	code = u[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (u[i] & 0x3fu);
	}
	if (code < leastv[n] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*codep = code;

	return n;
}

static size_t encode(char buf[UTF8_MAX], uint32_t code)
{
	size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	if (n == 1) {
		buf[0] = (char)code;
		return 1;
	}
	for (size_t i = n; i-- > 1; code >>= 6)
		buf[i] = (char)(0x80 | (code & 0x3f));
	buf[0] = (char)(0xf00u >> n | code);

	return n;
}

/**
 * Tell whether a character may be sent to a terminal
 *
 * @param code Unicode
 *
 * @return false: it controls, hides, turns the direction of writing, joins
 *         with its neighbours, or is none
 */
bool oh_safe_is_shown(uint32_t code)
{
	if (code < TABLES_FROM)
		return code >= ' ' && code < DEL;

	return code <= 0x10ffff &&
	       !is_in(oh_safe_hiddenv, oh_safe_hiddenc, code);
}

static int width_of(uint32_t code)
{
	if (code < TABLES_FROM)
		return 1;
	if (is_in(oh_safe_markv, oh_safe_markc, code))
		return 0;

	return is_in(oh_safe_widev, oh_safe_widec, code) ? 2 : 1;
}

/**
 * Take the next character of a text
 *
 * @param textp  Text, moved behind it
 * @param codep  Receives it; U+FFFD for what is not shown, and for each byte
 *               that is no UTF-8
 * @param widthp Receives its columns: 0 (it stands on the one before), 1, 2
 *
 * @return false at the end
 */
bool oh_safe_next(const char **textp, uint32_t *codep, int *widthp)
{
	uint32_t code = REPLACEMENT;
	size_t n;

	if (!**textp)
		return false;
	n = decode(&code, *textp);
	*textp += n ? n : 1;
	*codep  = oh_safe_is_shown(code) ? code : REPLACEMENT;
	*widthp = width_of(*codep);

	return true;
}

/* Marks stand on something, and are few: else they climb over other lines */
static bool may_stand(uint32_t base, int marks)
{
	return base && base != ' ' && base != REPLACEMENT &&
	       marks <= MARKS_MAX;
}

/**
 * Make a text fit for a terminal
 *
 * @param buf   Receives it, NUL-terminated if size > 0, cut at a whole
 *              character
 * @param size  Its size [bytes]
 * @param text  Text of strangers, any bytes
 * @param ascii What is not ASCII becomes '?'
 *
 * @return Columns used
 */
size_t oh_safe_text(char *buf, size_t size, const char *text, bool ascii)
{
	uint32_t code, base = 0;
	size_t len = 0, columns = 0;
	int width, marks = 0;

	if (!size)
		return 0;
	while (oh_safe_next(&text, &code, &width)) {
		char c[UTF8_MAX];
		size_t n;

		marks = width ? 0 : marks + 1;
		if (!width && !may_stand(base, marks)) {
			code  = REPLACEMENT;
			width = 1;
		}
		if (ascii && code >= DEL) {
			code  = '?';
			width = 1;
		}
		n = encode(c, code);
		if (len + n >= size)
			break;
		memcpy(&buf[len], c, n);
		len     += n;
		columns += (size_t)width;
		base     = width ? code : base;
	}
	buf[len] = '\0';

	return columns;
}

/** Columns that a text takes which has been made safe */
size_t oh_safe_columns(const char *text)
{
	size_t columns = 0;
	uint32_t code;
	int width;

	while (oh_safe_next(&text, &code, &width))
		columns += (size_t)width;

	return columns;
}
