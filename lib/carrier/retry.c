/**
 * @file retry.c  Whether a request is sent again, and when
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include "carrier/retry.h"
#include "carrier/sign.h"

/* Digits beyond this many are for ever */
enum { SECONDS_DIGITS_MAX = 9 };

static bool is_unsent(int err)
{
	return err == ENOENT || err == ECONNREFUSED || err == ENETUNREACH ||
	       err == EHOSTUNREACH;
}

static bool is_network(int err)
{
	return is_unsent(err) || err == ETIMEDOUT || err == ECONNRESET ||
	       err == EPIPE || err == EPROTO;
}

static bool is_transient(uint16_t status)
{
	return status == 408 || status == 429 ||
	       (status >= 500 && status <= 599 && status != 501 &&
		status != 505);
}

static bool may_repeat(const struct oh_retry_prm *prm)
{
	if (prm->err)
		return prm->tries < OH_RETRY_NETWORK_TRIES &&
		       (prm->cls == OH_RETRY_FREELY ? is_network(prm->err)
						    : is_unsent(prm->err));
	if (prm->tries >= OH_RETRY_TRIES)
		return false;
	if (prm->cls == OH_RETRY_REFUSED)
		return prm->status == 429 || prm->status == 503;

	return is_transient(prm->status);
}

/* Full jitter: many clients that failed together do not return together. */
static uint64_t backoff_ms(unsigned tries, uint32_t random)
{
	uint64_t ms = OH_RETRY_FIRST_MS;

	while (--tries && ms < OH_RETRY_CAP_MS)
		ms *= 2;
	if (ms > OH_RETRY_CAP_MS)
		ms = OH_RETRY_CAP_MS;

	return random % (ms + 1);
}

/* Retry-After (RFC 9110 10.2.3) is seconds or a date, of which one that has
   passed gives 0. EBADMSG: neither */
static int parse_after(uint64_t *wait_ms, const char *text,
		       uint64_t wall_us)
{
	size_t len = strspn(text, "0123456789");
	uint64_t until_us, s = 0;

	if (len && !text[len]) {
		for (size_t i = 0; i < len && i < SECONDS_DIGITS_MAX; i++)
			s = s * 10 + (uint64_t)(text[i] - '0');
		*wait_ms = s * 1000;
		return 0;
	}
	if (oh_sign_date_parse(&until_us, text))
		return EBADMSG;
	*wait_ms = until_us > wall_us ? (until_us - wall_us) / 1000 : 0;

	return 0;
}

/**
 * Decide whether a request is sent again
 *
 * @param wait_ms The wait before it [ms]; when it is not sent again what the
 *                server asked for, or 0
 * @param prm     What came of the last try
 *
 * @return What to do
 */
enum oh_retry oh_retry_decide(uint64_t *wait_ms,
			      const struct oh_retry_prm *prm)
{
	bool asked = !prm->err && prm->after &&
		!parse_after(wait_ms, prm->after, prm->wall_us);

	if (!asked)
		*wait_ms = 0;
	if (!may_repeat(prm))
		return OH_RETRY_END;
	if (!asked)
		*wait_ms = backoff_ms(prm->tries, prm->random);

	return *wait_ms < prm->left_ms ? OH_RETRY_AGAIN : OH_RETRY_LATE;
}
