/**
 * @file numbers_market.c  What a carrier has to sell
 */
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "carrier/word.h"
#include "command/numbers_priv.h"

enum {
	LOCALITIES_MAX = 2000,
	PREFIXES_MAX   = 32,
	PREFIXES_SIZE  = 512,
};

/**
 * numbers countries
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_countries(struct numbers *n)
{
	const struct oh_carrier_req req = { .what = OH_DO_COUNTRIES };

	return oh_numbers_rows(n, &req);
}

struct localities {
	struct oh_locality *v;
	size_t              c;
	bool                full;
};

static void locality_handler(const struct oh_item *item, void *arg)
{
	struct localities *l = arg;

	if (l->c < LOCALITIES_MAX)
		l->v[l->c++] = *item->u.locality;
	else
		l->full = true;
}

/* Geographic areas can only be asked for town by town */
static int areas_by_locality(struct numbers *n,
			     const struct oh_carrier_req *req,
			     const struct localities *l)
{
	int status = OH_EXIT_OK;

	for (size_t i = 0; i < l->c && !status; i++) {
		struct oh_carrier_req one = *req;

		one.locality = l->v[i].name;
		if (l->v[i].abbreviation[0])
			one.division = l->v[i].abbreviation;
		n->by.locality = l->v[i].name;
		n->by.division = l->v[i].division;
		status = oh_numbers_rows(n, &one);
	}
	if (l->full)
		oh_app_say(n->app, "only the first %d towns: choose with "
			   "--division or --locality", LOCALITIES_MAX);
	n->by.locality = n->by.division = NULL;

	return status;
}

static int areas_everywhere(struct numbers *n,
			    const struct oh_carrier_req *req)
{
	struct oh_carrier_req towns = *req;
	struct localities l = { .c = 0 };
	int status;

	towns.what = OH_DO_LOCALITIES;
	if (n->o->dry_run)
		return oh_numbers_print(n, &towns);
	l.v = mem_zalloc(LOCALITIES_MAX * sizeof(*l.v), NULL);
	if (!l.v)
		return oh_app_fail(n->app, OH_EXIT_SOFTWARE, "out of memory");

	status = oh_numbers_act(n, &towns, locality_handler, &l);
	if (!status)
		status = areas_by_locality(n, req, &l);
	mem_deref(l.v);

	return status;
}

/**
 * numbers areas COUNTRY
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_areas(struct numbers *n)
{
	const struct oh_carrier_req req = {
		.what = OH_DO_AREAS, .country = n->country,
		.type = n->type ? n->type : OH_TYPE_GEOGRAPHIC,
		.assignment = n->assignment, .locality = n->o->locality,
		.division = n->o->division,
	};

	if (req.type == OH_TYPE_GEOGRAPHIC && !req.locality)
		return areas_everywhere(n, &req);
	n->by.locality = n->o->locality;
	n->by.division = n->o->division;

	return oh_numbers_rows(n, &req);
}

/**
 * numbers offerings COUNTRY
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_offerings(struct numbers *n)
{
	const struct oh_carrier_req req = {
		.what = OH_DO_OFFERINGS, .country = n->country,
		.type = n->type, .assignment = n->assignment,
	};

	return oh_numbers_rows(n, &req);
}

/**
 * numbers search: its options
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_search_check(struct numbers *n)
{
	const char *area = n->o->area_code;

	if (n->type == OH_TYPE_ANY)
		return oh_app_fail(n->app, OH_EXIT_USAGE, "search: of which "
				   "kind? write --type geographic, toll-free "
				   "or mobile");
	if (n->o->quantity > OH_MODEL_NUMBERS)
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--quantity %u: "
				   "at most %d", n->o->quantity,
				   OH_MODEL_NUMBERS);
	if (area && (!*area || strspn(area, "0123456789") != strlen(area)))
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--area-code '%s': "
				   "write digits", area);

	return OH_EXIT_OK;
}

/** Whether what is searched for is sold at all */
struct offered {
	struct oh_carrier_req *req;
	bool                   found;
	struct oh_capabilities most;
};

static void offered_handler(const struct oh_item *item, void *arg)
{
	const struct oh_offering *o = item->u.offering;
	struct offered *of = arg;

	if (of->found || o->type != of->req->type ||
	    o->assignment != of->req->assignment)
		return;
	of->found = true;
	of->most  = o->caps;
}

static bool can(enum oh_capability most, enum oh_capability wanted)
{
	return wanted <= OH_CAPABLE_NONE || most == OH_CAPABLE_BOTH ||
		most == wanted;
}

static int not_offered(struct numbers *n, const struct offered *of)
{
	if (!of->found)
		return oh_app_fail(n->app, OH_EXIT_FAILED, "search: no %s "
				   "numbers for a%s are sold in %s: see "
				   "'numbers offerings %s'",
				   oh_word_type_text(of->req->type),
				   of->req->assignment == OH_ASSIGN_PERSON
				   ? " person" : "n application",
				   of->req->country, of->req->country);

	return oh_app_fail(n->app, OH_EXIT_FAILED, "search: %s numbers of %s "
			   "can at most: calling %s, sms %s",
			   oh_word_type_text(of->req->type), of->req->country,
			   oh_word_capability_text(of->most.calling),
			   oh_word_capability_text(of->most.sms));
}

/* Searches are counted, and a vain one says little: look first. What was
   not said becomes calls both ways, as far as they can be had, no messages,
   for a program. */
static int settle(struct numbers *n, struct oh_carrier_req *req)
{
	struct offered of = { .req = req };
	const struct oh_carrier_req ask = {
		.what = OH_DO_OFFERINGS, .country = req->country,
		.type = req->type,
	};
	int status;

	req->quantity = n->o->quantity ? n->o->quantity : 1;
	if (!req->assignment)
		req->assignment = OH_ASSIGN_APPLICATION;
	if (!req->caps.sms)
		req->caps.sms = OH_CAPABLE_NONE;
	if (n->o->dry_run) {
		if (!req->caps.calling)
			req->caps.calling = OH_CAPABLE_BOTH;
		return OH_EXIT_OK;
	}

	status = oh_numbers_act(n, &ask, offered_handler, &of);
	if (status)
		return status;
	if (!of.found || !can(of.most.calling, req->caps.calling) ||
	    !can(of.most.sms, req->caps.sms))
		return not_offered(n, &of);
	if (!req->caps.calling)
		req->caps.calling = of.most.calling;

	return OH_EXIT_OK;
}

struct found {
	struct numbers *n;
	char            id[OH_MODEL_ID];
	int             err;
};

static void found_handler(const struct oh_item *item, void *arg)
{
	struct found *f = arg;

	if (item->kind != OH_ITEM_OFFER)
		return;
	f->err = oh_rows_add(f->n->table, item, &f->n->by);
	str_ncpy(f->id, item->u.offer->id, sizeof(f->id));
}

static int search(struct numbers *n, const struct oh_carrier_req *req)
{
	struct found f = { .n = n };
	int status;

	if (req->no_wait || n->o->dry_run)
		return oh_numbers_rows(n, req);

	status = oh_numbers_act(n, req, found_handler, &f);
	if (!status)
		status = oh_numbers_check(n, f.err);
	if (!status && f.id[0])
		oh_app_say(n->app, "held for you until then; 'numbers buy "
			   "%s' buys", f.id);

	return status;
}

/**
 * numbers search COUNTRY
 *
 * @param n The run
 *
 * @return Exit status: 1 if there is no such number to be had
 */
int oh_numbers_search(struct numbers *n)
{
	struct oh_carrier_req req = {
		.what = OH_DO_SEARCH, .country = n->country,
		.type = n->type, .assignment = n->assignment,
		.caps = n->caps, .area = n->o->area_code,
		.no_wait = n->o->no_wait,
	};
	int status = settle(n, &req);

	return status ? status : search(n, &req);
}

/* "1206,1415" -> two texts within buf */
static int split_prefixes(struct numbers *n, char *buf, size_t size,
			  const char **v, uint32_t *cp)
{
	const char *s = n->o->prefix ? n->o->prefix : "";

	if (strspn(s, "0123456789,+") != strlen(s) || strlen(s) >= size)
		return oh_app_fail(n->app, OH_EXIT_USAGE, "--prefix '%s': "
				   "write digits with country code, e.g. "
				   "1206", s);
	str_ncpy(buf, s, size);
	*cp = 0;
	for (char *p = buf; *p; ) {
		char *end = p + strcspn(p, ",");
		bool last = !*end;

		*end = '\0';
		p += *p == '+';
		if (*p && *cp < PREFIXES_MAX)
			v[(*cp)++] = p;
		p = last ? end : end + 1;
	}

	return OH_EXIT_OK;
}

/**
 * numbers browse COUNTRY: a sample, nothing is held
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_browse(struct numbers *n)
{
	const char *prefixv[PREFIXES_MAX];
	char buf[PREFIXES_SIZE];
	struct oh_carrier_req req = {
		.what = OH_DO_BROWSE, .country = n->country,
		.type = n->type ? n->type : OH_TYPE_GEOGRAPHIC,
		.assignment = n->assignment, .caps = n->caps,
		.prefixv = prefixv,
	};
	int status = split_prefixes(n, buf, sizeof(buf), prefixv,
				    &req.prefixc);

	return status ? status : oh_numbers_rows(n, &req);
}
