/**
 * @file board.c  All calls as their processes tell of them
 *
 * Room for all is taken once, so that nothing can fail later. A call is known
 * by its process and its id: one process cannot speak of another's calls.
 */
#include <errno.h>
#include <stdio.h>
#include "base/compat.h"
#include "base/clock.h"
#include "phone/board_priv.h"
#include "phone/member.h"
#include "phone/safe.h"

static void destructor(void *arg)
{
	struct oh_board *b = arg;

	mem_deref(b->poolv);
}

/**
 * Make a board
 *
 * @param bp    Returned board, release with mem_deref
 * @param nameh Knows whose a number is; or NULL
 * @param arg   Its argument
 *
 * @return 0 or ENOMEM
 */
int oh_board_alloc(struct oh_board **bp, oh_board_name_h *nameh, void *arg)
{
	struct oh_board *b = mem_zalloc(sizeof(*b), destructor);

	if (!b)
		return ENOMEM;
	b->nameh = nameh;
	b->arg   = arg;
	/* Not cleared: most of it will never be touched */
	b->poolv = mem_alloc(OH_BOARD_CALLS_MAX * sizeof(*b->poolv), NULL);
	if (!b->poolv) {
		mem_deref(b);
		return ENOMEM;
	}
	for (size_t i = 0; i < OH_BOARD_CALLS_MAX; i++)
		b->poolv[i].used = false;
	*bp = b;

	return 0;
}

/**
 * Take note of a process
 *
 * @param b     Board
 * @param peer  Its number, any
 * @param hello What it said first
 *
 * @return 0, EALREADY, or ERANGE: there are too many
 */
int oh_board_add_peer(struct oh_board *b, uint32_t peer, const cJSON *hello)
{
	struct oh_board_peer *p = &b->peerv[b->peerc];

	if (oh_board_peer(b, peer))
		return EALREADY;
	if (b->peerc == OH_BOARD_PEERS_MAX)
		return ERANGE;
	memset(p, 0, sizeof(*p));
	p->peer = peer;
	p->pid  = (int)oh_member_num(hello, "pid", 0, INT32_MAX, 0);
	(void)oh_member_copy(p->command, sizeof(p->command), hello,
			     "command");
	b->peerc++;
	if (0 == strcmp(p->command, "phoned") && !b->phone.here) {
		memset(&b->phone, 0, sizeof(b->phone));
		b->phone.here = true;
		b->phone.peer = peer;
	}

	return 0;
}

/**
 * Forget a process; its calls have ended with it
 *
 * @param b      Board
 * @param peer   Its number
 * @param now_ms Monotonic [ms]
 */
void oh_board_drop_peer(struct oh_board *b, uint32_t peer, uint64_t now_ms)
{
	for (size_t i = 0; i < b->callc; i++) {
		if (b->callv[i]->c.peer == peer)
			oh_board_end(b->callv[i], "lost", now_ms);
	}
	for (size_t i = 0; i < b->peerc; i++) {
		if (b->peerv[i].peer == peer)
			b->peerv[i--] = b->peerv[--b->peerc];
	}
	if (b->phone.here && b->phone.peer == peer)
		memset(&b->phone, 0, sizeof(b->phone));
}

/** A call by its process and whole id; NULL */
struct board_entry *oh_board_get(struct oh_board *b, uint32_t peer,
				 const char *id)
{
	/* Lists and levels come in the same order: begin behind the last */
	for (size_t n = 0; n < b->callc; n++) {
		size_t i = (b->hint + n) % b->callc;
		struct board_entry *e = b->callv[i];

		if (e->c.peer == peer && 0 == strcmp(e->c.id, id)) {
			b->hint = i + 1;
			return e;
		}
	}

	return NULL;
}

static void remove_at(struct oh_board *b, size_t i)
{
	b->callv[i]->used = false;
	b->callc--;
	memmove(&b->callv[i], &b->callv[i + 1],
		(b->callc - i) * sizeof(b->callv[0]));
}

/* Who has ended makes room first */
static bool make_room(struct oh_board *b)
{
	for (size_t i = 0; i < b->callc; i++) {
		if (b->callv[i]->c.state == OH_BOARD_ENDED) {
			remove_at(b, i);
			return true;
		}
	}
	if (!b->full)
		oh_board_say(b, true, "more calls than can be shown");
	b->full = true;

	return false;
}

static struct board_entry *take(struct oh_board *b)
{
	for (size_t i = 0; i < OH_BOARD_CALLS_MAX; i++) {
		/* As they come, they mostly lie in this order */
		struct board_entry *e =
			&b->poolv[(b->callc + i) % OH_BOARD_CALLS_MAX];

		if (!e->used)
			return e;
	}

	return NULL;
}

static bool is_id(const char *id)
{
	size_t len = 0;

	for (; id[len]; len++) {
		if (id[len] <= ' ' || id[len] > '~' ||
		    len + 1 >= OH_BOARD_ID)
			return false;
	}

	return len > 0;
}

/** A call as of oh_board_get(), made if it is new; NULL: no room, no id */
struct board_entry *oh_board_put(struct oh_board *b, uint32_t peer,
				 const char *id, uint64_t now_ms)
{
	struct board_entry *e = oh_board_get(b, peer, id);

	if (e || !is_id(id))
		return e;
	if (b->callc == OH_BOARD_CALLS_MAX && !make_room(b))
		return NULL;
	e = take(b);
	memset(e, 0, sizeof(*e));
	e->used = true;
	str_ncpy(e->c.id, id, sizeof(e->c.id));
	e->c.peer     = peer;
	e->c.began_ms = now_ms ? now_ms : 1;
	e->c.us_db    = e->c.them_db = -127.0;
	e->c.quality.rtt_ms = -1.0;
	b->callv[b->callc++] = e;

	return e;
}

/** A call is over; if it has been for a while, nothing happens */
void oh_board_end(struct board_entry *e, const char *cause, uint64_t now_ms)
{
	struct oh_board_call *c = &e->c;

	if (c->state == OH_BOARD_ENDED)
		return;
	c->state    = OH_BOARD_ENDED;
	c->ended_ms = now_ms ? now_ms : 1;
	c->talking  = c->recording = false;
	c->us_db    = c->them_db = -127.0;
	(void)oh_safe_text(c->cause, sizeof(c->cause), cause, false);
}

/**
 * Let time pass
 *
 * @param b      Board
 * @param now_ms Monotonic [ms]
 *
 * @return Whether something is no longer shown
 */
bool oh_board_tick(struct oh_board *b, uint64_t now_ms)
{
	size_t before = b->callc;

	for (size_t i = b->callc; i-- > 0; ) {
		const struct oh_board_call *c = &b->callv[i]->c;

		if (c->state == OH_BOARD_ENDED &&
		    now_ms >= c->ended_ms + OH_BOARD_STAY_MS)
			remove_at(b, i);
	}
	b->full = b->full && b->callc == OH_BOARD_CALLS_MAX;

	return b->callc != before;
}

/** A new entry of the log, at the time that it is now */
struct oh_board_log *oh_board_write(struct oh_board *b, bool alert,
				    const char *text)
{
	struct oh_board_log *l = &b->logv[b->serial++ % OH_BOARD_LOG_MAX];

	memset(l, 0, sizeof(*l));
	l->wall_us = oh_clock_wall_us();
	l->alert   = alert;
	(void)oh_safe_text(l->text, sizeof(l->text), text, false);

	return l;
}

/** Put a line of ours into the log */
void oh_board_say(struct oh_board *b, bool alert, const char *text)
{
	(void)oh_board_write(b, alert, text);
}

/** How many calls are shown, those that have ended a while ago, too */
size_t oh_board_count(const struct oh_board *b)
{
	return b->callc;
}

/** The i-th call, in the order in which they came; NULL past the end */
const struct oh_board_call *oh_board_at(const struct oh_board *b, size_t i)
{
	return i < b->callc ? &b->callv[i]->c : NULL;
}

/** The phone; its member here says whether there is one */
const struct oh_board_phone *oh_board_phone(const struct oh_board *b)
{
	return &b->phone;
}

/** A process by its number; NULL */
const struct oh_board_peer *oh_board_peer(const struct oh_board *b,
					  uint32_t peer)
{
	for (size_t i = 0; i < b->peerc; i++) {
		if (b->peerv[i].peer == peer)
			return &b->peerv[i];
	}

	return NULL;
}

/** A line of the log, 0 is the newest; NULL: no more */
const struct oh_board_log *oh_board_log(const struct oh_board *b, size_t i)
{
	if (i >= OH_BOARD_LOG_MAX || i >= b->serial)
		return NULL;

	return &b->logv[(b->serial - 1 - i) % OH_BOARD_LOG_MAX];
}

/** How many lines there ever were in the log */
uint64_t oh_board_log_serial(const struct oh_board *b)
{
	return b->serial;
}
