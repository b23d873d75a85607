/**
 * @file messages.c  The SIP messages of the calls that go on, whole
 *
 * A message keeps its number when others are left out: who asks for what came
 * since the last time, and who has one open on a screen, is not led astray.
 */
#include "base/compat.h"
#include "base/scan.h"
#include "trace/blank.h"
#include "trace/callid.h"
#include "trace/glimpse.h"
#include "trace/messages.h"

enum {
	HASH_SIZE = 256,
	FIRST_OF_CALL = OH_MESSAGES_OF_CALL / 2,    /* these stay        */
	LEN_MAX   = 64 * 1024,
	TEXT_MAX  = 512,
};

struct oh_messages {
	struct hash *hash;      /* of dialogs, by Call-ID                */
	struct list  list;      /* who has been silent longest first     */
	unsigned     count;
	size_t       bytes;
};

/** What has one Call-ID */
struct dialog {
	struct le           he;
	struct le           le;
	struct oh_messages *m;
	struct list         list;
	char               *call_id;
	size_t              count;    /* with those left out             */
	unsigned            kept;
};

struct message {
	struct le       le;
	struct dialog  *d;
	size_t          n;
	bool            again;        /* the same as one before          */
	struct oh_trace t;            /* data: behind this               */
};

static size_t size_of(const struct message *msg)
{
	return sizeof(*msg) + msg->t.len;
}

static void message_destructor(void *arg)
{
	struct message *msg = arg;

	list_unlink(&msg->le);
	msg->d->kept--;
	msg->d->m->bytes -= size_of(msg);
}

static void dialog_destructor(void *arg)
{
	struct dialog *d = arg;

	if (d->he.list)
		d->m->count--;
	hash_unlink(&d->he);
	list_unlink(&d->le);
	list_flush(&d->list);
	mem_deref(d->call_id);
}

static void destructor(void *arg)
{
	struct oh_messages *m = arg;

	list_flush(&m->list);
	mem_deref(m->hash);
}

/**
 * Make an empty store
 *
 * @param mp Returned, release with mem_deref
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_messages_alloc(struct oh_messages **mp)
{
	struct oh_messages *m;
	int err;

	if (!mp)
		return EINVAL;
	m = mem_zalloc(sizeof(*m), destructor);
	if (!m)
		return ENOMEM;
	err = hash_alloc(&m->hash, HASH_SIZE);
	if (err)
		mem_deref(m);
	else
		*mp = m;

	return err;
}

/* ---------------------------------------------------------------- dialogs */

static bool is_it(struct le *le, void *arg)
{
	const struct dialog *d = le->data;

	return 0 == pl_strcmp(arg, d->call_id);
}

static struct dialog *find(const struct oh_messages *m,
			   const struct pl *call_id)
{
	return list_ledata(hash_lookup(m->hash, hash_joaat_pl(call_id), is_it,
				       (void *)(uintptr_t)call_id));
}

static struct dialog *find_str(const struct oh_messages *m,
			       const char *call_id)
{
	struct pl pl;

	if (!m || !call_id)
		return NULL;
	pl_set_str(&pl, call_id);

	return find(m, &pl);
}

static struct dialog *begin(struct oh_messages *m, const struct pl *call_id)
{
	struct dialog *d = mem_zalloc(sizeof(*d), dialog_destructor);

	if (!d)
		return NULL;
	d->m = m;
	if (pl_strdup(&d->call_id, call_id)) {
		mem_deref(d);
		return NULL;
	}
	if (m->count >= OH_MESSAGES_CALLS)
		mem_deref(list_ledata(list_head(&m->list)));
	hash_append(m->hash, hash_joaat_pl(call_id), &d->he, d);
	list_append(&m->list, &d->le, d);
	m->count++;

	return d;
}

/* --------------------------------------------------------------- messages */

/* A retransmission has every byte of the first (RFC 3261 17.1.1.2) */
static bool is_again(const struct dialog *d, const struct oh_trace *t)
{
	for (struct le *le = list_tail(&d->list); le; le = le->prev) {
		const struct message *msg = le->data;

		if (msg->t.tx == t->tx && msg->t.len == t->len &&
		    0 == memcmp(msg->t.data, t->data, t->len))
			return true;
	}

	return false;
}

static int keep(struct dialog *d, const struct oh_trace *t)
{
	size_t len = min(t->len, (size_t)LEN_MAX);
	struct message *msg = mem_zalloc(sizeof(*msg) + len,
					 message_destructor);
	uint8_t *data;

	/* It has its number all the same */
	d->count++;
	if (!msg)
		return ENOMEM;
	data = (uint8_t *)(msg + 1);
	memcpy(data, t->data, len);
	oh_blank_secrets(data, len);
	msg->d      = d;
	msg->n      = d->count - 1;
	msg->t      = *t;
	msg->t.data = data;
	msg->t.len  = len;
	msg->again  = is_again(d, &msg->t);
	list_append(&d->list, &msg->le, msg);
	d->kept++;
	d->m->bytes += size_of(msg);

	return 0;
}

/* The first ones say how it began, the last ones how it is */
static void drop_middle(struct dialog *d)
{
	struct le *le = list_head(&d->list);

	for (unsigned i = 0; i < FIRST_OF_CALL && le && le->next; i++)
		le = le->next;
	mem_deref(list_ledata(le));
}

static void make_room(struct oh_messages *m, struct dialog *mine)
{
	if (mine->kept > OH_MESSAGES_OF_CALL)
		drop_middle(mine);
	while (m->bytes > OH_MESSAGES_BYTES) {
		struct dialog *oldest = list_ledata(list_head(&m->list));

		if (oldest != mine)
			mem_deref(oldest);
		else
			drop_middle(mine);
	}
}

static bool is_invite(const struct oh_trace *t)
{
	static const char word[] = "INVITE ";

	return t->len >= sizeof(word) - 1 &&
		0 == memcmp(t->data, word, sizeof(word) - 1);
}

static bool is_sip(const struct oh_trace *t)
{
	return t->proto != OH_TRACE_RTP && t->proto != OH_TRACE_RTCP;
}

/**
 * Take a message
 *
 * Only what begins with an INVITE is kept. One for which there is no memory is
 * left out.
 *
 * @param m Store; NULL is accepted
 * @param t Message, borrowed
 */
void oh_messages_add(struct oh_messages *m, const struct oh_trace *t)
{
	struct pl call_id;
	struct dialog *d;

	if (!m || !t || !is_sip(t) || !oh_callid_find(&call_id, t))
		return;
	d = find(m, &call_id);
	if (!d && is_invite(t))
		d = begin(m, &call_id);
	if (!d)
		return;
	list_unlink(&d->le);
	list_append(&m->list, &d->le, d);
	if (!keep(d, t))
		make_room(m, d);
}

/**
 * How many messages a call had so far, with those that were left out
 *
 * @param m       Store; NULL is accepted
 * @param call_id Call-ID
 */
size_t oh_messages_count(const struct oh_messages *m, const char *call_id)
{
	const struct dialog *d = find_str(m, call_id);

	return d ? d->count : 0;
}

static const struct message *find_message(const struct oh_messages *m,
					  const char *call_id, size_t n)
{
	const struct dialog *d = find_str(m, call_id);
	struct le *le;

	/* Mostly the latest are asked for */
	for (le = d ? list_tail(&d->list) : NULL; le; le = le->prev) {
		const struct message *msg = le->data;

		if (msg->n == n)
			return msg;
	}

	return NULL;
}

/**
 * Get a message of a call
 *
 * @param t       Receives it; borrowed until the next is added
 * @param m       Store; NULL is accepted
 * @param call_id Call-ID
 * @param n       Which, from 0
 *
 * @return 0, ENOENT: there is none yet, or it was left out
 */
int oh_messages_at(struct oh_trace *t, const struct oh_messages *m,
		   const char *call_id, size_t n)
{
	const struct message *msg = find_message(m, call_id, n);

	if (!msg)
		return ENOENT;
	*t = msg->t;

	return 0;
}

/**
 * Tell whether a message is one that was sent again
 *
 * @param m       Store; NULL is accepted
 * @param call_id Call-ID
 * @param n       Which, from 0
 *
 * @return true if one that is kept before it has the same bytes and direction
 */
bool oh_messages_is_again(const struct oh_messages *m, const char *call_id,
			  size_t n)
{
	const struct message *msg = find_message(m, call_id, n);

	return msg && msg->again;
}

/* ---------------------------------------------------------------- showing */

static int print_note(struct re_printf *pf, const struct oh_glimpse *g)
{
	const struct oh_glimpse_codecs codecs = { g, " ", "telephone-event" };
	const char *sep = "";
	struct pl port;
	int err = 0;

	if (oh_glimpse_port(&port, g)) {
		err = re_hprintf(pf, "%H", oh_glimpse_codecs, &codecs);
		sep = ", ";
	}
	if (!err && g->dir.l) {
		err = re_hprintf(pf, "%s%r", sep, &g->dir);
		sep = ", ";
	}
	if (!err && g->reason.l)
		err = re_hprintf(pf, "%s%r", sep, &g->reason);

	return err;
}

/**
 * Print what is shown of a message, safe for a terminal
 *
 * @param line     Receives its first line; of a response with its method
 * @param size     Size of it [bytes]
 * @param note     Receives what matters of the rest, or ""
 * @param notesize Size of it [bytes]
 * @param t        Message
 */
void oh_messages_line(char *line, size_t size, char *note, size_t notesize,
		      const struct oh_trace *t)
{
	struct oh_glimpse g;
	char text[TEXT_MAX];

	*line = *note = '\0';
	if (!oh_glimpse_read(&g, t->data, t->len))
		return;
	/* What does not fit is cut: text is terminated in any case */
	(void)re_snprintf(text, sizeof(text), "%H", oh_glimpse_first, &g);
	(void)oh_scan_safe(line, size, text, strlen(text));
	(void)re_snprintf(text, sizeof(text), "%H", print_note, &g);
	(void)oh_scan_safe(note, notesize, text, strlen(text));
}
