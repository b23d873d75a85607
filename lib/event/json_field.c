/**
 * @file json_field.c  Members of a struct as members of a JSON object
 */
#include <math.h>
#include <string.h>
#include "base/compat.h"
#include "base/clock.h"
#include "base/scan.h"
#include "event/event.h"
#include "event/json_priv.h"

/**
 * Make a string of a text of strangers
 *
 * Peers send any byte; JSON is UTF-8, and may end up on a terminal.
 *
 * @param str Text
 *
 * @return Item, or NULL: no memory
 */
cJSON *oh_json_text(const char *str)
{
	size_t len = strlen(str);
	char *buf = mem_alloc(len + 1, NULL);
	cJSON *item;

	if (!buf)
		return NULL;
	(void)oh_scan_safe(buf, len + 1, str, len);
	item = cJSON_CreateString(buf);
	mem_deref(buf);

	return item;
}

/**
 * Make a string of a text that nobody shall read
 *
 * @param str Text
 *
 * @return Item of as many asterisks, or NULL: no memory
 */
cJSON *oh_json_secret(const char *str)
{
	char *buf = mem_zalloc(strlen(str) + 1, NULL);
	cJSON *item;

	if (!buf)
		return NULL;
	memset(buf, '*', strlen(str));
	item = cJSON_CreateString(buf);
	mem_deref(buf);

	return item;
}

/**
 * Make a string of a time
 *
 * @param wall_us Since 1970 [us]
 *
 * @return Item, or NULL: no memory
 */
cJSON *oh_json_time(uint64_t wall_us)
{
	char buf[OH_CLOCK_ISO_SIZE];

	if (oh_clock_print(buf, sizeof(buf), wall_us))
		return cJSON_CreateNull();

	return cJSON_CreateString(buf);
}

/* Thousandths are enough, and print short */
static cJSON *print_number(double v)
{
	if (!isfinite(v))
		return cJSON_CreateNull();

	return cJSON_CreateNumber(round(v * 1000.0) / 1000.0);
}

/* Its digits as they are: a float would not be exact */
static cJSON *print_money(const struct oh_money *m)
{
	char buf[OH_MONEY_SIZE];

	(void)oh_money_print(buf, sizeof(buf), m);

	return cJSON_CreateRaw(buf);
}

static uint64_t count_of(const struct oh_json_field *f, const void *p)
{
	switch (f->kind) {

	case TIME:  return *(const uint64_t *)p;
	case U32:   return *(const uint32_t *)p;
	case U16:   return *(const uint16_t *)p;
	case CAUSE: return *(const enum oh_cause *)p;
	case PARTY: return *(const enum oh_party *)p;
	case DTMF:  return *(const enum oh_dtmf *)p;
	case DETECTED: return *(const enum oh_detected *)p;
	default:    return 1;
	}
}

static bool is_absent(const struct oh_json_field *f, const void *p)
{
	switch (f->kind) {

	case STR:
		return !*(const char *const *)p;
	case TEXT:
		return !*(const char *)p;
	case INT:
		return !*(const int *)p;
	case SECONDS:
		return *(const double *)p <= 0.0;
	case MONEY:
		return !*((const struct oh_money *)p)->currency;
	default:
		return !count_of(f, p);
	}
}

static cJSON *print_field(const struct oh_json_field *f, const void *p)
{
	uint64_t n = count_of(f, p);

	switch (f->kind) {

	case STR:     return oh_json_text(*(const char *const *)p);
	case TEXT:    return oh_json_text(p);
	case TIME:    return oh_json_time(n);
	case INT:     return cJSON_CreateNumber(*(const int *)p);
	case SECONDS: return print_number(*(const double *)p);
	case BOOL:    return cJSON_CreateBool(*(const bool *)p);
	case CAUSE:   return cJSON_CreateString(oh_cause_name(n));
	case PARTY:   return cJSON_CreateString(oh_party_name(n));
	case DTMF:    return cJSON_CreateString(oh_dtmf_name(n));
	case DETECTED: return cJSON_CreateString(oh_detected_name(n));
	case MONEY:   return print_money(p);
	default:      return cJSON_CreateNumber(n);
	}
}

/**
 * Add an item to an object
 *
 * @param obj  Object
 * @param name Static name
 * @param item Given, also on failure; NULL: no memory
 *
 * @return 0 or ENOMEM
 */
int oh_json_add(cJSON *obj, const char *name, cJSON *item)
{
	if (item && cJSON_AddItemToObjectCS(obj, name, item))
		return 0;
	cJSON_Delete(item);

	return ENOMEM;
}

/**
 * Add members of a struct to an object
 *
 * @param obj    Object
 * @param fieldv Which
 * @param fieldc Their number
 * @param base   The struct
 * @param nulls  Print what is absent as null instead of leaving it out
 *
 * @return 0 or ENOMEM
 */
int oh_json_add_fields(cJSON *obj, const struct oh_json_field *fieldv,
		       size_t fieldc,
		      const void *base, bool nulls)
{
	for (size_t i = 0; i < fieldc; i++) {
		const struct oh_json_field *f = &fieldv[i];
		const void *p = (const char *)base + f->offset;
		cJSON *item;
		int err;

		if (is_absent(f, p) && f->kind != BOOL && !nulls)
			continue;
		item = is_absent(f, p) && f->kind != BOOL ?
			cJSON_CreateNull() : print_field(f, p);
		err = oh_json_add(obj, f->name, item);
		if (err)
			return err;
	}

	return 0;
}

/**
 * Add a figure to an object
 *
 * @param obj  Object
 * @param name Static name
 * @param v    Figure; negative: unknown, and null
 *
 * @return 0 or ENOMEM
 */
int oh_json_add_figure(cJSON *obj, const char *name, double v)
{
	return oh_json_add(obj, name, v < 0.0 ? cJSON_CreateNull()
			   : print_number(v));
}

/**
 * Print an object as one line
 *
 * @param linep Line, returned; of libre's memory, to be released like the
 *              rest
 * @param obj   Object
 *
 * @return 0 or ENOMEM
 */
int oh_json_finish(char **linep, const cJSON *obj)
{
	char *line = cJSON_PrintUnformatted(obj);
	size_t size;
	char *copy;

	if (!line)
		return ENOMEM;
	size = strlen(line) + 1;
	copy = mem_alloc(size, NULL);
	if (copy)
		memcpy(copy, line, size);
	cJSON_free(line);
	if (!copy)
		return ENOMEM;
	*linep = copy;

	return 0;
}
