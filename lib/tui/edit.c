/**
 * @file edit.c  A line being typed
 */
#include "base/compat.h"
#include "phone/safe.h"
#include "tui/edit.h"
#include "tui/keys.h"

enum {
	CTRL_A = 1, CTRL_E = 5, CTRL_H = 8, CTRL_K = 11, CTRL_U = 21,
	CTRL_W = 23,
};

struct oh_edit_history {
	char     linev[OH_EDIT_HISTORY][OH_EDIT_SIZE];   /* a ring */
	uint32_t n;                    /* ever added                        */
	uint32_t back;                 /* 0: the line being typed           */
	char     typed[OH_EDIT_SIZE];  /* it, while older ones are shown    */
};

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Where the character before, behind begins */
static size_t before(const struct oh_edit *e, size_t pos)
{
	while (pos > 0 && is_tail(e->text[--pos]))
		;

	return pos;
}

static size_t behind(const struct oh_edit *e, size_t pos)
{
	if (pos < e->len)
		++pos;
	while (pos < e->len && is_tail(e->text[pos]))
		++pos;

	return pos;
}

/** Another text, the cursor behind it. What does not fit is cut. text may be
    (a part of) the one that stands there */
void oh_edit_set(struct oh_edit *e, const char *text)
{
	e->len = text ? strnlen(text, sizeof(e->text) - 1) : 0;
	if (e->len)
		memmove(e->text, text, e->len);
	e->text[e->len] = '\0';
	if (e->len == sizeof(e->text) - 1) {
		while (e->len > 0 && is_tail(e->text[e->len - 1]))
			--e->len;
		if (e->len > 0 && (e->text[e->len - 1] & 0x80))
			--e->len;
		e->text[e->len] = '\0';
	}
	e->pos = e->len;
}

static void cut(struct oh_edit *e, size_t from, size_t to)
{
	memmove(e->text + from, e->text + to, e->len - to + 1);
	e->len -= to - from;
	e->pos = from;
}

static size_t encode(char buf[4], uint32_t code)
{
	if (code < 0x80) {
		buf[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		buf[0] = (char)(0xc0 | code >> 6);
		buf[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		buf[0] = (char)(0xe0 | code >> 12);
		buf[1] = (char)(0x80 | (code >> 6 & 0x3f));
		buf[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	buf[0] = (char)(0xf0 | code >> 18);
	buf[1] = (char)(0x80 | (code >> 12 & 0x3f));
	buf[2] = (char)(0x80 | (code >> 6 & 0x3f));
	buf[3] = (char)(0x80 | (code & 0x3f));

	return 4;
}

static void insert(struct oh_edit *e, uint32_t code)
{
	char buf[4];
	size_t n = encode(buf, code);

	if (e->len + n >= sizeof(e->text))
		return;
	memmove(e->text + e->pos + n, e->text + e->pos,
		e->len - e->pos + 1);
	memcpy(e->text + e->pos, buf, n);
	e->len += n;
	e->pos += n;
}

static size_t word_start(const struct oh_edit *e)
{
	size_t pos = e->pos;

	while (pos > 0 && e->text[pos - 1] == ' ')
		--pos;
	while (pos > 0 && e->text[pos - 1] != ' ')
		--pos;

	return pos;
}

static bool move(struct oh_edit *e, uint32_t key)
{
	switch (key) {

	case OH_KEY_LEFT:
		e->pos = before(e, e->pos);
		return true;
	case OH_KEY_RIGHT:
		e->pos = behind(e, e->pos);
		return true;
	case OH_KEY_HOME:
	case CTRL_A:
		e->pos = 0;
		return true;
	case OH_KEY_END:
	case CTRL_E:
		e->pos = e->len;
		return true;
	default:
		return false;
	}
}

static bool erase(struct oh_edit *e, uint32_t key)
{
	switch (key) {

	case OH_KEY_BACKSPACE:
	case CTRL_H:
		cut(e, before(e, e->pos), e->pos);
		return true;
	case OH_KEY_DELETE:
		cut(e, e->pos, behind(e, e->pos));
		return true;
	case CTRL_U:
		cut(e, 0, e->pos);
		return true;
	case CTRL_K:
		cut(e, e->pos, e->len);
		return true;
	case CTRL_W:
		cut(e, word_start(e), e->pos);
		return true;
	default:
		return false;
	}
}

/**
 * Do what a key does to a line
 *
 * @return false: not a key of editing. A character that cannot be shown is
 *         none; one for which there is no room is lost
 */
bool oh_edit_key(struct oh_edit *e, uint32_t key)
{
	if (move(e, key) || erase(e, key))
		return true;
	if (key < ' ' || key >= OH_KEY_SPECIAL || !oh_safe_is_shown(key))
		return false;
	insert(e, key);

	return true;
}

/** Make an empty history. Returns 0, EINVAL or ENOMEM */
int oh_edit_history_alloc(struct oh_edit_history **hp)
{
	struct oh_edit_history *h;

	if (!hp)
		return EINVAL;
	h = mem_zalloc(sizeof(*h), NULL);
	if (!h)
		return ENOMEM;
	*hp = h;

	return 0;
}

static char *line_at(struct oh_edit_history *h, uint32_t back)
{
	return h->linev[(h->n - back) % OH_EDIT_HISTORY];
}

/**
 * Remember a line
 *
 * An empty one is not, nor the last one again. What has been stepped back to
 * is forgotten: the next step begins at the newest.
 */
void oh_edit_history_add(struct oh_edit_history *h, const char *line)
{
	h->back = 0;
	if (!str_isset(line) || (h->n && 0 == str_cmp(line_at(h, 1), line)))
		return;
	str_ncpy(h->linev[h->n % OH_EDIT_HISTORY], line, OH_EDIT_SIZE);
	++h->n;
}

/**
 * Step to an older (-1) or newer (1) line
 *
 * The line being typed is kept, and comes back behind the newest.
 *
 * @return true: the text has changed
 */
bool oh_edit_history_go(struct oh_edit_history *h, struct oh_edit *e,
			int step)
{
	const uint32_t most = MIN(h->n, (uint32_t)OH_EDIT_HISTORY);

	if (step < 0 ? h->back >= most : h->back == 0)
		return false;
	if (h->back == 0)
		str_ncpy(h->typed, e->text, sizeof(h->typed));
	h->back = step < 0 ? h->back + 1 : h->back - 1;
	oh_edit_set(e, h->back ? line_at(h, h->back) : h->typed);

	return true;
}
