/**
 * @file encode.c  Values into JSON as the Phone Numbers API writes it
 *
 * What a value does not tell ("", ANY, a time of 0) is left out, unless the
 * API wants the member.
 */
#include <cjson/cJSON.h>
#include <time.h>
#include "base/compat.h"
#include "carrier/encode.h"
#include "carrier/field.h"
#include "carrier/word.h"

enum {
	SECOND_US = 1000000,
	TIME_SIZE = 64,
};

/* The API's errorCode is the place of the error in this list. */
static const char *const errorv[] = {
	"NoError", "UnknownErrorCode", "OutOfStock", "AuthorizationDenied",
	"MissingAddress", "InvalidAddress", "InvalidOfferModel",
	"NotEnoughLicenses", "NoWallet", "NotEnoughCredit",
	"NumbersPartiallyAcquired", "AllNumbersNotAcquired",
	"ReservationExpired", "PurchaseFailed", "BillingUnavailable",
	"ProvisioningFailed", "UnknownSearchError",
};


/* The word of an enumeration or the text of a field, "" if it has none */
static const char *text_of(const struct oh_field *f, const void *p)
{
	switch (f->kind) {

	case OH_FIELD_TYPE:
		return oh_word_type(*(const enum oh_type *)p);
	case OH_FIELD_ASSIGNMENT:
		return oh_word_assignment(*(const enum oh_assignment *)p);
	case OH_FIELD_CAPABILITY:
		return oh_word_capability(*(const enum oh_capability *)p);
	case OH_FIELD_AVAILABILITY:
		return oh_word_availability(*(const enum oh_availability *)p);
	case OH_FIELD_OP_STATUS:
		return oh_word_op_status(*(const enum oh_op_status *)p);
	case OH_FIELD_OP_TYPE:
		return oh_word_op_type(*(const enum oh_op_type *)p);
	case OH_FIELD_RESERVATION:
		return oh_word_reservation(
			*(const enum oh_reservation_status *)p);
	default:
		return p;
	}
}


static cJSON *fields(const void *value, const struct oh_field *fieldv);


static bool is_absent(const struct oh_field *f, const void *p)
{
	switch (f->kind) {

	case OH_FIELD_COST:
		return !*((const struct oh_money *)p)->currency;
	case OH_FIELD_TIME:
		return !f->required && !*(const uint64_t *)p;
	case OH_FIELD_NAME:
		return !f->required && !*(const char *)p;
	case OH_FIELD_BOOL:
	case OH_FIELD_OBJECT:
		return false;
	default:
		return !*text_of(f, p);
	}
}


static cJSON *encode(const struct oh_field *f, const void *p)
{
	switch (f->kind) {

	case OH_FIELD_COST:
		return oh_encode_cost(p);
	case OH_FIELD_TIME:
		return oh_encode_time(*(const uint64_t *)p);
	case OH_FIELD_BOOL:
		return cJSON_CreateBool(*(const bool *)p);
	case OH_FIELD_OBJECT:
		return fields(p, f->fieldv);
	default:
		return cJSON_CreateString(text_of(f, p));
	}
}


/* Takes the item in any case; false: out of memory */
static bool add(cJSON *obj, const char *name, cJSON *item)
{
	if (item && cJSON_AddItemToObject(obj, name, item))
		return true;
	cJSON_Delete(item);

	return false;
}


static bool add_field(cJSON *obj, const struct oh_field *f, const void *p)
{
	cJSON *item;

	if (is_absent(f, p))
		return true;
	item = encode(f, p);
	if (f->kind == OH_FIELD_OBJECT && !f->required && item &&
	    !item->child) {
		cJSON_Delete(item);
		return true;
	}

	return add(obj, f->name, item);
}


static bool add_fields(cJSON *obj, const void *value,
		       const struct oh_field *fieldv)
{
	for (const struct oh_field *f = fieldv; f->name; f++) {
		if (!add_field(obj, f, (const char *)value + f->offset))
			return false;
	}

	return true;
}


/* The object if all went well, else none */
static cJSON *finish(cJSON *obj, bool ok)
{
	if (ok)
		return obj;
	cJSON_Delete(obj);

	return NULL;
}


static cJSON *fields(const void *value, const struct oh_field *fieldv)
{
	cJSON *obj = cJSON_CreateObject();

	return finish(obj, obj && add_fields(obj, value, fieldv));
}


/**
 * Encode a PurchasedPhoneNumber
 *
 * @param o Number
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_owned(const struct oh_owned *o)
{
	cJSON *obj = cJSON_CreateObject();

	return finish(obj, obj &&
		      cJSON_AddStringToObject(obj, "id", o->number +
					      (*o->number == '+')) &&
		      add_fields(obj, o, oh_field_owned));
}


/**
 * Encode a PhoneNumberCountry
 *
 * @param c Country
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_country(const struct oh_country *c)
{
	return fields(c, oh_field_country);
}


/**
 * Encode a PhoneNumberLocality
 *
 * @param l Locality
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_locality(const struct oh_locality *l)
{
	return fields(l, oh_field_locality);
}


/**
 * Encode a PhoneNumberAreaCode
 *
 * @param a Area code
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_area(const struct oh_area *a)
{
	return fields(a, oh_field_area);
}


/**
 * Encode a PhoneNumberOffering
 *
 * @param o Offering
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_offering(const struct oh_offering *o)
{
	return fields(o, oh_field_offering);
}


static cJSON *offer_numbers(const struct oh_offer *o)
{
	cJSON *array = cJSON_CreateArray();

	for (uint32_t i = 0; array && i < o->numberc; i++) {
		cJSON *item = cJSON_CreateString(o->numberv[i]);

		if (!item || !cJSON_AddItemToArray(array, item)) {
			cJSON_Delete(item);
			return finish(array, false);
		}
	}

	return array;
}


static size_t error_code(const char *error)
{
	for (size_t i = 0; i < ARRAY_SIZE(errorv); i++) {
		if (0 == strcmp(error, errorv[i]))
			return i;
	}

	return 1;
}


/**
 * Encode a PhoneNumberSearchResult
 *
 * @param o Offer
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_offer(const struct oh_offer *o)
{
	cJSON *obj = fields(o, oh_field_offer);

	return finish(obj, obj && add(obj, "phoneNumbers", offer_numbers(o)) &&
		      (!*o->error ||
		       cJSON_AddNumberToObject(obj, "errorCode",
					(double)error_code(o->error))));
}


/**
 * Encode an AvailablePhoneNumber
 *
 * @param a Number
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_available(const struct oh_available *a)
{
	return fields(a, oh_field_available);
}


/* A map by digits, as PATCH takes it too */
static cJSON *reserved_numbers(const struct oh_reservation *r)
{
	cJSON *map = cJSON_CreateObject();

	for (uint32_t i = 0; map && i < r->numberc; i++) {
		const struct oh_available *a = &r->numberv[i];

		if (!add(map, a->id, oh_encode_available(a)))
			return finish(map, false);
	}

	return map;
}


/**
 * Encode a PhoneNumbersReservation
 *
 * @param r       Reservation
 * @param numbers Whether its numbers go with it; not in a list
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_reservation(const struct oh_reservation *r,
				    bool numbers)
{
	cJSON *obj = fields(r, oh_field_reservation);

	return finish(obj, obj && (!numbers ||
				   add(obj, "phoneNumbers",
				       reserved_numbers(r))));
}


/**
 * Encode a PhoneNumberOperation
 *
 * @param o Operation
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_operation(const struct oh_operation *o)
{
	return fields(o, oh_field_operation);
}


/**
 * Encode an OperatorInformation
 *
 * @param o       Look-up
 * @param details Whether the part that is billed goes with it
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_operator(const struct oh_operator *o, bool details)
{
	cJSON *obj = fields(o, oh_field_format);

	return finish(obj, obj && (!details ||
				   add_fields(obj, o, oh_field_operator)));
}


/**
 * Encode PhoneNumberCapabilities, as a request has them too
 *
 * @param c Capabilities; ANY is left out
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_caps(const struct oh_capabilities *c)
{
	return fields(c, oh_field_caps);
}


/**
 * Encode a PhoneNumberCost
 *
 * @param m Price of a month; its digits go out as they are
 *
 * @return Object, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_cost(const struct oh_money *m)
{
	cJSON *obj = cJSON_CreateObject();
	char amount[OH_MONEY_SIZE];

	(void)oh_money_print(amount, sizeof(amount), m);

	return finish(obj, obj &&
		      cJSON_AddRawToObject(obj, "amount", amount) &&
		      cJSON_AddStringToObject(obj, "currencyCode",
					      m->currency) &&
		      cJSON_AddStringToObject(obj, "billingFrequency",
					      "monthly"));
}


/**
 * Encode a time as RFC 3339 has it
 *
 * @param wall_us Since 1970 [us]; a fraction is written only if there is one
 *
 * @return String, the caller's; NULL: out of memory
 */
struct cJSON *oh_encode_time(uint64_t wall_us)
{
	time_t t = (time_t)(wall_us / SECOND_US);
	unsigned us = (unsigned)(wall_us % SECOND_US);
	char text[TIME_SIZE];
	struct tm tm = { 0 };
	size_t len;

	(void)gmtime_r(&t, &tm);
	len = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	if (us)
		(void)re_snprintf(text + len, sizeof(text) - len, ".%06uZ",
				  us);
	else
		(void)re_snprintf(text + len, sizeof(text) - len, "Z");

	return cJSON_CreateString(text);
}
