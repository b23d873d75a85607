/**
 * @file orderacts.c  Orders that do something on a call, or set something
 */
#include <errno.h>
#include "base/compat.h"
#include "base/scan.h"
#include "phone/order_priv.h"

enum { PATH_ROOM = 1024 };

#define DEFAULT_RECORDING "call-{date}-{time}.wav"

static const char *word_at(const struct order_making *m, uint32_t i)
{
	return i < m->argc ? m->argv[i] : NULL;
}

/* A call that is up, by a word or by default */
static int up(const struct oh_board_call **cp, struct order_making *m,
	      const char *word)
{
	int err = oh_order_call(cp, m, word);

	if (!err && (*cp)->state < OH_BOARD_UP)
		err = oh_order_bad(m, "that call is not answered yet");

	return err;
}

static int mute(struct order_making *m, bool toggle)
{
	const struct oh_board_call *c;
	int err;

	if (m->argc > 1)
		return oh_order_usage(m);
	err = up(&c, m, word_at(m, 0));
	if (!err)
		oh_order_ask_call(m, "mute", c, !toggle || c->muted);

	return err;
}

/** mute [CALL]: the other way round if it is muted */
int oh_order_do_mute(struct order_making *m)
{
	return mute(m, true);
}

/** unmute [CALL] */
int oh_order_do_unmute(struct order_making *m)
{
	return mute(m, false);
}

/* [on|off]; nothing: the other way round */
static int read_switch(struct order_making *m, bool now, bool *onp)
{
	*onp = !now;
	if (!m->argc)
		return 0;

	return m->argc > 1 || oh_scan_bool(onp, m->argv[0]) ?
		oh_order_usage(m) : 0;
}

/** mute-all [on|off] */
int oh_order_do_mute_all(struct order_making *m)
{
	int err = oh_order_phone(m);
	bool on;

	if (!err)
		err = read_switch(m, oh_board_phone(m->prm->board)->muted,
				  &on);
	if (!err)
		oh_order_ask_call(m, "mute-all", NULL, !on);

	return err;
}

/** dnd [on|off] */
int oh_order_do_dnd(struct order_making *m)
{
	int err = oh_order_phone(m);
	bool on;

	if (!err)
		err = read_switch(m, oh_board_phone(m->prm->board)->dnd, &on);
	if (!err) {
		oh_order_ask(m, "set", NULL);
		oh_order_put(m, "dnd", cJSON_CreateBool(on));
	}

	return err;
}

/* Keys and pauses; letters of keys may be small */
static int read_digits(char *buf, size_t size, struct order_making *m,
		       const char *word)
{
	size_t len = strlen(word);

	if (!len || len >= size ||
	    strspn(word, "0123456789*#ABCDabcd,wW") != len)
		return oh_order_bad(m, "\"%.40s\": keys are 0-9 * # A-D, and "
				    "w W , are pauses", word);
	for (size_t i = 0; i <= len; i++)
		buf[i] = word[i] >= 'a' && word[i] <= 'd' ?
			(char)(word[i] - 'a' + 'A') : word[i];

	return 0;
}

/** send-digits DIGITS [CALL] */
int oh_order_do_send(struct order_making *m)
{
	const struct oh_board_call *c;
	char digits[OH_ORDER_LINE];
	int err;

	if (!m->argc || m->argc > 2)
		return oh_order_usage(m);
	err = read_digits(digits, sizeof(digits), m, m->argv[0]);
	if (!err)
		err = up(&c, m, word_at(m, 1));
	if (err)
		return err;
	oh_order_ask(m, "send-digits", c);
	oh_order_put_text(m, "digits", digits);

	return 0;
}

static void ask_sound(struct order_making *m, const struct oh_board_call *c,
		      const char *name, const char *value)
{
	cJSON *list = cJSON_CreateArray(), *one = cJSON_CreateObject();

	if (!cJSON_AddStringToObject(one, name, value) ||
	    !cJSON_AddItemToArray(list, one)) {
		cJSON_Delete(one);
		cJSON_Delete(list);
		list = NULL;
	}
	oh_order_ask(m, "play", c);
	oh_order_put(m, "sounds", list);
}

/** play FILE [CALL] */
int oh_order_do_play(struct order_making *m)
{
	const struct oh_board_call *c;
	char path[PATH_ROOM];
	int err;

	if (!m->argc || m->argc > 2)
		return oh_order_usage(m);
	err = oh_order_path(path, sizeof(path), m, m->argv[0]);
	if (!err)
		err = up(&c, m, word_at(m, 1));
	if (!err)
		ask_sound(m, c, "file", path);

	return err;
}

/** say TEXT */
int oh_order_do_say(struct order_making *m)
{
	const struct oh_board_call *c;
	int err;

	if (!*m->o->rest)
		return oh_order_usage(m);
	err = up(&c, m, NULL);
	if (!err)
		ask_sound(m, c, "say", m->o->rest);

	return err;
}

static bool is_action(const char *word)
{
	return word && (!strcmp(word, "start") || !strcmp(word, "pause") ||
			!strcmp(word, "resume") || !strcmp(word, "stop"));
}

/** record [start|pause|resume|stop] [FILE] */
int oh_order_do_record(struct order_making *m)
{
	bool named = is_action(word_at(m, 0));
	const char *file = word_at(m, named ? 1 : 0);
	const char *action = named ? m->argv[0] : "start";
	const struct oh_board_call *c;
	char path[PATH_ROOM];
	bool starts;
	int err = up(&c, m, NULL);

	if (err)
		return err;
	if (!named && !file && c->recording)
		action = "stop";
	starts = 0 == strcmp(action, "start");
	if (m->argc > (named ? 2u : 1u) || (file && !starts))
		return oh_order_usage(m);
	if (starts)
		err = oh_order_path(path, sizeof(path), m,
				    file ? file : DEFAULT_RECORDING);
	if (err)
		return err;
	oh_order_ask(m, "record-call", c);
	oh_order_put_text(m, "action", action);
	if (starts)
		oh_order_put_text(m, "path", path);

	return 0;
}

/** flow PROGRAM [ARGUMENT ..]; a name without '/' is looked up in PATH */
int oh_order_do_flow(struct order_making *m)
{
	const struct oh_board_call *c;
	char path[PATH_ROOM];
	int err;

	if (!m->argc)
		return oh_order_usage(m);
	err = oh_order_own_call(&c, m, NULL);
	if (!err && c->state < OH_BOARD_UP)
		err = oh_order_bad(m, "that call is not answered yet");
	if (!err && strchr(m->argv[0], '/')) {
		err = oh_order_path(path, sizeof(path), m, m->argv[0]);
		m->argv[0] = path;
	}
	if (err)
		return err;
	oh_order_ask(m, "flow", c);
	oh_order_put(m, "argv", cJSON_CreateStringArray(m->argv,
							(int)m->argc));

	return 0;
}

static int set_text(struct order_making *m, const char *name,
		    const char *value)
{
	int err = oh_order_phone(m);

	if (err)
		return err;
	oh_order_ask(m, "set", NULL);
	cJSON_AddStringToObject(m->o->ask, name,
				strcmp(value, "auto") ? value : "");

	return 0;
}

/** from NUMBER|auto */
int oh_order_do_from(struct order_making *m)
{
	char number[OH_ORDER_LINE];

	if (!m->argc)
		return oh_order_usage(m);
	number[0] = '\0';
	for (uint32_t i = 0; i < m->argc; i++) {
		size_t len = strlen(number);

		(void)snprintf(&number[len], sizeof(number) - len, "%s",
			       m->argv[i]);
	}

	return set_text(m, "caller_id", number);
}

static bool knows_trunk(const struct oh_board_phone *p, const char *name)
{
	if (!p->trunkc || 0 == strcmp(name, "auto") || !*name)
		return true;
	for (uint32_t i = 0; i < p->trunkc; i++) {
		if (0 == strcmp(p->trunkv[i], name))
			return true;
	}

	return false;
}

/** trunk TRUNK|auto */
int oh_order_do_trunk(struct order_making *m)
{
	const struct oh_board_phone *p = oh_board_phone(m->prm->board);

	if (m->argc != 1)
		return oh_order_usage(m);
	if (p->here && !knows_trunk(p, m->argv[0]))
		return oh_order_bad(m, "no trunk is called \"%.40s\"; there "
				    "is %.40s%s, or auto", m->argv[0],
				    p->trunkv[0], p->trunkc > 1 ? " .." : "");

	return set_text(m, "trunk", m->argv[0]);
}

static bool ends_with(const char *s, const char *end)
{
	size_t len = strlen(s), n = strlen(end);

	return len > n && 0 == strcasecmp(&s[len - n], end);
}

/** save-ladder FILE[.pcap|.txt] [CALL] */
int oh_order_do_ladder(struct order_making *m)
{
	const struct oh_board_call *c;
	char path[PATH_ROOM];
	int err;

	if (!m->argc || m->argc > 2)
		return oh_order_usage(m);
	err = oh_order_path(path, sizeof(path), m, m->argv[0]);
	if (!err)
		err = oh_order_past_call(&c, m, word_at(m, 1));
	if (err)
		return err;
	oh_order_ask(m, "save-ladder", c);
	oh_order_put_text(m, "path", path);
	oh_order_put_text(m, "format",
			  ends_with(path, ".pcap") ? "pcap" : "text");

	return 0;
}

/** select CALL: its whole id is what the screen gets */
int oh_order_do_select(struct order_making *m)
{
	const struct oh_board_call *c;
	int err;

	if (m->argc != 1)
		return oh_order_usage(m);
	err = oh_order_any_call(&c, m, m->argv[0]);
	if (!err)
		str_ncpy(m->o->rest, c->id, sizeof(m->o->rest));

	return err;
}

/** ladder [CALL]: its whole id, and its process */
int oh_order_do_show(struct order_making *m)
{
	const struct oh_board_call *c;
	int err;

	m->o->rest[0] = '\0';
	if (!m->argc)
		return 0;
	if (m->argc > 1)
		return oh_order_usage(m);
	err = oh_order_past_call(&c, m, m->argv[0]);
	if (err)
		return err;
	str_ncpy(m->o->rest, c->id, sizeof(m->o->rest));
	m->o->peer = c->peer;

	return 0;
}
