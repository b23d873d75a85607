/**
 * @file screen_fixture.c  A screen with a board, keys pressed, lines said
 */
#include "base/compat.h"
#include "test.h"
#include "cellstext.h"
#include "screen_fixture.h"

enum { PHONE = 1, LINE = 1024 };

/* 2026-01-02 03:04:05 UTC */
static const uint64_t WALL_US = 1767323045000000ull;

static const char people[] =
	"\"Anna Bell\" <+14255550100>\n"
	"\"Night desk\" <+14255550110>\n"
	"\"Boris Kane\" <+442079460000>\n";

static void order_handler(const char *line, void *arg)
{
	struct screen_fixture *f = arg;
	const size_t n = strlen(f->said);

	(void)snprintf(f->said + n, sizeof(f->said) - n, "%s\n", line);
	++f->says;
}

static void keep_handler(const char *line, void *arg)
{
	struct screen_fixture *f = arg;
	const size_t n = strlen(f->kept);

	(void)snprintf(f->kept + n, sizeof(f->kept) - n, "%s\n", line);
}

static void name_handler(char *name, size_t size, const char *number,
			 void *arg)
{
	struct screen_fixture *f = arg;
	const struct oh_contact *c = oh_contacts_find(f->contacts, number);

	if (c)
		str_ncpy(name, c->name, size);
}

static int add_past(struct screen_fixture *f)
{
	const struct oh_past p = {
		.id = "past-1", .incoming = true, .number = "+14255550110",
		.name = "Night desk", .trunk = "carrier-a",
		.disposition = "NO ANSWER", .cause = "no-answer",
		.start_us = WALL_US - 3600000000ull,
	};
	const struct oh_past o = {
		.id = "past-2", .number = "+442079460000",
		.name = "Boris Kane", .trunk = "carrier-a",
		.disposition = "ANSWERED", .cause = "done",
		.cost = "0.0120 USD", .start_us = WALL_US - 90000000000ull,
		.talked_s = 63.0, .mos = 4.3,
	};
	int err = oh_history_add(f->history, &p);

	return err ? err : oh_history_add(f->history, &o);
}

static int make_lists(struct screen_fixture *f)
{
	int err = oh_contacts_alloc(&f->contacts);

	if (!err)
		err = oh_contacts_parse(f->contacts, people, strlen(people),
					"US", NULL);
	if (!err)
		err = oh_history_alloc(&f->history);
	if (!err)
		err = add_past(f);
	if (!err)
		err = oh_keys_alloc(&f->keys);

	return err;
}

static int add_peer(struct screen_fixture *f, uint32_t peer, const char *text)
{
	cJSON *o = cJSON_Parse(text);
	int err = oh_board_add_peer(f->board, peer, o);

	cJSON_Delete(o);

	return err;
}

int screen_make(struct screen_fixture *f, int w, int h)
{
	struct oh_screen_prm prm;
	int err;

	memset(f, 0, sizeof(*f));
	f->now_ms = 100000;
	err = make_lists(f);
	if (!err)
		err = oh_board_alloc(&f->board, name_handler, f);
	if (!err)
		err = add_peer(f, PHONE, "{\"command\":\"phoned\","
			       "\"pid\":41}");
	if (!err)
		err = add_peer(f, 2, "{\"command\":\"dial\",\"pid\":42}");
	if (err)
		return err;
	prm = (struct oh_screen_prm){
		.board = f->board, .contacts = f->contacts,
		.history = f->history, .keys = f->keys,
		.orderh = order_handler, .keeph = keep_handler, .arg = f,
	};
	err = oh_screen_alloc(&f->screen, &prm);

	return err ? err : screen_resize(f, w, h);
}

void screen_drop(struct screen_fixture *f)
{
	mem_deref(f->cells);
	mem_deref(f->screen);
	mem_deref(f->board);
	mem_deref(f->keys);
	mem_deref(f->history);
	mem_deref(f->contacts);
}

void screen_tell(struct screen_fixture *f, uint32_t peer, const char *line)
{
	cJSON *o = cJSON_Parse(line);

	(void)oh_board_line(f->board, peer, o, f->now_ms);
	cJSON_Delete(o);
	oh_screen_update(f->screen, f->now_ms);
}

void screen_voice(struct screen_fixture *f, const char *id)
{
	char line[LINE];

	(void)snprintf(line, sizeof(line), "{\"event\":\"phone\","
		       "\"number\":\"+14255550199\",\"trunk\":\"\","
		       "\"handset\":\"baresip\",\"handset_state\":\"up\","
		       "\"dnd\":false,\"muted\":false,\"screens\":1,"
		       "\"trunks\":[\"simulated\"],\"numbers\":"
		       "[\"+14255550199\"],\"talking\":[%s%s%s]}",
		       id ? "\"" : "", id ? id : "", id ? "\"" : "");
	screen_tell(f, PHONE, line);
}

void screen_phone(struct screen_fixture *f)
{
	screen_voice(f, NULL);
}

/* "<Enter>": a key by its name; else a character */
void screen_keys(struct screen_fixture *f, const char *text)
{
	char name[16];

	while (*text) {
		const char *end = *text == '<' ? strchr(text, '>') : NULL;
		uint32_t key = (unsigned char)*text;

		if (end) {
			str_ncpy(name, text + 1, (size_t)(end - text));
			key = oh_keys_parse(name);
			assert_int_not_equal(key, OH_KEY_NONE);
		}
		oh_screen_key(f->screen, key, 0, 0, f->now_ms);
		text = end ? end + 1 : text + 1;
	}
}

void screen_looked(struct screen_fixture *f, const char *asked,
		   const char *reply)
{
	struct oh_looked l;
	cJSON *o = cJSON_Parse(reply);

	oh_looked_read(&l, asked, o);
	cJSON_Delete(o);
	oh_screen_looked(f->screen, &l);
}

int screen_resize(struct screen_fixture *f, int w, int h)
{
	struct oh_cells *c = NULL;
	int err = oh_cells_alloc(&c, w, h);

	if (err)
		return err;
	if (f->cells)
		c->ascii = f->cells->ascii;
	mem_deref(f->cells);
	f->cells = c;

	return 0;
}

void screen_paint(struct screen_fixture *f)
{
	oh_screen_paint(f->screen, f->cells, f->now_ms, WALL_US);
}

bool screen_has(struct screen_fixture *f, const char *text)
{
	char *all;
	bool has;

	screen_paint(f);
	all = cells_print(f->cells);
	has = strstr(all, text) != NULL;
	free(all);

	return has;
}

void screen_snapshot(struct screen_fixture *f, const char *name)
{
	screen_paint(f);
	cells_snapshot(f->cells, name);
}

void screen_said(struct screen_fixture *f, const char *lines)
{
	assert_string_equal(f->said, lines);
	f->said[0] = '\0';
	f->says = 0;
}

void screen_call_up(struct screen_fixture *f, const char *id,
		    const char *number, const char *more)
{
	char line[LINE];

	f->now_ms += 1000;
	(void)snprintf(line, sizeof(line), "{\"event\":\"dialing\","
		       "\"call\":\"%s\",\"number\":\"%s\",\"from\":"
		       "\"+14255550199\",\"trunk\":\"carrier-a\"}", id,
		       number);
	screen_tell(f, PHONE, line);
	f->now_ms += 2000;
	(void)snprintf(line, sizeof(line), "{\"event\":\"answered\","
		       "\"call\":\"%s\",\"codec\":\"PCMU/8000\"%s}", id,
		       more);
	screen_tell(f, PHONE, line);
	screen_voice(f, id);
}

void screen_incoming(struct screen_fixture *f, const char *id,
		     const char *number, const char *name)
{
	char line[LINE];

	f->now_ms += 1000;
	(void)snprintf(line, sizeof(line), "{\"event\":\"incoming\","
		       "\"call\":\"%s\",\"number\":\"%s\",\"name\":\"%s\","
		       "\"uri\":\"sip:+14255550199@192.0.2.1\","
		       "\"trunk\":\"carrier-a\"}", id, number, name);
	screen_tell(f, PHONE, line);
}
