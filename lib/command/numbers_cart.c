/**
 * @file numbers_cart.c  Reservations: numbers held until they are bought
 */
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/id.h"
#include "number/plan.h"
#include "command/numbers_priv.h"

struct cart {
	struct numbers      *n;
	char                 id[OH_MODEL_ID];
	struct oh_available  addv[OH_MODEL_NUMBERS];
	uint32_t             addc;
	char                 removed[OH_MODEL_NUMBERS][OH_NUMBER_SIZE];
	const char          *removev[OH_MODEL_NUMBERS];
	uint32_t             removec;
	const char          *wanted;       /* digits, while browsing     */
	uint32_t             refused;
	int                  err;
};

static void wanted_handler(const struct oh_item *item, void *arg)
{
	const struct oh_available *a = item->u.available;
	struct cart *cart = arg;

	if (!cart->wanted || strcmp(a->id, cart->wanted) ||
	    cart->addc == OH_MODEL_NUMBERS)
		return;
	cart->addv[cart->addc++] = *a;
	cart->wanted = NULL;
}

/* The kinds that a number may be of, the likely one first */
static void kinds_of(enum oh_type typev[2], const struct numbers *n,
		     const struct oh_number *num)
{
	typev[0] = OH_TYPE_GEOGRAPHIC;
	typev[1] = OH_TYPE_MOBILE;
	if (oh_plan_class(num) == OH_PLAN_TOLL_FREE)
		typev[0] = typev[1] = OH_TYPE_TOLL_FREE;
	if (n->type != OH_TYPE_ANY)
		typev[0] = typev[1] = n->type;
}

/* A kind that is not sold there has no such number, which is no fault */
static int browse(struct cart *cart, const struct oh_carrier_req *req)
{
	struct numbers_end end;
	int status;

	if (cart->n->o->dry_run)
		return oh_numbers_print(cart->n, req);

	status = oh_numbers_try(cart->n, req, wanted_handler, cart,
				&end);
	if (status || end.err == EINVAL || end.err == ENOENT)
		return status;

	return oh_numbers_fail(cart->n, &end);
}

/* The service wants the whole of what a browse tells of a number. A dry run
   shows the first question: what follows depends on its answer. */
static int find(struct cart *cart, const struct oh_number *num)
{
	const struct oh_plan *plan = oh_plan_of(num);
	const char *digits = num->text + 1;
	enum oh_type typev[2];
	int status = OH_EXIT_OK;

	cart->wanted = digits;
	kinds_of(typev, cart->n, num);
	for (size_t i = 0; i < 2 && cart->wanted && !status; i++) {
		const struct oh_carrier_req req = {
			.what = OH_DO_BROWSE,
			.country = plan ? plan->iso : "",
			.type = typev[i], .prefixv = &digits, .prefixc = 1,
		};

		if (i && (typev[1] == typev[0] || cart->n->o->dry_run))
			break;
		status = browse(cart, &req);
	}
	if (cart->n->o->dry_run)
		return status;
	if (!status && cart->wanted)
		status = oh_app_fail(cart->n->app, OH_EXIT_FAILED, "%s cannot "
				     "be had: nothing was reserved",
				     num->text);

	return status;
}

static int find_all(struct cart *cart)
{
	struct numbers *n = cart->n;
	int status = OH_EXIT_OK;

	for (uint32_t i = 0; i < n->operandc && !status; i++) {
		struct oh_number num;

		(void)oh_number_parse(&num, n->numberv[i], NULL, NULL);
		status = find(cart, &num);
	}

	return status;
}

/* "+12065550100,+12065550101" */
static int read_removed(struct cart *cart)
{
	const char *s = cart->n->o->remove ? cart->n->o->remove : "";
	int status = OH_EXIT_OK;

	while (*s && !status) {
		size_t len = strcspn(s, ",");
		char word[OH_NUMBER_SIZE * 4], number[OH_NUMBER_SIZE];

		if (cart->removec == OH_MODEL_NUMBERS)
			return oh_app_fail(cart->n->app, OH_EXIT_USAGE,
					   "--remove: at most %d numbers",
					   OH_MODEL_NUMBERS);
		if (len >= sizeof(word))
			return oh_app_fail(cart->n->app, OH_EXIT_DATA,
					   "--remove: '%.20s...' is too long "
					   "for a number", s);
		(void)re_snprintf(word, sizeof(word), "%b", s, len);
		status = oh_numbers_number(cart->n, number, word);
		if (status)
			break;
		str_ncpy(cart->removed[cart->removec], number + 1,
			 OH_NUMBER_SIZE);
		cart->removev[cart->removec] = cart->removed[cart->removec];
		cart->removec++;
		s += len + (s[len] == ',');
	}

	return status;
}

static void cart_handler(const struct oh_item *item, void *arg)
{
	const struct oh_reservation *r = item->u.reservation;
	struct cart *cart = arg;

	if (item->kind != OH_ITEM_RESERVATION)
		return;
	str_ncpy(cart->id, r->id, sizeof(cart->id));
	cart->n->by.reservation = cart->id;
	for (uint32_t i = 0; i < r->numberc && !cart->err; i++) {
		const struct oh_item one = {
			.kind = OH_ITEM_AVAILABLE,
			.u.available = &r->numberv[i],
		};

		cart->refused += r->numberv[i].status == OH_AVAIL_ERROR;
		cart->err = oh_rows_add(cart->n->table, &one, &cart->n->by);
	}
}

/* One action whose answer is a reservation: its numbers are the rows */
static int act(struct cart *cart, const struct oh_carrier_req *req)
{
	int status;

	if (cart->n->o->dry_run)
		return oh_numbers_print(cart->n, req);

	status = oh_numbers_act(cart->n, req, cart_handler, cart);

	return status ? status : oh_numbers_check(cart->n, cart->err);
}

static int reserve(struct cart *cart)
{
	struct numbers *n = cart->n;
	struct oh_carrier_req req = {
		.what = OH_DO_RESERVE, .id = cart->id,
		.addv = cart->addv, .removev = cart->removev,
	};
	int status = read_removed(cart);

	if (!status)
		status = find_all(cart);
	if (status || (n->o->dry_run && n->operandc))
		return status;

	req.addc = cart->addc;
	req.removec = cart->removec;
	status = act(cart, &req);
	if (status || n->o->dry_run)
		return status;
	if (cart->refused)
		return oh_app_fail(n->app, OH_EXIT_FAILED, "%u of them could "
				   "not be reserved", cart->refused);
	oh_app_say(n->app, "reserved; 'numbers reservation buy %s' buys",
		   cart->id);

	return OH_EXIT_OK;
}

static struct cart *cart_alloc(struct numbers *n, const char *id)
{
	struct cart *cart = mem_zalloc(sizeof(*cart), NULL);

	if (!cart) {
		oh_app_fail(n->app, 0, "out of memory");
		return NULL;
	}
	cart->n = n;
	str_ncpy(cart->id, id, sizeof(cart->id));

	return cart;
}

/**
 * numbers reserve: something to do
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_reserve_check(struct numbers *n)
{
	if (n->operandc || n->o->remove)
		return OH_EXIT_OK;

	return oh_app_fail(n->app, OH_EXIT_USAGE, "reserve: which numbers? "
			   "see 'numbers browse'");
}

/**
 * numbers reserve NUMBER...: a new reservation, or more for an old one
 *
 * @param n The run
 *
 * @return Exit status: 1 if not all could be reserved
 */
int oh_numbers_reserve(struct numbers *n)
{
	const char *id = n->o->reservation;
	struct cart *cart;
	char fresh[OH_ID_SIZE];
	int status;

	oh_id_make(fresh, oh_clock_wall_us());
	cart = cart_alloc(n, id ? id : fresh);
	if (!cart)
		return OH_EXIT_SOFTWARE;

	/* All taken out is no empty result */
	n->may_be_empty = !n->operandc;
	status = reserve(cart);
	mem_deref(cart);

	return status;
}

/**
 * numbers reservation list
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_reservations(struct numbers *n)
{
	const struct oh_carrier_req req = { .what = OH_DO_RESERVATIONS };

	return oh_numbers_rows(n, &req);
}

/**
 * numbers reservation show ID: its numbers
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_reservation(struct numbers *n)
{
	const struct oh_carrier_req req = {
		.what = OH_DO_RESERVATION, .id = n->operandv[0],
	};
	struct cart *cart = cart_alloc(n, n->operandv[0]);
	int status = cart ? act(cart, &req) : OH_EXIT_SOFTWARE;

	mem_deref(cart);

	return status;
}

/**
 * numbers reservation cancel ID
 *
 * @param n The run
 *
 * @return Exit status
 */
int oh_numbers_reservation_cancel(struct numbers *n)
{
	const struct oh_carrier_req req = {
		.what = OH_DO_RESERVATION_CANCEL, .id = n->operandv[0],
	};
	int status;

	if (n->o->dry_run)
		return oh_numbers_print(n, &req);

	status = oh_numbers_act(n, &req, NULL, NULL);
	if (!status)
		oh_app_say(n->app, "reservation %s is cancelled", req.id);

	return status;
}
