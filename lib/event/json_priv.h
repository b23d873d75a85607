/**
 * @file json_priv.h  Members of a struct as members of a JSON object
 */
#ifndef OH_EVENT_JSON_PRIV_H
#define OH_EVENT_JSON_PRIV_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What a member is, and when it is absent */
enum oh_json_kind {
	STR,         /* const char *                     */
	TEXT,        /* char [], empty: absent           */
	TIME,        /* uint64_t wall clock, 0: absent   */
	U32,         /* 0: absent                        */
	U16,         /* 0: absent                        */
	INT,         /* 0: absent                        */
	SECONDS,     /* double, 0: absent                */
	BOOL,        /* always there                     */
	CAUSE,
	PARTY,
	DTMF,
	DETECTED,
	MONEY,       /* struct oh_money, currency "": absent */
};

/** A member and its name */
struct oh_json_field {
	const char *name;
	enum oh_json_kind kind;
	size_t      offset;
};

cJSON *oh_json_text(const char *str);
cJSON *oh_json_secret(const char *str);
cJSON *oh_json_time(uint64_t wall_us);
int oh_json_add(cJSON *obj, const char *name, cJSON *item);
int oh_json_add_fields(cJSON *obj, const struct oh_json_field *fieldv,
		       size_t fieldc, const void *base, bool nulls);
int oh_json_add_figure(cJSON *obj, const char *name, double v);
int oh_json_finish(char **linep, const cJSON *obj);

#endif
