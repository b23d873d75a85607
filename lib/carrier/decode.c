/**
 * @file decode.c  JSON from the Phone Numbers API into values
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "base/scan.h"
#include "carrier/decode.h"
#include "carrier/field.h"
#include "carrier/word.h"

enum {
	E164_MIN = 7,        /* digits */
	E164_MAX = 15,
};

typedef int (decode_h)(void *p, const struct oh_field *f,
		       const cJSON *json);


/* Its length if it is visible ASCII and fits, else 0 */
static size_t check_id(const char *s, size_t size)
{
	size_t len = s ? strlen(s) : 0;

	if (len >= size)
		return 0;
	for (size_t i = 0; i < len; i++) {
		if (s[i] <= ' ' || s[i] >= 0x7f)
			return 0;
	}

	return len;
}


static int id(void *p, const struct oh_field *f, const cJSON *json)
{
	const char *s = cJSON_GetStringValue(json);
	size_t len = check_id(s, f->size);

	if (!len)
		return EBADMSG;
	memcpy(p, s, len + 1);

	return 0;
}


static int name(void *p, const struct oh_field *f, const cJSON *json)
{
	const char *s = cJSON_GetStringValue(json);

	if (!s || strlen(s) >= f->size)
		return EBADMSG;
	(void)oh_scan_safe(p, f->size, s, strlen(s));

	return 0;
}


/* Better the first half of what is wrong than nothing of it */
static int message(void *p, const struct oh_field *f, const cJSON *json)
{
	const char *s = cJSON_GetStringValue(json);

	if (!s)
		return EBADMSG;
	(void)oh_scan_safe(p, f->size, s, strlen(s));

	return 0;
}


static bool is_e164(const char *digits)
{
	size_t len = strspn(digits, "0123456789");

	return len >= E164_MIN && len <= E164_MAX && !digits[len] &&
		*digits != '0';
}


static int number(void *p, const struct oh_field *f, const cJSON *json)
{
	const char *s = cJSON_GetStringValue(json);

	if (!s || *s != '+' || !is_e164(s + 1))
		return EBADMSG;
	str_ncpy(p, s, f->size);

	return 0;
}


static int digits(void *p, const struct oh_field *f, const cJSON *json)
{
	const char *s = cJSON_GetStringValue(json);

	if (!s || !is_e164(s))
		return EBADMSG;
	str_ncpy(p, s, f->size);

	return 0;
}


static char upper(char c)
{
	if (c >= 'a' && c <= 'z')
		return (char)(c - 'a' + 'A');

	return c >= 'A' && c <= 'Z' ? c : '\0';
}


static int country(void *p, const struct oh_field *f, const cJSON *json)
{
	const char *s = cJSON_GetStringValue(json);
	char *code = p;

	if (!s || strlen(s) + 1 != f->size)
		return EBADMSG;
	code[0] = upper(s[0]);
	code[1] = upper(s[1]);
	code[2] = '\0';

	return code[0] && code[1] ? 0 : EBADMSG;
}


static int type(void *p, const struct oh_field *f, const cJSON *json)
{
	(void)f;
	return oh_word_type_parse(p, cJSON_GetStringValue(json));
}


static int assignment(void *p, const struct oh_field *f, const cJSON *json)
{
	(void)f;
	return oh_word_assignment_parse(p, cJSON_GetStringValue(json));
}


static int capability(void *p, const struct oh_field *f, const cJSON *json)
{
	(void)f;
	return oh_word_capability_parse(p, cJSON_GetStringValue(json));
}


static int availability(void *p, const struct oh_field *f,
			const cJSON *json)
{
	(void)f;
	return oh_word_availability_parse(p, cJSON_GetStringValue(json));
}


static int op_status(void *p, const struct oh_field *f, const cJSON *json)
{
	(void)f;
	return oh_word_op_status_parse(p, cJSON_GetStringValue(json));
}


static int op_type(void *p, const struct oh_field *f, const cJSON *json)
{
	(void)f;
	return oh_word_op_type_parse(p, cJSON_GetStringValue(json));
}


static int reservation(void *p, const struct oh_field *f,
		       const cJSON *json)
{
	(void)f;
	return oh_word_reservation_parse(p, cJSON_GetStringValue(json));
}


static const cJSON *member(const cJSON *json, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(json, key);
}


/* A negative price would slip under every limit of spending. */
static int cost(void *p, const struct oh_field *f, const cJSON *json)
{
	const cJSON *amount = member(json, "amount");
	const cJSON *frequency = member(json, "billingFrequency");
	const char *code = cJSON_GetStringValue(member(json, "currencyCode"));
	const char *month = cJSON_GetStringValue(frequency);

	(void)f;
	if (!cJSON_IsNumber(amount) || amount->valuedouble < 0)
		return EBADMSG;
	if (!code || !*code || !month || str_casecmp(month, "monthly"))
		return EBADMSG;

	return oh_money_of_double(p, amount->valuedouble, code);
}


/* "0001-01-01T00:00:00Z" is how services of .NET write "no date". */
static int when(void *p, const struct oh_field *f, const cJSON *json)
{
	int err = oh_decode_time(p, cJSON_GetStringValue(json));

	return err == ERANGE && !f->required ? 0 : err;
}


static int boolean(void *p, const struct oh_field *f, const cJSON *json)
{
	bool *b = p;

	(void)f;
	if (!cJSON_IsBool(json))
		return EBADMSG;
	*b = cJSON_IsTrue(json);

	return 0;
}


static decode_h object;

static decode_h *const decodev[OH_FIELD_MAX] = {
	[OH_FIELD_ID]           = id,
	[OH_FIELD_NAME]         = name,
	[OH_FIELD_MESSAGE]      = message,
	[OH_FIELD_NUMBER]       = number,
	[OH_FIELD_DIGITS]       = digits,
	[OH_FIELD_COUNTRY]      = country,
	[OH_FIELD_TYPE]         = type,
	[OH_FIELD_ASSIGNMENT]   = assignment,
	[OH_FIELD_CAPABILITY]   = capability,
	[OH_FIELD_AVAILABILITY] = availability,
	[OH_FIELD_OP_STATUS]    = op_status,
	[OH_FIELD_OP_TYPE]      = op_type,
	[OH_FIELD_RESERVATION]  = reservation,
	[OH_FIELD_COST]         = cost,
	[OH_FIELD_TIME]         = when,
	[OH_FIELD_BOOL]         = boolean,
	[OH_FIELD_OBJECT]       = object,
};


/* Services write "" and null for what they do not know. */
static bool is_absent(const cJSON *json)
{
	const char *s = cJSON_GetStringValue(json);

	return !json || cJSON_IsNull(json) || (s && !*s);
}


/* Adds the members to a value; what is wrong in any way is EBADMSG */
static int fields(void *value, const struct oh_field *fieldv,
		  const cJSON *json)
{
	if (!cJSON_IsObject(json))
		return EBADMSG;

	for (const struct oh_field *f = fieldv; f->name; f++) {
		const cJSON *item = member(json, f->name);
		void *p = (char *)value + f->offset;

		if (!f->required && is_absent(item))
			continue;
		if (decodev[f->kind](p, f, item))
			return EBADMSG;
	}

	return 0;
}


static int object(void *p, const struct oh_field *f, const cJSON *json)
{
	return fields(p, f->fieldv, json);
}


/**
 * Decode a PurchasedPhoneNumber
 *
 * @param o    Number; its content is undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_owned(struct oh_owned *o, const struct cJSON *json)
{
	memset(o, 0, sizeof(*o));

	return fields(o, oh_field_owned, json);
}


/**
 * Decode a PhoneNumberCountry
 *
 * @param c    Country; its content is undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_country(struct oh_country *c, const struct cJSON *json)
{
	memset(c, 0, sizeof(*c));

	return fields(c, oh_field_country, json);
}


/**
 * Decode a PhoneNumberLocality
 *
 * @param l    Locality; its content is undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_locality(struct oh_locality *l, const struct cJSON *json)
{
	memset(l, 0, sizeof(*l));

	return fields(l, oh_field_locality, json);
}


/**
 * Decode a PhoneNumberAreaCode
 *
 * @param a    Area code; its content is undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_area(struct oh_area *a, const struct cJSON *json)
{
	memset(a, 0, sizeof(*a));

	return fields(a, oh_field_area, json);
}


/**
 * Decode a PhoneNumberOffering
 *
 * @param o    Offering; its content is undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_offering(struct oh_offering *o, const struct cJSON *json)
{
	memset(o, 0, sizeof(*o));

	return fields(o, oh_field_offering, json);
}


static int offer_numbers(struct oh_offer *o, const cJSON *json)
{
	const struct oh_field f = { .size = sizeof(o->numberv[0]) };
	const cJSON *item;

	if (!cJSON_IsArray(json))
		return EBADMSG;
	cJSON_ArrayForEach(item, json) {
		if (o->numberc == OH_MODEL_NUMBERS ||
		    number(o->numberv[o->numberc], &f, item))
			return EBADMSG;
		o->numberc++;
	}

	return 0;
}


/**
 * Decode a PhoneNumberSearchResult
 *
 * @param o    Offer; its content is undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_offer(struct oh_offer *o, const struct cJSON *json)
{
	int err;

	memset(o, 0, sizeof(*o));
	err = fields(o, oh_field_offer, json);
	if (err)
		return err;

	return offer_numbers(o, member(json, "phoneNumbers"));
}


/* Shown is the number, reserved is the id: they may not differ. */
static int settle(struct oh_available *a)
{
	if (!*a->id && !*a->number)
		return EBADMSG;
	if (!*a->id)
		str_ncpy(a->id, a->number + 1, sizeof(a->id));
	if (!*a->number)
		(void)re_snprintf(a->number, sizeof(a->number), "+%s", a->id);

	return strcmp(a->number + 1, a->id) ? EBADMSG : 0;
}


/**
 * Decode an AvailablePhoneNumber
 *
 * @param a    Number, with both id and number though one may be missing in
 *             the object; its content is undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_available(struct oh_available *a, const struct cJSON *json)
{
	int err;

	memset(a, 0, sizeof(*a));
	err = fields(a, oh_field_available, json);
	if (err)
		return err;

	return settle(a);
}


/* "digits": AvailablePhoneNumber; null says that it is no longer in it */
static int reserved_number(struct oh_reservation *r, const cJSON *json)
{
	struct oh_available *a = &r->numberv[r->numberc];

	if (cJSON_IsNull(json))
		return 0;
	if (r->numberc == OH_MODEL_NUMBERS || !is_e164(json->string))
		return EBADMSG;
	if (fields(a, oh_field_available, json))
		return EBADMSG;
	if (!*a->id)
		str_ncpy(a->id, json->string, sizeof(a->id));
	r->numberc++;

	return strcmp(a->id, json->string) ? EBADMSG : settle(a);
}


/**
 * Decode a PhoneNumbersReservation, with or without its numbers
 *
 * @param r    Reservation; its content is undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_reservation(struct oh_reservation *r, const struct cJSON *json)
{
	const cJSON *numbers = member(json, "phoneNumbers"), *item;
	int err;

	memset(r, 0, sizeof(*r));
	err = fields(r, oh_field_reservation, json);
	if (err || is_absent(numbers))
		return err;
	if (!cJSON_IsObject(numbers))
		return EBADMSG;

	cJSON_ArrayForEach(item, numbers) {
		err = reserved_number(r, item);
		if (err)
			return err;
	}

	return 0;
}


/**
 * Decode a PhoneNumberOperation
 *
 * @param o    Operation; its content is undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_operation(struct oh_operation *o, const struct cJSON *json)
{
	memset(o, 0, sizeof(*o));

	return fields(o, oh_field_operation, json);
}


/**
 * Decode an OperatorInformation
 *
 * @param o    Look-up; its content is undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_operator(struct oh_operator *o, const struct cJSON *json)
{
	int err;

	memset(o, 0, sizeof(*o));
	err = fields(o, oh_field_format, json);
	if (err)
		return err;

	return fields(o, oh_field_operator, json);
}


/**
 * Decode capabilities that are asked for
 *
 * @param c    Capabilities, ANY where none is named; its content is
 *             undefined after an error
 * @param json Object
 *
 * @return 0; EBADMSG
 */
int oh_decode_caps(struct oh_capabilities *c, const struct cJSON *json)
{
	memset(c, 0, sizeof(*c));

	return fields(c, oh_field_caps, json);
}


/**
 * Decode the body of a refusal
 *
 * @param code The service's code; both are made safe to show, and cut
 * @param text Its message, or that of the error within it, or ""
 * @param json Body
 *
 * @return 0; ENOENT: it is no such body
 */
int oh_decode_error(char code[OH_MODEL_NAME], char text[OH_MODEL_TEXT],
		    const struct cJSON *json)
{
	const struct oh_field codef = { .size = OH_MODEL_NAME };
	const struct oh_field textf = { .size = OH_MODEL_TEXT };
	const cJSON *error = member(json, "error");
	const cJSON *item = member(error, "code");
	const cJSON *inner = member(error, "innererror");

	*text = '\0';
	if (is_absent(item) || message(code, &codef, item))
		return ENOENT;
	(void)message(text, &textf, member(error, "message"));
	/* What says which rule it was; some versions spell it otherwise */
	if (is_absent(inner))
		inner = member(error, "innerError");
	if (!is_absent(member(inner, "message")))
		(void)message(text, &textf, member(inner, "message"));

	return 0;
}
