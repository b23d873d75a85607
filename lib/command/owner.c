/**
 * @file owner.c  Whether a caller ID is a number of one's own
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "base/clock.h"
#include "carrier/owned.h"
#include "carrier/ownlist.h"
#include "command/owner.h"
#include "conf/conf.h"

enum { PATH_SIZE = 2 * OH_CONF_VALUE };

static const char blanks[] = " \t,";

static bool is_in_words(const char *p, const char *number)
{
	while (*(p += strspn(p, blanks))) {
		size_t len = strcspn(p, blanks);

		if (len == strlen(number) && 0 == strncmp(p, number, len))
			return true;
		p += len;
	}

	return false;
}

/* A bad row is no number of ours; `numbers` tells what is wrong with it. */
static bool is_in_rows(FILE *f, const char *number)
{
	char line[OH_OWNLIST_LINE];
	const char *why;
	struct oh_owned o;

	while (fgets(line, sizeof(line), f)) {
		if (0 == oh_ownlist_parse(&o, line, &why) &&
		    0 == strcmp(o.number, number))
			return true;
	}

	return false;
}

/* A relative path is meant from the configuration file. */
static bool is_in_file(const struct oh_conf_carrier *k, const char *number)
{
	const char *file = k->at.file ? k->at.file : "";
	const char *slash = strrchr(file, '/');
	int dir = *k->numbers_file == '/' || !slash ? 0
		: (int)(slash + 1 - file);
	char path[PATH_SIZE];
	FILE *f;
	bool found;

	(void)snprintf(path, sizeof(path), "%.*s%s", dir, file,
		       k->numbers_file);
	f = *k->numbers_file ? fopen(path, "re") : NULL;
	if (!f)
		return false;
	found = is_in_rows(f, number);
	(void)fclose(f);

	return found;
}

static bool is_configured(const struct oh_conf *conf, const char *number)
{
	for (uint32_t i = 0; i < conf->carrierc; i++) {
		const struct oh_conf_carrier *k = &conf->carrierv[i];

		if (k->type == OH_CONF_STATIC &&
		    (is_in_words(k->numbers, number) || is_in_file(k, number)))
			return true;
	}

	return false;
}

/* Who is not configured any more has no say */
static bool counts(const struct oh_conf *conf, const char *carrier)
{
	return !conf->present || oh_conf_carrier_find(conf, carrier);
}

static bool can_call(const struct oh_capabilities *caps)
{
	return caps->calling == OH_CAPABLE_OUTBOUND ||
	       caps->calling == OH_CAPABLE_BOTH ||
	       caps->calling == OH_CAPABLE_ANY;
}

static bool first_handler(const char *number,
			  const struct oh_owned_info *info, void *arg)
{
	(void)number;
	*(struct oh_owned_info *)arg = *info;

	return false;
}

static void print_age(char *buf, size_t size, uint64_t seen_us)
{
	uint64_t now_us = oh_clock_wall_us();
	uint64_t hours = now_us > seen_us ?
		(now_us - seen_us) / 3600000000u : 0;

	if (hours < 48)
		(void)snprintf(buf, size, "%u h", (unsigned)hours);
	else
		(void)snprintf(buf, size, "%u days", (unsigned)(hours / 24));
}

/* What is known, and how old that knowledge is */
static void tell_foreign(struct oh_verdict *v, const char *number, bool any)
{
	struct oh_owned_info info = { .seen_us = 0 };
	char age[16];

	if (any)
		(void)oh_owned_walk(first_handler, &info);
	print_age(age, sizeof(age), info.seen_us);
	if (*info.carrier)
		(void)snprintf(v->text, sizeof(v->text), "%.20s is none of "
			       "your numbers (list of %.20s: %.10s old)",
			       number, info.carrier, age);
	else
		(void)snprintf(v->text, sizeof(v->text), "%.20s is not known "
			       "to be your number", number);
	(void)snprintf(v->hint, sizeof(v->hint), "run 'numbers list', or "
		       "name it in a [carrier NAME] with type = static");
}

static void tell_mute(struct oh_verdict *v, const char *number)
{
	(void)snprintf(v->text, sizeof(v->text), "%.20s is yours, but cannot "
		       "make calls", number);
	(void)snprintf(v->hint, sizeof(v->hint), "run 'numbers update %.20s "
		       "--calling outbound'", number);
}

/**
 * Tell whether a number may be shown as the caller's
 *
 * @param v      Its texts receive why not, and what would help
 * @param number E.164
 * @param arg    Configuration (const struct oh_conf)
 *
 * @return true if it stands in a static list, or if a carrier has said that
 *         it is ours and can call
 */
bool oh_owner_is(struct oh_verdict *v, const char *number, void *arg)
{
	const struct oh_conf *conf = arg;
	struct oh_owned_info info;
	bool any = false;
	int err;

	if (is_configured(conf, number))
		return true;
	err = oh_owned_find(&info, number, &any);
	if (!err && counts(conf, info.carrier)) {
		if (can_call(&info.caps))
			return true;
		tell_mute(v, number);
		return false;
	}
	tell_foreign(v, number, any);

	return false;
}
