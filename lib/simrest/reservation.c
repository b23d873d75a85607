/**
 * @file reservation.c  Carts that hold numbers for a while
 */
#include <cjson/cJSON.h>
#include <ctype.h>
#include "base/compat.h"
#include "carrier/decode.h"
#include "carrier/encode.h"
#include "simrest/body.h"
#include "simrest/fault.h"
#include "simrest/handlers.h"
#include "simrest/page.h"
#include "simrest/reply.h"
#include "simrest/store.h"

/** A patch of phoneNumbers, read */
struct patch {
	struct oh_available addv[OH_MODEL_NUMBERS];
	const char         *removev[OH_MODEL_NUMBERS];
	size_t              addc, removec;
};

/**
 * GET /availablePhoneNumbers/reservations
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_reservation_list(struct oh_turn *t)
{
	const size_t count = oh_store_reservation_count(t->store);
	struct oh_page page;
	int err;

	err = oh_page_start(&page, t, "maxPageSize");
	for (size_t i = 0; !err && i < count; i++) {
		const struct oh_reservation *r;

		r = oh_store_reservation_at(t->store, i);
		if (r && oh_page_takes(&page))
			err = oh_page_add(&page,
					  oh_encode_reservation(r, false));
	}
	if (err) {
		oh_page_reset(&page);
		return err;
	}

	return oh_page_end(&page, t, "reservations");
}

static int answer(struct oh_turn *t, uint16_t status)
{
	const struct oh_reservation *r;

	r = oh_store_reservation(t->store, t->arg);

	return r ? oh_reply_json(t->reply, status,
				 oh_encode_reservation(r, true)) : ENOENT;
}

/**
 * GET /availablePhoneNumbers/reservations/{reservation}
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_reservation_get(struct oh_turn *t)
{
	return answer(t, 200);
}

/* 8-4-4-4-12 hexadecimal digits (RFC 9562 4) */
static bool is_uuid(const char *s)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i;

	for (i = 0; shape[i]; i++) {
		if (shape[i] == 'x' ? !isxdigit((unsigned char)s[i])
				    : s[i] != '-')
			return false;
	}

	return !s[i];
}

static bool is_number_key(const char *key)
{
	size_t len = strspn(key, "0123456789");

	return len && !key[len] && len + 2 <= OH_NUMBER_SIZE;
}

/* One member of phoneNumbers: "14255550123": {...} or null */
static int read_entry(struct patch *p, struct oh_turn *t,
		      const struct cJSON *item)
{
	struct oh_available *a = &p->addv[p->addc];
	int err;

	if (!is_number_key(item->string))
		return oh_turn_refuse(t, "phoneNumbers",
				      "the names must be digits of numbers");
	if (p->addc + p->removec == OH_MODEL_NUMBERS)
		return oh_turn_refuse(t, "phoneNumbers", "too many");
	if (cJSON_IsNull(item)) {
		p->removev[p->removec++] = item->string;
		return 0;
	}

	err = oh_decode_available(a, item);
	if (err == ENOMEM)
		return err;
	if (err)
		return oh_turn_refuse(t, item->string,
				      "not an available number as browsing "
				      "tells it");
	if (*a->number && strcmp(a->number + 1, item->string))
		return oh_turn_refuse(t, item->string,
				      "holds another phoneNumber");
	str_ncpy(a->id, item->string, sizeof(a->id));
	(void)re_snprintf(a->number, sizeof(a->number), "+%s", a->id);
	p->addc++;

	return 0;
}

static int read_patch(struct patch *p, struct oh_turn *t)
{
	const struct cJSON *numbers, *item;

	numbers = oh_body_find(t->json, "phoneNumbers");
	if (numbers && !cJSON_IsObject(numbers))
		return oh_turn_refuse(t, "phoneNumbers", "not an object");

	cJSON_ArrayForEach(item, numbers) {
		int err = read_entry(p, t, item);

		if (err)
			return err;
	}

	return 0;
}

/**
 * PATCH /availablePhoneNumbers/reservations/{reservation}
 *
 * A merge patch (RFC 7396): 201 if it made the reservation, 200 if it
 * changed it, 207 if some numbers could not be had.
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_reservation_patch(struct oh_turn *t)
{
	struct oh_store_change change = { .addc = 0 };
	struct patch *p;
	int err;

	if (!is_uuid(t->arg))
		return oh_turn_refuse(t, "reservationId", "not a UUID");
	p = mem_zalloc(sizeof(*p), NULL);
	if (!p)
		return ENOMEM;

	err = read_patch(p, t);
	if (err)
		goto out;
	change.addv    = p->addv;
	change.addc    = p->addc;
	change.removev = p->removev;
	change.removec = p->removec;
	err = oh_store_reserve(t->store, t->arg, &change);
	if (err)
		goto out;
	err = answer(t, change.partly ? 207 : change.created ? 201 : 200);

 out:
	mem_deref(p);

	return err;
}

/**
 * DELETE /availablePhoneNumbers/reservations/{reservation}
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_reservation_cancel(struct oh_turn *t)
{
	int err = oh_store_reservation_cancel(t->store, t->arg);

	if (!err)
		t->reply->status = 204;

	return err;
}

/**
 * POST /availablePhoneNumbers/reservations/{reservation}/:purchase
 *
 * @param t Turn
 *
 * @return see turn.h
 */
int oh_reservation_buy(struct oh_turn *t)
{
	const struct oh_operation *op;
	bool agree = false;
	int err;

	err = oh_body_bool(&agree, t, t->json, "agreeToNotResell");
	if (err)
		return err;

	err = oh_store_reservation_buy(t->store, t->arg, agree,
			oh_fault_take_operation(t->faults,
						OH_OP_RESERVATION_PURCHASE),
			&op);

	return err ? err : oh_turn_started(t, op, "reservation-purchase-id");
}
