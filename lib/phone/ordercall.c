/**
 * @file ordercall.c  Which call, number and file an order means
 */
#include <errno.h>
#include "base/compat.h"
#include "base/scan.h"
#include "phone/order_priv.h"

static bool is_over(const struct oh_board_call *c)
{
	return c->state == OH_BOARD_ENDED;
}

/* "#2", or "2": as numbered in the list */
static const struct oh_board_call *find_place(const struct oh_board *b,
					      const char *word)
{
	uint32_t n;

	if (*word == '#')
		word++;
	else if (*word == '0')
		return NULL;         /* the beginning of an id */
	if (strlen(word) > 4 || oh_scan_u32(&n, word, 1, OH_BOARD_CALLS_MAX))
		return NULL;

	return oh_board_at(b, n - 1);
}

static bool is_called(const struct oh_board_call *c, const char *word,
		      bool whole)
{
	size_t len = strlen(word);

	if (whole)
		return 0 == strcasecmp(c->name, word) ||
		       0 == strcmp(c->number, word);

	return len && 0 == strncasecmp(c->name, word, len);
}

/* By name or number of the far end, those first that are not over */
static const struct oh_board_call *find_name(const struct oh_board *b,
					     const char *word, bool whole,
					     bool *severalp)
{
	const struct oh_board_call *c, *found = NULL;

	for (size_t i = 0; (c = oh_board_at(b, i)); i++) {
		if (!is_called(c, word, whole))
			continue;
		if (found && is_over(found) == is_over(c)) {
			*severalp = true;
			continue;
		}
		if (!found || is_over(found)) {
			found     = c;
			*severalp = false;
		}
	}

	return *severalp ? NULL : found;
}

/* Ids that begin so are several: one alone would have been found */
static bool is_id_of_several(const struct oh_board *b, const char *word)
{
	const struct oh_board_call *c;

	for (size_t i = 0; *word && (c = oh_board_at(b, i)); i++) {
		if (0 == strncmp(c->id, word, strlen(word)))
			return true;
	}

	return false;
}

/**
 * Find the call that a word names: its place in the list, its id, its number,
 * its name or the beginning of it
 *
 * @param prm      Board
 * @param word     Word
 * @param severalp Receives whether it names several
 *
 * @return Call, or NULL
 */
const struct oh_board_call *oh_order_named(const struct oh_order_prm *prm,
					   const char *word, bool *severalp)
{
	const struct oh_board_call *c = find_place(prm->board, word);

	*severalp = false;
	if (!c)
		c = oh_board_find(prm->board, word);
	if (!c)
		c = find_name(prm->board, word, true, severalp);
	if (!c && !*severalp)
		c = find_name(prm->board, word, false, severalp);
	if (!c)
		*severalp |= is_id_of_several(prm->board, word);

	return c;
}

static const struct oh_board_call *only_one(const struct oh_board *b)
{
	const struct oh_board_call *c, *found = NULL;

	for (size_t i = 0; (c = oh_board_at(b, i)); i++) {
		if (is_over(c))
			continue;
		if (found)
			return NULL;
		found = c;
	}

	return found;
}

static int find_default(const struct oh_board_call **cp,
			struct order_making *m)
{
	const struct oh_board *b = m->prm->board;
	const struct oh_board_call *c = oh_board_find(b, m->prm->selected);

	if (!c)
		c = oh_board_active(b);
	if (!c)
		c = only_one(b);
	*cp = c;
	if (c)
		return 0;

	return oh_board_live(b, true) ?
		oh_order_bad(m, "which call? Say its number in the list: #1 "
			     "to #%zu", oh_board_count(b)) :
		oh_order_bad(m, "there is no call");
}

/** A call, which may be over; word NULL: the selected, else the active one */
int oh_order_any_call(const struct oh_board_call **cp,
		      struct order_making *m, const char *word)
{
	bool several;
	int err = 0;

	if (!word)
		err = find_default(cp, m);
	else if (!(*cp = oh_order_named(m->prm, word, &several)))
		return several ?
			oh_order_bad(m, "\"%.40s\" fits several calls: say "
				     "the number in the list, as #1", word) :
			oh_order_bad(m, "no call is \"%.40s\" (its number in "
				     "the list, name, or id)", word);
	if (!err)
		str_ncpy(m->o->call, (*cp)->id, sizeof(m->o->call));

	return err;
}

static void set_gone(const struct oh_board_call **cp, struct order_making *m,
		     const char *id, uint32_t peer)
{
	str_ncpy(m->gone.id, id, sizeof(m->gone.id));
	str_ncpy(m->o->call, id, sizeof(m->o->call));
	m->gone.peer  = peer;
	m->gone.state = OH_BOARD_ENDED;
	*cp = &m->gone;
}

/* One that is on the board, or one alone that was */
static int find_past(const struct oh_board_call **cp, struct order_making *m,
		     const char *word)
{
	const struct oh_order_prm *prm = m->prm;
	const struct oh_past *p;
	bool several;

	*cp = oh_order_named(prm, word, &several);
	if (*cp || several)
		return oh_order_any_call(cp, m, word);
	if (prm->shown && 0 == strcmp(prm->shown, word)) {
		set_gone(cp, m, prm->shown, prm->shown_peer);
		return 0;
	}
	p = prm->history ? oh_history_named(prm->history, word, &several)
			 : NULL;
	if (several)
		return oh_order_bad(m, "\"%.40s\" fits several calls of the "
				    "history: say more of the id", word);
	if (!p)
		return oh_order_bad(m, "no call is \"%.40s\", nor is one in "
				    "the history", word);
	set_gone(cp, m, p->id, oh_board_phone(prm->board)->peer);

	return 0;
}

/**
 * The same, or one that has left the board; who held it may still have its
 * messages
 *
 * @param cp   Receives it; valid as long as m, with no more than its id and
 *             its process if it is not on the board
 * @param m    Order
 * @param word As of oh_order_any_call(), or of oh_history_named(); NULL: that
 *             of the board, else the one whose messages are shown
 *
 * @return 0, or EINVAL with why
 */
int oh_order_past_call(const struct oh_board_call **cp,
		       struct order_making *m, const char *word)
{
	int err;

	if (word)
		return find_past(cp, m, word);
	err = find_default(cp, m);
	if (err && m->prm->shown) {
		m->why[0] = '\0';
		set_gone(cp, m, m->prm->shown, m->prm->shown_peer);
		return 0;
	}
	if (!err)
		str_ncpy(m->o->call, (*cp)->id, sizeof(m->o->call));

	return err;
}

/** The same as oh_order_any_call(), but it is not over */
int oh_order_call(const struct oh_board_call **cp, struct order_making *m,
		  const char *word)
{
	int err = oh_order_any_call(cp, m, word);

	if (!err && is_over(*cp))
		err = oh_order_bad(m, "that call is over");

	return err;
}

/** There must be a phone, which is what the request is for */
int oh_order_phone(struct order_making *m)
{
	const struct oh_board_phone *p = oh_board_phone(m->prm->board);

	if (!p->here)
		return oh_order_bad(m, "no phone is running here; only calls "
				    "of other commands are shown");
	m->o->peer = p->peer;

	return 0;
}

/** The same as oh_order_call(), but one of the phone's own */
int oh_order_own_call(const struct oh_board_call **cp,
		      struct order_making *m, const char *word)
{
	const struct oh_board_peer *peer;
	int err = oh_order_call(cp, m, word);

	if (err)
		return err;
	peer = oh_board_peer(m->prm->board, (*cp)->peer);
	if (oh_board_phone(m->prm->board)->here &&
	    oh_board_phone(m->prm->board)->peer == (*cp)->peer)
		return 0;

	return oh_order_bad(m, "that call is one of %s's (process %d), not "
			    "the phone's", peer ? peer->command : "?",
			    peer ? peer->pid : 0);
}

/* Something that can be dialled as it stands */
static bool is_number(const char *word)
{
	return (*word && strchr("+0123456789*#(", *word)) ||
	       0 == strncasecmp(word, "sip:", 4) ||
	       0 == strncasecmp(word, "sips:", 5) ||
	       0 == strncasecmp(word, "tel:", 4);
}

/**
 * Find what is to be dialled
 *
 * @param buf  Receives the number, as given, or that of a contact
 * @param size Its size [bytes]
 * @param m    Order
 * @param word Number or name
 *
 * @return 0, or EINVAL with why
 */
int oh_order_number(char *buf, size_t size, struct order_making *m,
		    const char *word)
{
	const struct oh_contact *who;

	if (is_number(word)) {
		if (strlen(word) >= size)
			return oh_order_bad(m, "the number is too long: "
					    "%zu bytes at most", size - 1);
		str_ncpy(buf, word, size);
		return 0;
	}
	who = m->prm->contacts ?
		oh_contacts_named(m->prm->contacts, word) : NULL;
	if (!who)
		return oh_order_bad(m, "\"%.40s\" is no number, as "
				    "+14255550100, and no name of one contact "
				    "alone", word);
	str_ncpy(buf, who->number, size);

	return 0;
}

/**
 * Make a path of what somebody has typed
 *
 * @param buf  Receives it, from the root on
 * @param size Its size [bytes]
 * @param m    Order
 * @param word "a.wav", "/tmp/a.wav", "~/a.wav"
 *
 * @return 0, or EINVAL with why
 */
int oh_order_path(char *buf, size_t size, struct order_making *m,
		  const char *word)
{
	const char *base = m->prm->cwd;
	bool home = word[0] == '~' && (word[1] == '/' || !word[1]);
	int n;

	if (!*word)
		return oh_order_bad(m, "the name of the file is empty");
	if (home) {
		base = m->prm->home;
		word += word[1] ? 2 : 1;
	}
	if (*word == '/')
		base = "";
	else if (!base || *base != '/')
		return oh_order_bad(m, "\"%.40s\": say the whole path, from / "
				    "on", word);
	n = re_snprintf(buf, size, "%s%s%s", base,
			*word == '/' || 0 == strcmp(base, "/") ? "" : "/",
			word);

	return n >= 0 ? 0 : oh_order_bad(m, "the path is too long");
}
