/**
 * @file wire.c  The SIP messages of one call, as replies of "ladder" tell
 */
#include <errno.h>
#include "base/compat.h"
#include "phone/member.h"
#include "phone/safe.h"
#include "phone/wire.h"

enum { MESSAGES_MAX = 1000, ID = 64, TEXT_MAX = 64 * 1024 };

/** A message, and its text once it was told */
struct message {
	struct oh_wire_line line;
	char               *text;
};

struct oh_wire {
	char           call[ID];
	struct message *v;             /* of MESSAGES_MAX, by their number */
	size_t         count;
	enum oh_wire_source source;
};

static void destructor(void *arg)
{
	struct oh_wire *w = arg;

	for (size_t i = 0; i < w->count; i++)
		mem_deref(w->v[i].text);
	mem_deref(w->v);
}

/**
 * Make an empty one
 *
 * @param wp   Returned, release with mem_deref
 * @param call Id of the call
 *
 * @return 0 or ENOMEM
 */
int oh_wire_alloc(struct oh_wire **wp, const char *call)
{
	struct oh_wire *w = mem_zalloc(sizeof(*w), destructor);

	if (!w)
		return ENOMEM;
	str_ncpy(w->call, call, sizeof(w->call));
	/* Not cleared: most of it will never be touched */
	w->v = mem_alloc(MESSAGES_MAX * sizeof(*w->v), NULL);
	if (!w->v) {
		mem_deref(w);
		return ENOMEM;
	}
	*wp = w;

	return 0;
}

/** Whose messages these are */
const char *oh_wire_call(const struct oh_wire *w)
{
	return w->call;
}

/* Where n stands, or belongs */
static size_t find(const struct oh_wire *w, uint32_t n)
{
	size_t i = w->count;

	while (i > 0 && w->v[i - 1].line.n >= n)
		i--;

	return i;
}

static struct message *put(struct oh_wire *w, uint32_t n)
{
	size_t i = find(w, n);

	if (i < w->count && w->v[i].line.n == n)
		return &w->v[i];
	if (w->count == MESSAGES_MAX)
		return NULL;
	memmove(&w->v[i + 1], &w->v[i],
		(w->count - i) * sizeof(w->v[0]));
	memset(&w->v[i], 0, sizeof(w->v[0]));
	w->count++;

	return &w->v[i];
}

static int read_one(struct oh_wire *w, const cJSON *o)
{
	double n = oh_member_num(o, "n", -1.0, 1e9, -1.0);
	struct message *msg;
	struct oh_wire_line *l;

	if (n < 0.0 || !oh_member_str(o, "line"))
		return EBADMSG;
	msg = put(w, (uint32_t)n);
	if (!msg)
		return 0;            /* no more than a person would read */
	l = &msg->line;
	l->n    = (uint32_t)n;
	l->at_s = oh_member_num(o, "at", 0.0, 1e9, 0.0);
	(void)oh_member_flag(&l->sent, o, "sent");
	(void)oh_member_copy(l->src, sizeof(l->src), o, "src");
	(void)oh_member_copy(l->dst, sizeof(l->dst), o, "dst");
	(void)oh_member_copy(l->proto, sizeof(l->proto), o, "proto");
	(void)oh_member_copy(l->line, sizeof(l->line), o, "line");
	(void)oh_member_copy(l->note, sizeof(l->note), o, "note");

	return 0;
}

/**
 * Take the messages of a reply, beside those there are
 *
 * @param w     Messages
 * @param reply Of "ladder"
 *
 * @return 0, or EBADMSG: it is none, or some messages in it are none
 */
int oh_wire_read(struct oh_wire *w, const cJSON *reply)
{
	const cJSON *o, *list =
		cJSON_GetObjectItemCaseSensitive(reply, "messages");
	int err = 0;

	if (!cJSON_IsArray(list))
		return EBADMSG;
	cJSON_ArrayForEach(o, list) {
		int e = read_one(w, o);

		err = err ? err : e;
	}
	if (w->count)
		w->source = OH_WIRE_PROCESS;

	return err;
}

/** How many there are */
size_t oh_wire_count(const struct oh_wire *w)
{
	return w->count;
}

/** The i-th, by their numbers; NULL past the end */
const struct oh_wire_line *oh_wire_at(const struct oh_wire *w, size_t i)
{
	return i < w->count ? &w->v[i].line : NULL;
}

/* Lines stay lines, tabs become blanks; everything else is made safe */
static int make_text(char **textp, const char *text)
{
	size_t size = strnlen(text, TEXT_MAX) * 3 + 1, len = 0;
	char *buf = mem_alloc(size, NULL);
	char line[1024];

	if (!buf)
		return ENOMEM;
	while (*text) {
		size_t n = strcspn(text, "\r\n\t");

		str_ncpy(line, text, n < sizeof(line) ? n + 1 : sizeof(line));
		n = strlen(line);
		(void)oh_safe_text(&buf[len], size - len, line, false);
		len  += strlen(&buf[len]);
		text += n;
		if (len + 1 >= size)
			break;
		if (*text == '\n' || *text == '\t')
			buf[len++] = *text == '\n' ? '\n' : ' ';
		text += *text && strchr("\r\n\t", *text) ? 1 : 0;
	}
	buf[len] = '\0';
	*textp = buf;

	return 0;
}

/**
 * Take the text of a message
 *
 * @param w     Messages
 * @param n     Its number
 * @param reply Of "message"
 *
 * @return 0, ENOENT: there is no such message, EBADMSG or ENOMEM
 */
int oh_wire_set_text(struct oh_wire *w, uint32_t n, const cJSON *reply)
{
	const char *text = oh_member_str(reply, "text");
	size_t i = find(w, n);
	char *made;
	int err;

	if (!text)
		return EBADMSG;
	if (i >= w->count || w->v[i].line.n != n)
		return ENOENT;
	err = make_text(&made, text);
	if (err)
		return err;
	mem_deref(w->v[i].text);
	w->v[i].text = made;

	return 0;
}

/** The text of a message, lines ended by '\n'; "": not told yet */
const char *oh_wire_text(const struct oh_wire *w, uint32_t n)
{
	size_t i = find(w, n);

	return i < w->count && w->v[i].line.n == n && w->v[i].text ?
		w->v[i].text : "";
}

/** Who has told them */
enum oh_wire_source oh_wire_source(const struct oh_wire *w)
{
	return w ? w->source : OH_WIRE_ASKED;
}

/** Who has told them, or that nobody can */
void oh_wire_set_source(struct oh_wire *w, enum oh_wire_source source)
{
	w->source = source;
}

/**
 * Add a message
 *
 * @param w    Messages
 * @param l    It; one that has its number gives way
 * @param text Its text, given; lines ended by '\n', safe
 */
void oh_wire_add(struct oh_wire *w, const struct oh_wire_line *l, char *text)
{
	struct message *msg = put(w, l->n);

	if (!msg) {
		mem_deref(text);
		return;
	}
	mem_deref(msg->text);
	msg->line = *l;
	msg->text = text;
}
