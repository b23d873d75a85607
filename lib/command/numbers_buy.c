/**
 * @file numbers_buy.c  Money is spent here, and nowhere else
 *
 *   look what it costs ──▶ cap? agreement? ──▶ confirmed?
 *     ──▶ journal ──▶ purchase ──▶ outcome known: strike it out
 *
 * The journal's line is on the disk before the request leaves. Whatever
 * ends us between, the next run finds it (numbers_pending.c).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/clock.h"
#include "command/numbers_priv.h"

enum {
	LIST_SIZE     = 256,      /* Numbers, as shown [bytes] */
	QUESTION_SIZE = 512,
};

struct purchase {
	struct numbers    *n;
	const char        *id;              /* search or reservation        */
	bool               reservation;
	char               numberv[OH_MODEL_NUMBERS][OH_NUMBER_SIZE];
	uint32_t           numberc;
	struct oh_money    price;           /* all of them, a month         */
	struct oh_money    owned;           /* what is paid already         */
	uint32_t           ownedc;
	struct oh_money    charged;         /* of what was bought           */
	bool               no_resell;
	bool               unpriced;        /* of some the price is unknown */
	bool               other;           /* the reply is of another id   */
	const char        *wanted;          /* number that is looked at     */
	int                err;             /* of adding up                 */
	struct oh_journal_entry entry;
	struct numbers_end end;
};

static void add_number(struct purchase *p, const char *number,
		       const struct oh_money *cost)
{
	if (p->numberc == OH_MODEL_NUMBERS || p->err)
		return;
	str_ncpy(p->numberv[p->numberc++], number, OH_NUMBER_SIZE);
	if (*cost->currency)
		p->err = oh_money_add(&p->price, cost);
	else
		p->unpriced = true;
}

static void look_handler(const struct oh_item *item, void *arg)
{
	const struct oh_reservation *r = item->u.reservation;
	const struct oh_offer *o = item->u.offer;
	struct purchase *p = arg;

	if (item->kind == OH_ITEM_OFFER) {
		p->other = str_casecmp(o->id, p->id);
		for (uint32_t i = 0; i < o->numberc; i++)
			add_number(p, o->numberv[i], &o->cost);
		p->no_resell = o->no_resell;
	}
	else if (item->kind == OH_ITEM_RESERVATION) {
		p->other = str_casecmp(r->id, p->id);
		for (uint32_t i = 0; i < r->numberc; i++) {
			const struct oh_available *a = &r->numberv[i];

			add_number(p, a->number, &a->cost);
			p->no_resell = p->no_resell || a->no_resell;
		}
	}
}

static void owned_handler(const struct oh_item *item, void *arg)
{
	const struct oh_owned *o = item->u.owned;
	struct purchase *p = arg;

	p->ownedc++;
	if (*o->cost.currency && !p->err)
		p->err = oh_money_add(&p->owned, &o->cost);
}

/* What is bought, and what is paid already */
static int look(struct purchase *p)
{
	struct oh_carrier_req req = {
		.what = p->reservation ? OH_DO_RESERVATION : OH_DO_OFFER,
		.id = p->id,
	};
	int status = oh_numbers_act(p->n, &req, look_handler, p);

	if (status)
		return status;
	if (p->other)
		return oh_app_fail(p->n->app, OH_EXIT_PROTOCOL, "nothing was "
				   "bought: the carrier was asked for %s and "
				   "told of another", p->id);
	if (!p->numberc)
		return oh_app_fail(p->n->app, OH_EXIT_FAILED, "%s holds no "
				   "numbers", p->id);

	req.what = OH_DO_LIST;
	status = oh_numbers_act(p->n, &req, owned_handler, p);
	if (status)
		return status;

	return p->err ? oh_app_fail(p->n->app, OH_EXIT_REFUSED, "the prices "
				    "cannot be added up: %s",
				    p->err == EINVAL ? "two currencies"
				    : strerror(p->err)) : OH_EXIT_OK;
}

static void print_numbers(char *buf, size_t size, const struct purchase *p)
{
	size_t at = 0;

	buf[0] = '\0';
	for (uint32_t i = 0; i < p->numberc && at < size; i++) {
		if (at + 2 * OH_NUMBER_SIZE > size) {
			(void)snprintf(buf + at, size - at, " and %u more",
				       p->numberc - i);
			return;
		}
		at += (size_t)snprintf(buf + at, size - at, "%s%s",
				       i ? " " : "", p->numberv[i]);
	}
}

/* Refused with the rule and how to allow it */
static int check_cap(struct purchase *p, const struct oh_money *total)
{
	const struct oh_conf_carrier *conf =
		oh_carriers_conf(p->n->carriers, p->n->carrier);
	char cap[OH_MONEY_SIZE], sum[OH_MONEY_SIZE];

	if (!conf || !*conf->monthly_cap.currency)
		return OH_EXIT_OK;
	if (*total->currency &&
	    strcmp(total->currency, conf->monthly_cap.currency))
		return oh_app_fail(p->n->app, OH_EXIT_REFUSED, "refused: "
				   "monthly_cap of carrier %s is in %s, the "
				   "price in %s: write it in %s",
				   conf->name, conf->monthly_cap.currency,
				   total->currency, total->currency);
	if (p->unpriced)
		return oh_app_fail(p->n->app, OH_EXIT_REFUSED, "refused: the "
				   "carrier does not tell the price, so "
				   "monthly_cap of [carrier %s] cannot be "
				   "kept", conf->name);
	if (total->micro <= conf->monthly_cap.micro)
		return OH_EXIT_OK;

	(void)oh_money_print(cap, sizeof(cap), &conf->monthly_cap);
	(void)oh_money_print(sum, sizeof(sum), total);

	return oh_app_fail(p->n->app, OH_EXIT_REFUSED, "refused: %s %s a "
			   "month would be more than monthly_cap = %s %s; "
			   "raise it in [carrier %s] or release numbers",
			   sum, total->currency, cap,
			   conf->monthly_cap.currency, conf->name);
}

static int check_agreement(struct purchase *p)
{
	if (!p->no_resell || p->n->o->agree)
		return OH_EXIT_OK;

	return oh_app_fail(p->n->app, OH_EXIT_REFUSED, "refused: the carrier "
			   "sells these numbers only to who agrees not to "
			   "resell them: --agree-not-resell agrees");
}

static void print_question(char question[QUESTION_SIZE],
			   const struct purchase *p,
			   const struct oh_money *total)
{
	char price[OH_MONEY_SIZE], sum[OH_MONEY_SIZE];

	(void)oh_money_print(price, sizeof(price), &p->price);
	(void)oh_money_print(sum, sizeof(sum), total);
	if (p->unpriced)
		(void)snprintf(question, QUESTION_SIZE, "buy %s: the carrier "
			       "does not tell the price.", p->entry.numbers);
	else
		(void)snprintf(question, QUESTION_SIZE, "buy %s: %s %s a "
			       "month; with the %u number%s you have, %s %s "
			       "a month.", p->entry.numbers, price,
			       p->price.currency, p->ownedc,
			       p->ownedc == 1 ? "" : "s", sum,
			       total->currency);
}

static int ask(struct purchase *p, const struct oh_money *total)
{
	char question[QUESTION_SIZE];

	print_question(question, p, total);
	if (p->n->o->yes || p->n->o->no_input)
		oh_app_say(p->n->app, "%s", question);

	return oh_numbers_ask(p->n, question);
}

static int check(struct purchase *p)
{
	struct oh_money total = p->owned;
	int status, err = oh_money_add(&total, &p->price);

	if (err)
		return oh_app_fail(p->n->app, OH_EXIT_REFUSED, "the prices "
				   "cannot be added up: %s",
				   err == EINVAL ? "two currencies"
				   : strerror(err));

	status = check_cap(p, &total);
	if (!status)
		status = check_agreement(p);
	if (!status)
		status = ask(p, &total);

	return status;
}

static void fill_entry(struct purchase *p)
{
	struct oh_journal_entry *e = &p->entry;

	str_ncpy(e->carrier, p->n->by.carrier, sizeof(e->carrier));
	str_ncpy(e->search, p->id, sizeof(e->search));
	print_numbers(e->numbers, sizeof(e->numbers), p);
	e->total = p->price;
	e->wall_us = oh_clock_wall_us();
	e->pid = getpid();
	e->reservation = p->reservation;
}

/* Once it has a name there, it can be asked after */
static void note_operation(struct purchase *p, const char *operation)
{
	if (!*operation || *p->entry.operation)
		return;
	str_ncpy(p->entry.operation, operation, sizeof(p->entry.operation));
	(void)oh_journal_put(&p->entry);     /* it is there without, too */
}

static void buy_handler(const struct oh_item *item, void *arg)
{
	if (item->kind == OH_ITEM_OPERATION)
		note_operation(arg, item->u.operation->id);
}

/* Known for good: it succeeded, it failed there, or they refused it */
static bool is_known(const struct numbers_end *end)
{
	if (end->err == 0 || end->err == ECANCELED)
		return true;
	/* Taken, and a look at it went wrong; or taken by the try before */
	if (*end->operation || end->doubt)
		return false;

	return end->status >= 400 && end->status < 500 &&
		end->status != 408;
}

static void tell_unknown(const struct purchase *p)
{
	if (*p->entry.operation)
		oh_app_say(p->n->app, "it is not known whether %s was "
			   "bought: 'numbers operation %s' looks",
			   p->entry.numbers, p->entry.operation);
	else
		oh_app_say(p->n->app, "it is not known whether %s was "
			   "bought: the next 'numbers list' looks",
			   p->entry.numbers);
}

/** What the journal holds besides a purchase */
struct others {
	const struct purchase *p;
	struct oh_money        total;
	int                    err;
};

static void other_handler(const struct oh_journal_entry *e, void *arg)
{
	struct others *o = arg;

	if (strcmp(e->carrier, o->p->entry.carrier) ||
	    0 == strcmp(e->search, o->p->entry.search) || o->err)
		return;
	o->err = oh_money_add(&o->total, &e->total);
}

/* Of two that buy at the same time each sees the other: together they do not
   spend more than one may */
static int check_others(struct purchase *p)
{
	struct others o = { .p = p, .total = p->owned };
	int err;

	err = oh_money_add(&o.total, &p->price);
	if (!err)
		err = oh_journal_walk(other_handler, &o);
	if (err == EBADMSG)        /* the lines that can be read count */
		err = 0;
	if (err || o.err)
		return oh_app_fail(p->n->app, OH_EXIT_REFUSED, "refused: the "
				   "purchases under way cannot be added up: "
				   "%s", strerror(err ? err : o.err));

	return check_cap(p, &o.total);
}

/* The journal's line is there; the purchase is not */
static int spend(struct purchase *p)
{
	const struct oh_carrier_req req = {
		.what = p->reservation ? OH_DO_RESERVATION_BUY : OH_DO_BUY,
		.id = p->id, .agree = p->n->o->agree,
		.no_wait = p->n->o->no_wait,
	};
	int status = oh_numbers_try(p->n, &req, buy_handler, p,
				    &p->end);
	bool goes_on = p->n->o->no_wait && *p->end.operation;

	if (status && !*p->entry.operation)
		tell_unknown(p);
	if (status)
		return status;
	if (!is_known(&p->end))
		tell_unknown(p);
	else if (p->end.err || !goes_on)
		(void)oh_journal_strike(p->entry.carrier, p->entry.search);

	return oh_numbers_fail(p->n, &p->end);
}

static int order(struct purchase *p)
{
	int status, err = oh_journal_put(&p->entry);

	if (err)
		return oh_app_fail(p->n->app, OH_EXIT_CANT_CREATE, "nothing "
				   "was bought: the purchase cannot be noted "
				   "down: %s", strerror(err));

	status = check_others(p);
	if (!status)
		return spend(p);
	(void)oh_journal_strike(p->entry.carrier, p->entry.search);

	return status;
}

static void bought_handler(const struct oh_item *item, void *arg)
{
	const struct oh_owned *o = item->u.owned;
	struct purchase *p = arg;

	if (item->kind != OH_ITEM_OWNED || strcmp(o->number, p->wanted))
		return;
	p->wanted = "";
	oh_numbers_cache(p->n, o, o->number);
	if (!p->err)
		p->err = oh_money_add(&p->charged, &o->cost);
	if (!p->err)
		p->err = oh_rows_add(p->n->table, item, &p->n->by);
}

/* It is too late for a refusal, but not for a release */
static void compare_price(struct purchase *p)
{
	char told[OH_MONEY_SIZE], charged[OH_MONEY_SIZE];

	if (p->unpriced || p->charged.micro == p->price.micro)
		return;
	(void)oh_money_print(told, sizeof(told), &p->price);
	(void)oh_money_print(charged, sizeof(charged), &p->charged);
	oh_app_say(p->n->app, "the carrier told a price of %s %s a month and "
		   "charges %s %s: 'numbers release' gives a number back",
		   told, p->price.currency, charged, p->charged.currency);
}

/* A reservation may be bought in part: what we own now says which */
static int show_bought(struct purchase *p)
{
	int status = OH_EXIT_OK;
	uint32_t missing = 0;

	for (uint32_t i = 0; i < p->numberc && !status; i++) {
		const struct oh_carrier_req req = {
			.what = OH_DO_SHOW, .number = p->numberv[i],
		};

		p->wanted = p->numberv[i];
		status = oh_numbers_try(p->n, &req, bought_handler, p,
					&p->end);
		if (p->end.err == ENOENT || (!p->end.err && *p->wanted))
			missing++;
		else if (!status)
			status = oh_numbers_fail(p->n, &p->end);
	}
	if (missing)
		return oh_app_fail(p->n->app, OH_EXIT_FAILED, "%u of %u "
				   "numbers could not be bought", missing,
				   p->numberc);
	if (!status)
		status = oh_numbers_check(p->n, p->err);
	if (!status)
		compare_price(p);

	return status;
}

static int buy(struct purchase *p)
{
	int status = look(p);

	if (status)
		return status;
	fill_entry(p);
	status = check(p);
	if (!status)
		status = order(p);
	if (status)
		return status;
	if (p->n->o->no_wait && *p->end.operation)
		return oh_numbers_tell_operation(p->n, p->end.operation);

	return show_bought(p);
}

static int buy_from(struct numbers *n, bool reservation)
{
	const struct oh_carrier_req req = {
		.what = n->verb->what, .id = n->operandv[0],
		.agree = n->o->agree,
	};
	struct purchase *p;
	int status;

	if (n->o->dry_run)
		return oh_numbers_print(n, &req);

	p = mem_zalloc(sizeof(*p), NULL);
	if (!p)
		return oh_app_fail(n->app, OH_EXIT_SOFTWARE, "out of memory");
	p->n = n;
	p->id = n->operandv[0];
	p->reservation = reservation;
	status = buy(p);
	mem_deref(p);

	return status;
}

/**
 * numbers buy SEARCH-ID
 *
 * @param n The run
 *
 * @return Exit status: 30 if refused or not confirmed
 */
int oh_numbers_buy(struct numbers *n)
{
	return buy_from(n, false);
}

/**
 * numbers reservation buy ID
 *
 * @param n The run
 *
 * @return Exit status: 30 if refused or not confirmed, 1 if only a part of
 *         it could be bought
 */
int oh_numbers_reservation_buy(struct numbers *n)
{
	return buy_from(n, true);
}
