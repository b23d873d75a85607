/**
 * @file acs_fault.c  What went wrong, in an errno and in words
 */
#include "base/compat.h"
#include <cjson/cJSON.h>
#include <stdarg.h>
#include "base/clock.h"
#include "base/scan.h"
#include "carrier/acs_priv.h"
#include "carrier/decode.h"

enum {
	SKEW_MIN = 10,           /* Clocks that differ by more are named */
	MINUTE_US = 60 * 1000000,
};

/** What a status means when the service says nothing itself */
struct meaning {
	uint16_t    from;
	uint16_t    to;
	int         err;
	const char *text;
};

static const struct meaning meaningv[] = {
	{ 300, 399, EPROTO,   "redirected: refused, the signature must not "
			      "travel" },
	{ 401, 401, EACCES,   "not authorised: is the key or token right?" },
	{ 403, 403, EACCES,   "not allowed with this key or token" },
	{ 404, 404, ENOENT,   "not found" },
	{ 408, 408, EAGAIN,   "the service has waited too long" },
	{ 409, 409, EALREADY, "in conflict with what was done before" },
	{ 410, 410, ENOENT,   "no longer there" },
	{ 412, 412, EALREADY, "changed by somebody else meanwhile" },
	{ 429, 429, EAGAIN,   "throttled" },
	{ 400, 499, EINVAL,   "the service refuses the request" },
	{ 501, 501, ENOTSUP,  "the service cannot do this" },
	{ 505, 505, ENOTSUP,  "the service cannot do this" },
	{ 500, 599, EAGAIN,   "the service has failed" },
	{   0, 999, EPROTO,   "a reply that is no answer to this" },
};

static const struct meaning *meaning_of(uint16_t status)
{
	const struct meaning *m = meaningv;

	while (status < m->from || status > m->to)
		m++;

	return m;
}

/**
 * Say what went wrong
 *
 * @param f   Set; the status stays as it is
 * @param err Errno
 * @param fmt Format of printf(3), for people; control characters that come
 *            from outside become '?'
 *
 * @return err
 */
int oh_acs_fault(struct oh_acs_fault *f, int err, const char *fmt, ...)
{
	char raw[sizeof(f->text)];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	f->err = err;
	(void)oh_scan_safe(f->text, sizeof(f->text), raw, strlen(raw));

	return err;
}

static bool is_listed(const uint16_t *okv, uint16_t status)
{
	for (int i = 0; i < OH_ACS_STATUSES; i++) {
		if (okv[i] && okv[i] == status)
			return true;
	}
	return false;
}

/* Code and text of the service, if its body has any */
static bool read_error(struct oh_acs_fault *f, char text[OH_MODEL_TEXT],
		       const struct oh_http_reply *reply)
{
	struct cJSON *json = cJSON_ParseWithLength(reply->body,
						   reply->body_len);
	char code[OH_MODEL_NAME];
	bool ok = json && 0 == oh_decode_error(code, text, json);

	if (ok)
		(void)oh_scan_safe(f->code, sizeof(f->code), code,
				   strlen(code));
	cJSON_Delete(json);

	return ok;
}

/* By how much the server's clock is ahead of ours [min] */
static int64_t skew_min(const struct oh_http_reply *reply)
{
	const char *date = oh_http_header(reply, "Date");
	uint64_t us;

	if (!date || oh_sign_date_parse(&us, date))
		return 0;

	return ((int64_t)us - (int64_t)oh_clock_wall_us()) / MINUTE_US;
}

/* What the user can do about it */
static void advise(char *buf, size_t size, int err,
		   const struct oh_exchange_end *end)
{
	uint64_t wait_s = (end->wait_ms + 999) / 1000;
	int64_t min = err == EACCES ? skew_min(end->reply) : 0;

	*buf = '\0';
	if (err == EAGAIN && wait_s)
		(void)snprintf(buf, size, ": try again in %" PRIu64 " s",
			       wait_s);
	else if (min > SKEW_MIN || min < -SKEW_MIN)
		(void)snprintf(buf, size, "; the clock here is %" PRId64
			       " minutes %s the server's: set it right",
			       min < 0 ? -min : min,
			       min < 0 ? "ahead of" : "behind");
}

static int of_status(struct oh_acs_fault *f,
		     const struct oh_exchange_end *end)
{
	const struct oh_http_reply *reply = end->reply;
	const struct meaning *m = meaning_of(reply->status);
	char text[OH_MODEL_TEXT] = "", advice[96];
	const char *to = oh_http_header(reply, "Location");

	advise(advice, sizeof(advice), m->err, end);
	if (reply->status / 100 == 3)
		return oh_acs_fault(f, m->err, "%s (%u%s%.200s)", m->text,
				    reply->status, to ? " to " : "",
				    to ? to : "");
	if (read_error(f, text, reply) && *text)
		return oh_acs_fault(f, m->err, "%s%s%s",
				    reply->status == 429 ? "throttled: " : "",
				    text, advice);

	return oh_acs_fault(f, m->err, "%s (HTTP %u)%s", m->text,
			    reply->status, advice);
}

/**
 * Judge the outcome of an exchange
 *
 * @param f   Set if it went wrong
 * @param end Outcome
 * @param okv The statuses that are hoped for, OH_ACS_STATUSES of them
 *
 * @return 0 if the status is one of them, else the error in f
 */
int oh_acs_fault_of(struct oh_acs_fault *f, const struct oh_exchange_end *end,
		    const uint16_t *okv)
{
	f->doubt = end->doubt;
	if (end->err)
		return oh_acs_fault(f, end->err, "%s", end->why);

	f->status = end->reply->status;
	if (is_listed(okv, f->status))
		return 0;

	return of_status(f, end);
}
