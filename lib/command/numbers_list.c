/**
 * @file numbers_list.c  The numbers one has
 */
#include <errno.h>
#include <string.h>
#include <strings.h>
#include "base/compat.h"
#include "carrier/owned.h"
#include "command/numbers_priv.h"

struct numbers_list {
	struct numbers         *n;
	struct oh_owned_writer *cache;      /* or NULL: not to be had */
	int                     err;
};

static bool can(enum oh_capability c, enum oh_capability way)
{
	return c == OH_CAPABLE_BOTH || c == way;
}

static bool is_capable(const struct oh_capabilities *caps, const char *what)
{
	if (0 == strcmp(what, "sms"))
		return caps->sms > OH_CAPABLE_NONE;
	if (0 == strcmp(what, "inbound"))
		return can(caps->calling, OH_CAPABLE_INBOUND);
	if (0 == strcmp(what, "outbound"))
		return can(caps->calling, OH_CAPABLE_OUTBOUND);

	return caps->calling > OH_CAPABLE_NONE;
}

static bool is_wanted(const struct numbers *n, const struct oh_owned *o)
{
	if (n->o->country && 0 != strcasecmp(n->o->country, o->country))
		return false;
	if (n->type != OH_TYPE_ANY && n->type != o->type)
		return false;

	return !n->o->capability || is_capable(&o->caps, n->o->capability);
}

/* The whole list goes to the cache, whatever of it is shown */
static void list_handler(const struct oh_item *item, void *arg)
{
	struct numbers_list *l = arg;

	if (l->cache && oh_owned_add(l->cache, item->u.owned))
		l->cache = mem_deref(l->cache);
	oh_numbers_pending_seen(l->n, l->n->by.carrier,
				item->u.owned->number);
	if (!l->err && is_wanted(l->n, item->u.owned))
		l->err = oh_rows_add(l->n->table, item, &l->n->by);
}

/* A cache that cannot be written must not hide the list */
static void keep(struct numbers_list *l, int status)
{
	if (l->cache && !status)
		(void)oh_owned_commit(l->cache);
	mem_deref(l->cache);
}

static int list_one(struct numbers *n)
{
	const struct oh_carrier_req req = { .what = OH_DO_LIST };
	struct numbers_list l = { .n = n };
	int status;

	if (n->o->dry_run)
		return oh_carrier_can(n->carrier, OH_DO_COUNTRIES)
			? oh_numbers_print(n, &req) : OH_EXIT_OK;

	if (oh_owned_begin(&l.cache, n->by.carrier))
		l.cache = NULL;
	status = oh_numbers_act(n, &req, list_handler, &l);
	if (!status)
		status = oh_numbers_check(n, l.err);
	keep(&l, status);
	if (!status)
		oh_numbers_pending_listed(n, n->by.carrier);

	return status;
}

/**
 * numbers list: its filters
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_list_check(struct numbers *n)
{
	static const char *const namev[] = { "calling", "sms", "inbound",
					     "outbound" };
	const char *name = n->o->capability;

	if (n->o->country && strlen(n->o->country) != 2)
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--country %s: "
				   "write two letters, e.g. US",
				   n->o->country);
	for (size_t i = 0; i < ARRAY_SIZE(namev); i++) {
		if (!name || 0 == strcmp(name, namev[i]))
			return OH_EXIT_OK;
	}

	return oh_app_fail(n->app, OH_EXIT_USAGE, "--capability %s: write "
			   "calling, sms, inbound or outbound", name);
}

/**
 * numbers list: one carrier after another; one that fails does not hide the
 * next
 *
 * @param n The run
 *
 * @return Exit status: of the first carrier that failed
 */
int oh_numbers_list(struct numbers *n)
{
	int status = OH_EXIT_OK;

	for (size_t i = 0; i < oh_carriers_count(n->carriers); i++) {
		int s;

		oh_numbers_ask_carrier(n, oh_carriers_at(n->carriers, i));
		s = list_one(n);
		status = status ? status : s;
		if (s >= OH_EXIT_TIMEOUT)       /* a signal ends all of it */
			break;
	}

	return status;
}

static void show_handler(const struct oh_item *item, void *arg)
{
	struct numbers_list *l = arg;

	l->err = oh_rows_add(l->n->table, item, &l->n->by);
}

/* Whoever has it: the others do not know it, which is no fault of theirs */
static int show_any(struct numbers *n, const struct oh_carrier_req *req)
{
	struct numbers_list l = { .n = n };
	struct numbers_end end = { .err = ENOENT };
	int status = OH_EXIT_OK;

	for (size_t i = 0; end.err == ENOENT && !status &&
	     i < oh_carriers_count(n->carriers); i++) {
		oh_numbers_ask_carrier(n, oh_carriers_at(n->carriers, i));
		status = oh_numbers_try(n, req, show_handler, &l, &end);
	}
	if (!status)
		status = oh_numbers_fail(n, &end);
	if (!status)
		status = oh_numbers_check(n, l.err);

	return status;
}

static int show_requests(struct numbers *n, const struct oh_carrier_req *req)
{
	int status = OH_EXIT_OK;

	for (size_t i = 0; i < oh_carriers_count(n->carriers); i++) {
		oh_numbers_ask_carrier(n, oh_carriers_at(n->carriers, i));
		if (oh_carrier_can(n->carrier, OH_DO_COUNTRIES) && !status)
			status = oh_numbers_print(n, req);
	}

	return status;
}

/**
 * numbers show: one number of one's own
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_show(struct numbers *n)
{
	const struct oh_carrier_req req = {
		.what = OH_DO_SHOW, .number = n->numberv[0],
	};

	return n->o->dry_run ? show_requests(n, &req) : show_any(n, &req);
}
