/**
 * @file carrier_fixture.c  A carrier and the scripted server it asks
 */
#include "carrier_fixture.h"
#include "base/clock.h"
#include "carrier/word.h"

enum { WAIT_MS = 10000, MS_PER_MS = 100 };

static void hear(enum oh_log_level level, const char *line, void *arg)
{
	struct cfx *f = arg;
	size_t n = strlen(f->said);
	(void)level;

	(void)snprintf(f->said + n, sizeof(f->said) - n, "%s\n", line);
}

static void word(struct cfx *f, const char *kind, const char *value)
{
	size_t n = strlen(f->words);

	(void)snprintf(f->words + n, sizeof(f->words) - n, "%s%s:%s",
		       n ? " " : "", kind, value);
}

static void item_handler(const struct oh_item *item, void *arg)
{
	struct cfx *f = arg;

	switch (item->kind) {

	case OH_ITEM_OWNED:
		word(f, "owned", item->u.owned->number);
		break;
	case OH_ITEM_COUNTRY:
		word(f, "country", item->u.country->code);
		break;
	case OH_ITEM_LOCALITY:
		word(f, "locality", item->u.locality->name);
		break;
	case OH_ITEM_AREA:
		word(f, "area", item->u.area->code);
		break;
	case OH_ITEM_OFFERING:
		word(f, "offering", oh_word_type(item->u.offering->type));
		break;
	case OH_ITEM_OFFER:
		word(f, "offer", item->u.offer->numberv[0]);
		break;
	case OH_ITEM_AVAILABLE:
		word(f, "available", item->u.available->number);
		break;
	case OH_ITEM_RESERVATION:
		word(f, "reservation", item->u.reservation->id);
		break;
	case OH_ITEM_OPERATION:
		word(f, "operation",
		     oh_word_op_status(item->u.operation->status));
		break;
	case OH_ITEM_OPERATOR:
		word(f, "operator", item->u.operator->number);
		break;
	case OH_ITEM_ROUTING:
		word(f, "routing", item->u.routing->routec
		     ? item->u.routing->routev[0].name : "none");
		break;
	}
	if (++f->items == f->drop_at) {
		f->task = mem_deref(f->task);
		f->done = true;
	}
}

static void end_handler(const struct oh_carrier_end *end, void *arg)
{
	struct cfx *f = arg;
	char err[16];

	if (f->drop_at_end)
		f->task = mem_deref(f->task);
	assert_false(f->done);
	f->end = *end;
	str_ncpy(f->code, end->code, sizeof(f->code));
	str_ncpy(f->text, end->text, sizeof(f->text));
	str_ncpy(f->operation, end->operation, sizeof(f->operation));
	(void)snprintf(err, sizeof(err), "%d", end->err);
	word(f, "end", err);
	f->took_ms = (oh_clock_us() - f->begun_us) / 1000;
	f->done = true;
}

int cfx_start(struct cfx *f, const struct webpeer_reply *replyv,
	      uint32_t replyc)
{
	struct oh_carrier_prm prm = { .language = "en-GB" };
	char connection[256];
	int err;

	memset(f, 0, sizeof(*f));
	err = webpeer_start(&f->p, replyv, replyc);
	if (err)
		return test_or_refused(err);
	err = hurry_start(&f->hurry, MS_PER_MS);
	if (err)
		return err;
	err = oh_log_alloc(&f->log, OH_LOG_DEBUG, hear, f);
	if (err)
		return err;
	(void)re_snprintf(connection, sizeof(connection),
			  "endpoint=http://%J/;accesskey=%s", &f->p.addr,
			  CFX_KEY);
	prm.connection = connection;
	prm.log = f->log;

	return oh_carrier_open(&f->c, &prm, NULL);
}

void cfx_stop(struct cfx *f)
{
	f->task = mem_deref(f->task);
	f->c = mem_deref(f->c);
	f->log = mem_deref(f->log);
	webpeer_stop(&f->p);
	if (f->hurry.fd > 0)
		hurry_stop(&f->hurry);
	test_clock_freeze(false);
}

int cfx_begin(struct cfx *f, const struct oh_carrier_req *req)
{
	f->task = mem_deref(f->task);
	f->done = false;
	f->items = 0;
	*f->words = '\0';
	f->begun_us = oh_clock_us();

	return oh_carrier_start(&f->task, f->c, req, item_handler,
				end_handler, f);
}

int cfx_wait(struct cfx *f)
{
	int err = test_loop_until(&f->done, WAIT_MS);

	return err ? err : test_or_refused(0);
}

int cfx_do(struct cfx *f, const struct oh_carrier_req *req)
{
	int err = cfx_begin(f, req);

	return err ? err : cfx_wait(f);
}

bool cfx_asked(const struct cfx *f, uint32_t i, const char *line)
{
	size_t len = strlen(line);

	return i < f->p.seen && !strncmp(f->p.textv[i], line, len) &&
	       !strncmp(f->p.textv[i] + len, " HTTP/1.1\r\n", 11);
}
