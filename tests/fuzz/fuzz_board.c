/**
 * @file fuzz_board.c  Lines of processes into the board
 *
 * The first byte of a line says which of two processes tells it. Whatever
 * comes, what is shown is safe text, and each call can be found again.
 */
#include "base/compat.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "phone/board.h"
#include "phone/looked.h"
#include "phone/safe.h"
#include "phone/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TIMER = 16 };

static void check_text(const char *text, size_t size)
{
	const char *p = text;
	uint32_t code;
	int width;

	assert(memchr(text, '\0', size));
	while (oh_safe_next(&p, &code, &width))
		assert(oh_safe_is_shown(code));
}

#define CHECK(member) check_text(member, sizeof(member))

static void check_call(const struct oh_board *b,
		       const struct oh_board_call *c)
{
	char timer[TIMER];

	CHECK(c->id);
	CHECK(c->number);
	CHECK(c->name);
	CHECK(c->ours);
	CHECK(c->trunk);
	CHECK(c->codec);
	CHECK(c->srtp);
	CHECK(c->tls);
	CHECK(c->digits_in);
	CHECK(c->digits_out);
	CHECK(c->cause);
	CHECK(c->note);
	assert(c->state <= OH_BOARD_ENDED);
	assert((c->state == OH_BOARD_ENDED) == (c->ended_ms != 0));
	assert(c->us_db >= -127.0 && c->us_db <= 0.0);
	assert(oh_board_find(b, c->id));
	oh_board_timer(timer, c, 100000);
}

static void check_board(const struct oh_board *b)
{
	const struct oh_board_phone *p = oh_board_phone(b);
	const struct oh_board_call *c;
	const struct oh_board_log *l;
	size_t i;

	for (i = 0; (c = oh_board_at(b, i)); i++)
		check_call(b, c);
	assert(i == oh_board_count(b) && i <= OH_BOARD_CALLS_MAX);
	assert(oh_board_live(b, true) <= i);
	assert(oh_board_live(b, false) <= oh_board_live(b, true));
	for (i = 0; (l = oh_board_log(b, i)); i++)
		CHECK(l->text);
	assert(p->trunkc <= OH_BOARD_LIST_MAX && p->ownc <= OH_BOARD_LIST_MAX);
	CHECK(p->handset_why);
	c = oh_board_active(b);
	assert(!c || c->state != OH_BOARD_ENDED);
}

/* What a reply would also be read as */
static void read_others(const cJSON *o)
{
	struct oh_looked l;
	struct oh_wire *w;

	oh_looked_read(&l, "1", o);
	CHECK(l.number);
	CHECK(l.country);
	CHECK(l.why);
	if (oh_wire_alloc(&w, "x"))
		return;
	(void)oh_wire_read(w, o);
	for (size_t i = 0; i < oh_wire_count(w); i++)
		CHECK(oh_wire_at(w, i)->line);
	if (oh_wire_count(w))
		(void)oh_wire_set_text(w, oh_wire_at(w, 0)->n, o);
	mem_deref(w);
}

static void name_handler(char *name, size_t size, const char *number,
			 void *arg)
{
	(void)arg;
	if (strlen(number) == 3)
		str_ncpy(name, "Somebody \x1b[2J", size);
}

static void tell(struct oh_board *b, const char *line, size_t len,
		 uint64_t now_ms)
{
	uint32_t peer = len && line[0] == '2' ? 2 : 1;
	cJSON *o;

	if (len && *line == '-') {
		oh_board_drop_peer(b, 2, now_ms);
		return;
	}
	if (len && (*line == '1' || *line == '2')) {
		line++;
		len--;
	}
	o = cJSON_ParseWithLength(line, len);
	(void)oh_board_line(b, peer, o, now_ms);
	read_others(o);
	cJSON_Delete(o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data, *end = p + size, *nl;
	cJSON *hello = cJSON_Parse("{\"command\":\"phoned\",\"pid\":7}");
	uint64_t now_ms = 0;
	struct oh_board *b;

	if (oh_board_alloc(&b, name_handler, NULL))
		abort();
	(void)oh_board_add_peer(b, 1, hello);
	(void)oh_board_add_peer(b, 2, NULL);
	cJSON_Delete(hello);
	for (; (nl = memchr(p, '\n', (size_t)(end - p))); p = nl + 1) {
		tell(b, p, (size_t)(nl - p), now_ms);
		now_ms += 700;
		(void)oh_board_tick(b, now_ms);
	}
	tell(b, p, (size_t)(end - p), now_ms);
	check_board(b);
	mem_deref(b);

	return 0;
}
