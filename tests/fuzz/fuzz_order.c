/**
 * @file fuzz_order.c  Whatever somebody types
 *
 * A request or a reason comes out, never both; what is said is safe text; the
 * request is an object with "do"; and each completion of the line is a word.
 * The lines are also read as contacts.
 */
#include "base/compat.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "phone/order.h"
#include "phone/safe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char calls[] =
	"{\"ok\":true,\"calls\":[{\"call\":\"a1\",\"state\":\"up\","
	"\"direction\":\"out\",\"to\":\"+14255550100\"},{\"call\":\"a2\","
	"\"state\":\"held\",\"direction\":\"out\",\"to\":\"+14255550111\"},"
	"{\"call\":\"b3\",\"state\":\"ringing\",\"direction\":\"in\","
	"\"from\":\"+14255550122\",\"name\":\"Bob Carter\"}]}";

static const char people[] =
	"\"Anna Bell\" <+14255550100>\n\"Bob Dole\" <sip:dole@example.com>\n";

static struct world {
	struct oh_board    *b;
	struct oh_contacts *c;
	struct oh_history  *h;
} w;

static void init(void)
{
	cJSON *o = cJSON_Parse("{\"command\":\"phoned\"}");
	struct oh_past past = { .number = "+14255550133" };

	if (oh_board_alloc(&w.b, NULL, NULL) || oh_contacts_alloc(&w.c) ||
	    oh_history_alloc(&w.h) || oh_history_add(w.h, &past) ||
	    oh_contacts_parse(w.c, people, strlen(people), "US", NULL))
		abort();
	(void)oh_board_add_peer(w.b, 1, o);
	cJSON_Delete(o);
	o = cJSON_Parse(calls);
	(void)oh_board_line(w.b, 1, o, 1000);
	cJSON_Delete(o);
}

static void check_text(const char *text, size_t size)
{
	const char *p = text;
	uint32_t code;
	int width;

	assert(memchr(text, '\0', size));
	while (oh_safe_next(&p, &code, &width))
		assert(oh_safe_is_shown(code));
}

static void word_handler(const char *word, const char *help, void *arg)
{
	(void)arg;
	assert(*word);
	check_text(word, strlen(word) + 1);
	check_text(help, strlen(help) + 1);
}

static void read_contacts(const uint8_t *data, size_t size)
{
	const struct oh_contact *who;
	struct oh_contacts *c;
	uint32_t bad = 0;

	if (oh_contacts_alloc(&c))
		return;
	(void)oh_contacts_parse(c, (const char *)data, size, "GB", &bad);
	for (size_t i = 0; (who = oh_contacts_at(c, i)); i++) {
		check_text(who->name, 96);
		check_text(who->number, 256);
		assert(oh_contacts_find(c, who->number));
	}
	mem_deref(c);
}

static void parse(const char *line)
{
	const struct oh_order_prm prm = {
		.board = w.b, .contacts = w.c, .history = w.h,
		.cwd = "/tmp", .home = "/home/x",
	};
	char why[OH_ORDER_WHY];
	struct oh_order o;
	int err = oh_order_parse(&o, why, &prm, line);

	check_text(why, sizeof(why));
	assert(!err == !*why);
	assert(!err || (err == EINVAL && !o.ask));
	if (!err && o.kind == OH_ORDER_ASK) {
		assert(o.peer == 1);
		assert(cJSON_HasObjectItem(o.ask, "do"));
	}
	assert(o.kind == OH_ORDER_ASK || !o.ask);
	cJSON_Delete(o.ask);
	oh_order_complete(&prm, line, word_handler, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line;

	if (!w.b)
		init();
	read_contacts(data, size);
	line = malloc(size + 1);
	if (!line)
		return 0;
	memcpy(line, data, size);
	line[size] = '\0';
	parse(line);
	free(line);

	return 0;
}
