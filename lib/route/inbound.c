/**
 * @file inbound.c  What becomes of calls that come in
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "number/pattern.h"
#include "route/inbound.h"

enum {
	SAMPLES_MAX = 1000,     /* Before one is said to be taken */
	LONG        = 7,        /* Digits of an E.164 number      */
};

/* What may become a part of another number or URI */
static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+*#._-";

static bool has_trunk(const struct oh_conf_inbound *in, const char *name)
{
	const char *text = in->trunk;
	struct oh_conf_share s;

	if (!*text)
		return true;
	while (oh_conf_share_next(&s, &text)) {
		if (0 == strcmp(s.name, name))
			return true;
	}

	return false;
}

/* As oh_pattern_match(); without a pattern any number is meant */
static int match(const struct oh_pattern *p, const char *number)
{
	return p ? oh_pattern_match(p, number) : 0;
}

static int match_call(const struct oh_conf_inbound *in,
		      const struct oh_inbound_call *call)
{
	int err;

	if (!has_trunk(in, call->trunk))
		return ENOENT;
	err = match(in->compiled, call->to);

	return err ? err : match(in->from_compiled, call->from);
}

/**
 * Find what is said of a call
 *
 * @param conf   Configuration without faults
 * @param call   The call
 * @param spentp Set to the first one before it whose pattern took too many
 *               steps to decide, and so was passed over, or NULL
 *
 * @return The first that means it (borrowed), or NULL
 */
const struct oh_conf_inbound *
oh_inbound_find(const struct oh_conf *conf, const struct oh_inbound_call *call,
		const struct oh_conf_inbound **spentp)
{
	*spentp = NULL;
	for (uint32_t i = 0; i < conf->inboundc; i++) {
		const struct oh_conf_inbound *in = &conf->inboundv[i];
		int err = match_call(in, call);

		if (!err)
			return in;
		if (err != ENOENT && !*spentp)
			*spentp = in;
	}

	return NULL;
}

static bool say_no(char *buf, size_t size, int err, const char *what)
{
	if (err)
		snprintf(buf, size, err == ENOENT ? "no match: %s"
			 : "given up: %s takes too many steps", what);

	return err;
}

/**
 * Say why one does not mean a call
 *
 * @param buf  Receives a sentence, "" if it does
 * @param size Size of it
 * @param in   The one
 * @param call The call
 */
void oh_inbound_why(char *buf, size_t size, const struct oh_conf_inbound *in,
		    const struct oh_inbound_call *call)
{
	*buf = '\0';
	if (!say_no(buf, size, has_trunk(in, call->trunk) ? 0 : ENOENT,
		    "trunk") &&
	    !say_no(buf, size, match(in->compiled, call->to), "pattern"))
		(void)say_no(buf, size, match(in->from_compiled, call->from),
			     "from");
}

static bool is_digits(const char *s)
{
	return strlen(s) >= LONG && !s[strspn(s, "0123456789")];
}

/**
 * Bring a number into the form in which patterns are written
 *
 * A trunk that wants numbers without "+" is taken to write them so, too.
 *
 * @param buf     Receives E.164, or what was given
 * @param size    Size of it
 * @param text    User part of a URI, or a number
 * @param trunk   By which it came, or NULL
 * @param country Home country, or ""
 */
void oh_inbound_number(char *buf, size_t size, const char *text,
		       const struct oh_conf_trunk *trunk,
		       const char *country)
{
	const bool bare = trunk && is_digits(text) &&
		trunk->number_format == OH_NUMBER_BARE_E164;
	char whole[OH_CONF_VALUE];
	struct oh_number n;

	snprintf(whole, sizeof(whole), "%s%s", bare ? "+" : "", text);
	if (oh_number_parse(&n, whole, *country ? country : NULL, NULL) ||
	    n.kind != OH_NUMBER_E164)
		snprintf(buf, size, "%s", text);
	else
		snprintf(buf, size, "%s", n.text);
}

/**
 * Print whom to call instead
 *
 * @param buf  Receives a number or a URI
 * @param size Size of it
 * @param in   One that forwards, and means the number
 * @param to   Number called
 *
 * @return 0; EBADMSG: strangers shall not write into a URI of ours; ERANGE
 */
int oh_inbound_target(char *buf, size_t size,
		      const struct oh_conf_inbound *in, const char *to)
{
	if (strchr(in->forward, '$') && to[strspn(to, plain)])
		return EBADMSG;

	return oh_pattern_expand(buf, size, in->compiled, to, in->forward)
		? ERANGE : 0;
}

/**
 * Say with which status a caller is refused
 *
 * @param reject How
 *
 * @return Status; 0: not refused
 */
uint16_t oh_inbound_scode(enum oh_conf_reject reject)
{
	static const uint16_t scodev[] = {
		[OH_CONF_REJECT_NO]          = 0,
		[OH_CONF_REJECT_BUSY]        = 486,
		[OH_CONF_REJECT_DECLINED]    = 603,
		[OH_CONF_REJECT_FORBIDDEN]   = 403,
		[OH_CONF_REJECT_NOT_FOUND]   = 404,
		[OH_CONF_REJECT_UNAVAILABLE] = 480,
		[OH_CONF_REJECT_UNWANTED]    = 607,
	};

	return scodev[reject];
}

/* Whether a means every trunk and every caller that b means */
static bool is_wider(const struct oh_conf_inbound *a,
		     const struct oh_conf_inbound *b)
{
	const char *text = b->trunk;
	struct oh_conf_share s;

	if (*a->from && strcmp(a->from, b->from))
		return false;
	if (*a->trunk && !*b->trunk)
		return false;
	while (oh_conf_share_next(&s, &text)) {
		if (!has_trunk(a, s.name))
			return false;
	}

	return true;
}

/* The first before it that takes the number; NULL: it comes as far */
static const struct oh_conf_inbound *taker(const struct oh_conf *conf,
					   uint32_t i, const char *number)
{
	for (uint32_t k = 0; k < i; k++) {
		const struct oh_conf_inbound *a = &conf->inboundv[k];

		if (is_wider(a, &conf->inboundv[i]) &&
		    0 == match(a->compiled, number))
			return a;
	}

	return NULL;
}

static const struct oh_conf_inbound *whole(const struct oh_conf *conf,
					   uint32_t i)
{
	const struct oh_conf_inbound *in = &conf->inboundv[i];

	for (uint32_t k = 0; k < i; k++) {
		const struct oh_conf_inbound *a = &conf->inboundv[k];

		if (is_wider(a, in) && (!*a->pattern ||
					0 == strcmp(a->pattern, in->pattern)))
			return a;
	}

	return NULL;
}

/**
 * Find out whether any call comes as far as one of them
 *
 * Judged as voice routes are, see route/shadow.h: by equality, and by
 * numbers made from its pattern.
 *
 * @param s    Receives what was found
 * @param conf Configuration without faults
 * @param i    Index of the one
 */
void oh_inbound_shadow_find(struct oh_inbound_shadow *s,
			    const struct oh_conf *conf, uint32_t i)
{
	const struct oh_pattern *p = conf->inboundv[i].compiled;
	char sample[OH_NUMBER_SIZE];

	memset(s, 0, sizeof(*s));
	s->by = whole(conf, i);
	if (s->by || !p)
		return;
	for (uint64_t seed = 0; seed < SAMPLES_MAX; seed++) {
		const struct oh_conf_inbound *by;

		if (!oh_pattern_sample(sample, p, seed))
			continue;
		by = taker(conf, i, sample);
		if (!by) {
			memset(s, 0, sizeof(*s));
			return;
		}
		if (!s->samples++) {
			s->by = by;
			memcpy(s->sample, sample, sizeof(s->sample));
		}
	}
}
