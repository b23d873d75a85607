/**
 * @file boardfind.c  Which call is meant, and how it stands
 */
#include <stdio.h>
#include <string.h>
#include "phone/board_priv.h"

static bool is_live(const struct oh_board_call *c)
{
	return c->state != OH_BOARD_ENDED;
}

static bool is_ours(const struct oh_board *b, const struct oh_board_call *c)
{
	return b->phone.here && c->peer == b->phone.peer;
}

/* Its beginning or its end */
static bool fits(const char *id, const char *part)
{
	size_t len = strlen(part), have = strlen(id);

	return len && len <= have && (0 == strncmp(id, part, len) ||
				      0 == strcmp(&id[have - len], part));
}

/* Of several processes that claim one id the phone's is taken */
static const struct oh_board_call *find_whole(const struct oh_board *b,
					      const char *id)
{
	const struct oh_board_call *found = NULL;

	for (size_t i = 0; i < b->callc; i++) {
		const struct oh_board_call *c = &b->callv[i]->c;

		if (0 == strcmp(c->id, id) &&
		    (!found || (is_ours(b, c) && !is_ours(b, found))))
			found = c;
	}

	return found;
}

/* *countp: how many fit */
static const struct oh_board_call *find_part(const struct oh_board *b,
					     const char *part, bool live,
					     unsigned *countp)
{
	const struct oh_board_call *found = NULL;

	*countp = 0;

	for (size_t i = 0; i < b->callc; i++) {
		const struct oh_board_call *c = &b->callv[i]->c;

		if (is_live(c) != live || !fits(c->id, part))
			continue;
		if (found && 0 == strcmp(found->id, c->id)) {
			found = find_whole(b, c->id);
			continue;
		}
		found = c;
		++*countp;
	}

	return *countp == 1 ? found : NULL;
}

/**
 * Find a call
 *
 * @param b  Board
 * @param id Its id, or the beginning or the end of it if only one fits; those
 *           that have not ended come first
 *
 * @return Call, or NULL
 */
const struct oh_board_call *oh_board_find(const struct oh_board *b,
					  const char *id)
{
	const struct oh_board_call *c = id ? find_whole(b, id) : NULL;
	unsigned count = 0;

	if (id && !c)
		c = find_part(b, id, true, &count);
	if (id && !c && !count)
		c = find_part(b, id, false, &count);

	return c;
}

/** The call that has the voice, else the latest that is up; NULL */
const struct oh_board_call *oh_board_active(const struct oh_board *b)
{
	const struct oh_board_call *found = NULL;

	for (size_t i = 0; i < b->callc; i++) {
		const struct oh_board_call *c = &b->callv[i]->c;

		if (c->talking && is_live(c))
			return c;
		if (c->state == OH_BOARD_UP &&
		    (!found || c->answered_ms >= found->answered_ms))
			found = c;
	}

	return found;
}

/** The first incoming call that rings; NULL: none */
const struct oh_board_call *oh_board_ringing(const struct oh_board *b)
{
	for (size_t i = 0; i < b->callc; i++) {
		const struct oh_board_call *c = &b->callv[i]->c;

		if (c->incoming && c->state < OH_BOARD_UP)
			return c;
	}

	return NULL;
}

/** How many have not ended; all: those of other processes, too */
size_t oh_board_live(const struct oh_board *b, bool all)
{
	size_t n = 0;

	for (size_t i = 0; i < b->callc; i++) {
		const struct oh_board_call *c = &b->callv[i]->c;

		n += is_live(c) && (all || is_ours(b, c));
	}

	return n;
}

/** In a word: "ringing" */
const char *oh_board_state_name(enum oh_board_state state)
{
	static const char *const namev[] = {
		[OH_BOARD_DIALING] = "dialing",
		[OH_BOARD_RINGING] = "ringing",
		[OH_BOARD_EARLY]   = "early",
		[OH_BOARD_UP]      = "up",
		[OH_BOARD_HELD]    = "held",
		[OH_BOARD_LEAVING] = "leaving",
		[OH_BOARD_ENDED]   = "ended",
	};

	return state <= OH_BOARD_ENDED ? namev[state] : "";
}

/** How it stands, in a word: "joined" if it is up with others */
const char *oh_board_state_word(const struct oh_board_call *c)
{
	return c->state == OH_BOARD_UP && *c->joined ? "joined" :
		oh_board_state_name(c->state);
}

/** Whether two calls hear each other; a call is not joined with itself */
bool oh_board_is_joined(const struct oh_board_call *c,
			const struct oh_board_call *other)
{
	return c != other && c->peer == other->peer && *c->joined &&
	       is_live(c) && is_live(other) &&
	       0 == strcmp(c->joined, other->joined);
}

/**
 * How long a call has lasted: since the answer, or since it began
 *
 * @param buf    Receives "0:42", "1:02:03"
 * @param c      Call; its end stops the clock
 * @param now_ms Monotonic [ms]
 */
void oh_board_timer(char buf[16], const struct oh_board_call *c,
		    uint64_t now_ms)
{
	uint64_t from = c->answered_ms ? c->answered_ms : c->began_ms;
	uint64_t to = c->ended_ms ? c->ended_ms : now_ms;
	uint64_t s = to > from ? (to - from) / 1000 : 0;

	if (s < 3600)
		(void)snprintf(buf, 16, "%u:%02u", (unsigned)(s / 60),
			       (unsigned)(s % 60));
	else
		(void)snprintf(buf, 16, "%u:%02u:%02u", (unsigned)(s / 3600),
			       (unsigned)(s / 60 % 60), (unsigned)(s % 60));
}
