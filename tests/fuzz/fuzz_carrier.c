/**
 * @file fuzz_carrier.c  What carriers are told by files, users and servers
 *
 * The first byte chooses: connection string, link of a reply, Retry-After,
 * a row of one's own numbers.
 */
#include "base/compat.h"
#include <assert.h>
#include <string.h>
#include "carrier/connstr.h"
#include "carrier/link.h"
#include "carrier/ownlist.h"
#include "carrier/retry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void connstr(const char *text)
{
	struct oh_connstr cs;
	const char *why = NULL;

	if (oh_connstr_parse(&cs, text, &why))
		assert(why && !*cs.endpoint && !*cs.key);
	else
		assert(*cs.endpoint && *cs.key);
}

/* Whatever comes out stays on the endpoint, and comes out again */
static void link_of(const char *text)
{
	char target[OH_LINK_SIZE], again[OH_LINK_SIZE], last[64];
	struct oh_url base;

	assert(!oh_url_parse(&base, "https://h.example"));
	if (oh_link_resolve(target, &base, text, "2025-06-01"))
		return;
	assert(*target == '/' && strlen(target) < OH_LINK_SIZE);
	assert(!strpbrk(target, " \r\n#"));
	assert(strstr(target, "api-version") || strchr(target, '%'));
	if (target[1] != '/') {
		assert(!oh_link_resolve(again, &base, target, "2025-06-01"));
		assert(!strcmp(target, again));
	}
	(void)oh_link_last(last, sizeof(last), target);
}

static void retry(const char *text)
{
	const struct oh_retry_prm prm = {
		.status = 429, .tries = 1, .after = text,
		.wall_us = 1795435200000000, .left_ms = 60000,
	};
	uint64_t ms;

	if (oh_retry_decide(&ms, &prm) == OH_RETRY_AGAIN)
		assert(ms < 60000);
	else
		assert(ms >= 60000);
}

static void ownlist(const char *text)
{
	struct oh_owned o;
	const char *why = NULL;
	int err = oh_ownlist_parse(&o, text, &why);

	if (err == 0)
		assert(*o.number == '+' && strlen(o.number) <= 16);
	else
		assert(err == ENOENT || why);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const v[])(const char *) = {
		connstr, link_of, retry, ownlist,
	};
	char *text;

	if (!size)
		return 0;
	text = mem_alloc(size, NULL);
	if (!text)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	v[*data % ARRAY_SIZE(v)](text);
	mem_deref(text);

	return 0;
}
