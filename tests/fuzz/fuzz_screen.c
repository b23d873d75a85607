/**
 * @file fuzz_screen.c  The dialer's screen: keys, lines of sockets, sizes
 *
 * A line of input is something that happens; its first character says what
 * (doev). After each the screen is painted and looked at: nothing that a
 * terminal would obey, nothing outside, and orders that can be read.
 */
#include "base/compat.h"
#include <assert.h>
#include <string.h>
#include "phone/order.h"
#include "phone/safe.h"
#include "tui/screen.h"

enum { LINES_MAX = 400, SIDE_MAX = 140, LINE_MAX_BYTES = 8192, PEERS = 4 };

struct world {
	struct oh_board *board;
	struct oh_contacts *contacts;
	struct oh_history *history;
	struct oh_keys *keys;
	struct oh_wire *wire;
	struct oh_screen *screen;
	struct oh_cells *cells;
	uint64_t now_ms;
	bool ascii;
	uint32_t depth;
};

/* What the dialer does with an order: local ones are the screen's again */
static void order_handler(const char *line, void *arg)
{
	struct world *w = arg;
	const struct oh_order_prm prm = {
		.board = w->board, .contacts = w->contacts,
		.history = w->history, .cwd = "/tmp",
		.selected = oh_screen_selected(w->screen),
	};
	char why[OH_ORDER_WHY] = "";
	struct oh_order o;

	assert(strlen(line) < OH_ORDER_LINE);
	memset(&o, 0, sizeof(o));
	if (oh_order_parse(&o, why, &prm, line)) {
		assert(*why && strlen(why) < sizeof(why));
		return;
	}
	cJSON_Delete(o.ask);
	if (o.kind == OH_ORDER_LOCAL && w->depth < 3) {
		++w->depth;
		(void)oh_screen_order(w->screen, o.word, o.rest, w->now_ms);
		--w->depth;
	}
}

/* Columns of a character that is no ASCII */
static int width_of(uint32_t code)
{
	char text[5] = "";
	const char *p = text;
	uint32_t again;
	int width;

	if (code > 0xffff) {
		text[0] = (char)(0xf0 | code >> 18);
		text[1] = (char)(0x80 | (code >> 12 & 0x3f));
		text[2] = (char)(0x80 | (code >> 6 & 0x3f));
		text[3] = (char)(0x80 | (code & 0x3f));
	}
	else if (code > 0x7ff) {
		text[0] = (char)(0xe0 | code >> 12);
		text[1] = (char)(0x80 | (code >> 6 & 0x3f));
		text[2] = (char)(0x80 | (code & 0x3f));
	}
	else {
		text[0] = (char)(0xc0 | code >> 6);
		text[1] = (char)(0x80 | (code & 0x3f));
	}
	assert(oh_safe_next(&p, &again, &width) && again == code);

	return width;
}

static void check_cell(const struct oh_cells *c, int x, int y)
{
	const struct oh_cell *v = &c->v[y * c->w + x];

	assert(v->style < OH_STYLES);
	if (!v->code) {
		assert(x > 0 && v[-1].code > 0x7f &&
		       width_of(v[-1].code) == 2);
		return;
	}
	assert(oh_safe_is_shown(v->code));
	if (v->code < 0x7f)
		return;
	assert(!c->ascii);
	if (width_of(v->code) == 2)
		assert(x + 1 < c->w && !v[1].code);
	else
		assert(width_of(v->code) == 1);
}

static void check(struct world *w)
{
	struct oh_screen_wants wants;
	struct oh_cells *c = w->cells;

	memset(&wants, 0, sizeof(wants));
	oh_screen_wants(w->screen, &wants);
	assert(wants.look && strlen(wants.look) < OH_ORDER_LINE);
	assert(!wants.message || wants.ladder);
	assert(!wants.ring || wants.who);
	oh_screen_paint(w->screen, c, w->now_ms, 1795542439000000ull);
	assert(!c->cursor || (c->cx >= 0 && c->cy >= 0 && c->cx < c->w &&
			      c->cy < c->h));
	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++)
			check_cell(c, x, y);
}

static void on_keys(struct world *w, const char *s)
{
	for (; *s; s++)
		oh_screen_key(w->screen, (uint8_t)*s, 0, 0, w->now_ms);
}

static void on_name(struct world *w, const char *s)
{
	oh_screen_key(w->screen, oh_keys_parse(s), 0, 0, w->now_ms);
}

static void on_code(struct world *w, const char *s)
{
	oh_screen_key(w->screen, (uint32_t)strtoul(s, NULL, 16), 0, 0,
		      w->now_ms);
}

static void on_mouse(struct world *w, const char *s)
{
	int x = 0, y = 0;

	(void)sscanf(s, "%d,%d", &x, &y);
	oh_screen_key(w->screen, OH_KEY_MOUSE, x, y, w->now_ms);
	oh_screen_key(w->screen, y & 1 ? OH_KEY_WHEEL_UP : OH_KEY_WHEEL_DOWN,
		      x, y, w->now_ms);
}

/* "1{..}": the first character is the process */
static uint32_t peer_of(const char **sp)
{
	const uint32_t peer = **sp ? (uint8_t)**sp % PEERS : 0;

	*sp += **sp != '\0';

	return peer;
}

static void on_line(struct world *w, const char *s)
{
	const uint32_t peer = peer_of(&s);
	cJSON *o = cJSON_Parse(s);

	if (o)
		(void)oh_board_line(w->board, peer, o, w->now_ms);
	cJSON_Delete(o);
	oh_screen_update(w->screen, w->now_ms);
}

static void on_hello(struct world *w, const char *s)
{
	const uint32_t peer = peer_of(&s);
	cJSON *o = cJSON_Parse(s);

	if (o)
		(void)oh_board_add_peer(w->board, peer, o);
	cJSON_Delete(o);
	oh_screen_update(w->screen, w->now_ms);
}

static void on_gone(struct world *w, const char *s)
{
	oh_board_drop_peer(w->board, peer_of(&s), w->now_ms);
	oh_screen_update(w->screen, w->now_ms);
}

/* The ladder of the call it wants to know */
static void on_wire(struct world *w, const char *s)
{
	struct oh_screen_wants wants;
	cJSON *o = cJSON_Parse(s);

	memset(&wants, 0, sizeof(wants));
	oh_screen_wants(w->screen, &wants);
	if (o && wants.ladder &&
	    (!w->wire || strcmp(oh_wire_call(w->wire), wants.ladder))) {
		struct oh_wire *wire = NULL;

		(void)oh_wire_alloc(&wire, wants.ladder);
		oh_screen_wire(w->screen, wire);
		mem_deref(w->wire);
		w->wire = wire;
	}
	if (o && w->wire)
		(void)oh_wire_read(w->wire, o);
	cJSON_Delete(o);
}

static void on_message(struct world *w, const char *s)
{
	struct oh_screen_wants wants;
	cJSON *o = cJSON_Parse(s);

	memset(&wants, 0, sizeof(wants));
	oh_screen_wants(w->screen, &wants);
	if (o && w->wire && wants.message)
		(void)oh_wire_set_text(w->wire, wants.n, o);
	cJSON_Delete(o);
}

static void on_looked(struct world *w, const char *s)
{
	struct oh_screen_wants wants;
	struct oh_looked looked;
	cJSON *o = cJSON_Parse(s);

	memset(&wants, 0, sizeof(wants));
	oh_screen_wants(w->screen, &wants);
	if (o) {
		oh_looked_read(&looked, wants.look, o);
		oh_screen_looked(w->screen, &looked);
	}
	cJSON_Delete(o);
}

static void on_size(struct world *w, const char *s)
{
	int width = 0, height = 0;

	(void)sscanf(s, "%dx%d", &width, &height);
	w->cells = mem_deref(w->cells);
	if (oh_cells_alloc(&w->cells, MAX(1, MIN(width, SIDE_MAX)),
			   MAX(1, MIN(height, SIDE_MAX))))
		abort();
	w->cells->ascii = w->ascii;
}

static void on_say(struct world *w, const char *s)
{
	oh_screen_say(w->screen, *s == '!', s, w->now_ms);
	oh_board_say(w->board, *s == '!', s);
}

static void on_order(struct world *w, const char *s)
{
	char word[32];
	size_t n = strcspn(s, " ");

	str_ncpy(word, s, MIN(n + 1, sizeof(word)));
	(void)oh_screen_order(w->screen, word, s + n + (s[n] == ' '),
			      w->now_ms);
}

static void on_time(struct world *w, const char *s)
{
	w->now_ms += MIN(strtoul(s, NULL, 10), 86400000ul);
	(void)oh_board_tick(w->board, w->now_ms);
	oh_screen_update(w->screen, w->now_ms);
}

static void on_contact(struct world *w, const char *s)
{
	uint32_t bad;

	(void)oh_contacts_parse(w->contacts, s, strlen(s), "US", &bad);
	oh_screen_update(w->screen, w->now_ms);
}

/* "inumber name": an incoming one */
static void on_past(struct world *w, const char *s)
{
	struct oh_past p;
	size_t n;

	memset(&p, 0, sizeof(p));
	p.incoming = *s == 'i';
	s += *s != '\0';
	n = strcspn(s, " ");
	(void)oh_safe_text(p.name, sizeof(p.name), s + n, false);
	str_ncpy(p.number, s, MIN(n + 1, sizeof(p.number)));
	(void)snprintf(p.id, sizeof(p.id), "%zu",
		       oh_history_count(w->history));
	(void)oh_history_add(w->history, &p);
	oh_screen_update(w->screen, w->now_ms);
}

static void on_ascii(struct world *w, const char *s)
{
	w->ascii = *s != '0';
	w->cells->ascii = w->ascii;
}

static const struct {
	char c;
	void (*h)(struct world *w, const char *s);
} doev[] = {
	{ 'k', on_keys },    { 'K', on_name },    { 'u', on_code },
	{ 'm', on_mouse },   { 'j', on_line },    { 'h', on_hello },
	{ 'g', on_gone },    { 'w', on_wire },    { 't', on_message },
	{ 'l', on_looked },  { 'r', on_size },    { 's', on_say },
	{ 'o', on_order },   { 'T', on_time },    { 'c', on_contact },
	{ 'p', on_past },    { 'a', on_ascii },
};

static void happen(struct world *w, const char *line)
{
	for (size_t i = 0; i < ARRAY_SIZE(doev); i++) {
		if (doev[i].c != *line)
			continue;
		doev[i].h(w, line + 1);
		check(w);
		return;
	}
}

static int begin(struct world *w)
{
	int err = oh_board_alloc(&w->board, NULL, NULL);

	err = err ? err : oh_contacts_alloc(&w->contacts);
	err = err ? err : oh_history_alloc(&w->history);
	err = err ? err : oh_keys_alloc(&w->keys);
	err = err ? err : oh_cells_alloc(&w->cells, 80, 24);
	if (!err) {
		const struct oh_screen_prm prm = {
			.board = w->board, .contacts = w->contacts,
			.history = w->history, .keys = w->keys,
			.attached = true, .utc_offset_s = 3600,
			.orderh = order_handler, .arg = w,
		};

		err = oh_screen_alloc(&w->screen, &prm);
	}
	w->now_ms = 1000;

	return err;
}

static void end(struct world *w)
{
	mem_deref(w->screen);
	mem_deref(w->wire);
	mem_deref(w->cells);
	mem_deref(w->keys);
	mem_deref(w->history);
	mem_deref(w->contacts);
	mem_deref(w->board);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data, *last = p + size;
	struct world w;

	memset(&w, 0, sizeof(w));
	if (!begin(&w)) {
		for (int i = 0; p < last && i < LINES_MAX; i++) {
			char line[LINE_MAX_BYTES];
			const char *nl = memchr(p, '\n',
						(size_t)(last - p));
			size_t n = (size_t)((nl ? nl : last) - p);

			memcpy(line, p, MIN(n, sizeof(line) - 1));
			line[MIN(n, sizeof(line) - 1)] = '\0';
			happen(&w, line);
			p += n + 1;
		}
	}
	end(&w);

	return 0;
}
