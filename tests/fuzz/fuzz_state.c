/**
 * @file fuzz_state.c  The state file of the simulated carrier
 *
 * Each line is a record. What was taken in holds together: no number is
 * owned and held, and all of it can be written and read again, also when
 * everything that was under way has come due.
 */
#include "base/compat.h"
#include <assert.h>
#include <cjson/cJSON.h>
#include <string.h>
#include "base/clock.h"
#include "simrest/store_priv.h"

enum { LINE_SIZE = 65536 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Takes the value; it goes the way of a file */
static void copy(struct oh_store *s, cJSON *json)
{
	char *text = cJSON_PrintUnformatted(json);
	cJSON *again = cJSON_Parse(text);

	assert(again && !oh_state_parse(s, again));
	cJSON_Delete(again);
	cJSON_Delete(json);
	cJSON_free(text);
}

static void check_copy(const struct oh_store *s)
{
	const struct oh_store_prm prm = { .op_ms = 0 };
	const cJSON *map, *item;
	struct oh_store *t;
	const char *why;
	struct le *le;

	assert(!oh_store_open(&t, &prm, &why));
	for (size_t i = 0; i < s->ownedc; i++) {
		assert(!oh_store_map_find(&s->held, s->ownedv[i].number));
		copy(t, oh_state_print_owned(&s->ownedv[i]));
	}
	LIST_FOREACH(&s->searchl, le)
		copy(t, oh_state_print_search(le->data));
	LIST_FOREACH(&s->reservationl, le)
		copy(t, oh_state_print_reservation(le->data));
	LIST_FOREACH(&s->operationl, le)
		copy(t, oh_state_print_operation(le->data));
	cJSON_ArrayForEach(map, s->siprouting) {
		cJSON_ArrayForEach(item, map)
			copy(t, oh_state_print_siprouting(map->string, item));
	}
	assert(cJSON_Compare(s->siprouting, t->siprouting, true));
	assert(t->ownedc == s->ownedc && t->held.count == s->held.count);
	mem_deref(t);
}

/* false: the rest of the file would not be read */
static bool take(struct oh_store *s, const uint8_t *line, size_t len)
{
	static char text[LINE_SIZE];
	cJSON *json;
	int err;

	len = min(len, sizeof(text) - 1);
	memcpy(text, line, len);
	text[len] = '\0';
	json = cJSON_Parse(text);
	err = oh_state_parse(s, json);
	cJSON_Delete(json);

	return !err;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct oh_store_prm prm = { .op_ms = 0 };
	const uint8_t *end = data + size, *nl;
	struct oh_store *s;
	const char *why;
	bool ok = true;

	assert(!oh_store_open(&s, &prm, &why));
	for (; ok && data < end; data = nl + 1) {
		nl = memchr(data, '\n', (size_t)(end - data));
		if (!nl)
			break;
		ok = take(s, data, (size_t)(nl - data));
	}
	if (ok && !oh_store_owned_reserve(s, s->held.count)) {
		check_copy(s);
		oh_store_settle(s);
		check_copy(s);
	}
	mem_deref(s);

	return 0;
}
