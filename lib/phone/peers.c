/**
 * @file peers.c  Links to all processes that hold calls, feeding one board
 *
 * After the hello of a process: its events from now on, then the list of its
 * calls, so that nothing can happen in between. What a request changes
 * (muted, recording) is no event: the list is asked for again after it.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/clock.h"
#include "ctl/ctl.h"
#include "ctl/dir.h"
#include "phone/member.h"
#include "phone/peers.h"

enum { LOOK_MS = 1000, AGAIN_MS = 10000, LIST_MS = 20 };

struct oh_peers {
	struct oh_peers_prm prm;
	struct list peerl;             /* struct peer                      */
	struct list askl;              /* struct asking                    */
	struct tmr  tmr;
	uint32_t    last;              /* number given                     */
};

/** A socket there is */
struct peer {
	struct le        le;
	struct oh_peers *p;
	struct oh_link  *l;            /* NULL: not wanted, or of no use   */
	struct tmr       tmr;          /* list again                       */
	uint64_t         again_ms;     /* not before; 0: never             */
	uint32_t         id;
	bool             told;         /* the board knows it               */
	bool             seen;         /* its socket is still there        */
	char             path[OH_CTL_PATH_SIZE];
};

/** What several requests that are one to somebody have in common */
struct all {
	unsigned         owed;
	bool             bad;          /* he was told of one that failed   */
	bool             hangup;       /* of all calls                     */
	oh_link_reply_h *h;
	void            *arg;
};

/** A request of somebody's */
struct asking {
	struct le        le;
	struct oh_peers *p;
	uint32_t         peer;
	struct all      *all;
};

static uint64_t now_ms(void)
{
	return oh_clock_us() / 1000;
}

static void changed(struct oh_peers *p)
{
	if (p->prm.changeh)
		p->prm.changeh(p->prm.arg);
}

static void peer_destructor(void *arg)
{
	struct peer *pr = arg;

	tmr_cancel(&pr->tmr);
	list_unlink(&pr->le);
	mem_deref(pr->l);
}

static void asking_destructor(void *arg)
{
	struct asking *a = arg;

	list_unlink(&a->le);
	mem_deref(a->all);
}

static void destructor(void *arg)
{
	struct oh_peers *p = arg;

	tmr_cancel(&p->tmr);
	list_flush(&p->peerl);
	list_flush(&p->askl);
	mem_deref(p->prm.board);
}

static struct peer *find(const struct oh_peers *p, uint32_t id)
{
	for (struct le *le = list_head(&p->peerl); le; le = le->next) {
		struct peer *pr = le->data;

		if (pr->l && pr->told && pr->id == id)
			return pr;
	}

	return NULL;
}

static cJSON *request(const char *verb)
{
	cJSON *o = cJSON_CreateObject();

	(void)cJSON_AddStringToObject(o, "do", verb);

	return o;
}

/* A list, or how the phone stands */
static void board_handler(const cJSON *reply, void *arg)
{
	struct peer *pr = arg;

	if (reply && oh_board_line(pr->p->prm.board, pr->id, reply, now_ms()))
		changed(pr->p);
}

static int ask_list(struct peer *pr)
{
	return oh_link_ask(pr->l, request("list"), board_handler, pr);
}

/* If it cannot be asked now it will be after the next request */
static void list_handler(void *arg)
{
	(void)ask_list(arg);
}

/* Not wanted here: its socket is remembered, not its process */
static void leave(struct peer *pr, uint64_t again_ms)
{
	tmr_cancel(&pr->tmr);
	pr->l        = mem_deref(pr->l);
	pr->again_ms = again_ms;
}

static int begin(struct peer *pr)
{
	const struct oh_peers_prm *prm = &pr->p->prm;
	cJSON *o;
	int err;

	err = oh_link_ask(pr->l, request("events"), NULL, NULL);
	if (!err)
		err = ask_list(pr);
	if (!err && prm->meters_s > 0.0) {
		o = request("meters");
		(void)cJSON_AddNumberToObject(o, "every", prm->meters_s);
		err = oh_link_ask(pr->l, o, NULL, NULL);
	}

	return err;
}

static int begin_phone(struct peer *pr)
{
	const struct oh_peers_prm *prm = &pr->p->prm;
	int err = oh_link_ask(pr->l, request("status"), board_handler, pr);
	cJSON *o;

	if (err || !prm->screen)
		return err;
	o = request("screen");
	(void)cJSON_AddStringToObject(o, "state", "on");
	(void)cJSON_AddStringToObject(o, "name", prm->screen);

	return oh_link_ask(pr->l, o, NULL, NULL);
}

static bool is_phone(const struct peer *pr)
{
	const struct oh_board_phone *ph = oh_board_phone(pr->p->prm.board);

	return pr->told && ph->here && ph->peer == pr->id;
}

/* One that cannot be asked anything is not shown */
static int introduce(struct peer *pr, const cJSON *hello)
{
	struct oh_board *b = pr->p->prm.board;
	int err = oh_board_add_peer(b, pr->id, hello);

	if (err)
		return err;
	pr->told = true;
	err = begin(pr);
	if (!err && is_phone(pr))
		err = begin_phone(pr);
	if (err) {
		oh_board_drop_peer(b, pr->id, now_ms());
		pr->told = false;
	}

	return err;
}

static void hello_handler(struct oh_link *l, const cJSON *hello, void *arg)
{
	struct peer *pr = arg;
	struct oh_peers *p = pr->p;
	bool phone;
	int err;

	if (!p->prm.all && 0 != strcmp(oh_link_command(l), "phoned")) {
		leave(pr, 0);
		return;
	}
	err = introduce(pr, hello);
	if (err) {
		leave(pr, now_ms() + AGAIN_MS);
		return;
	}
	phone = is_phone(pr);
	mem_ref(p);
	changed(p);
	if (phone && mem_nrefs(p) > 1 && p->prm.phoneh)
		p->prm.phoneh(true, p->prm.arg);
	mem_deref(p);
}

static void event_handler(struct oh_link *l, const cJSON *ev, void *arg)
{
	struct peer *pr = arg;
	struct oh_peers *p = mem_ref(pr->p);
	uint32_t id = pr->id;

	(void)l;
	if (!pr->told) {
		mem_deref(p);
		return;
	}
	if (oh_board_line(p->prm.board, id, ev, now_ms()))
		changed(p);
	if (mem_nrefs(p) > 1 && p->prm.eventh)
		p->prm.eventh(id, ev, p->prm.arg);
	mem_deref(p);
}

static void gone_handler(struct oh_link *l, int err, void *arg)
{
	struct peer *pr = arg;
	struct oh_peers *p = mem_ref(pr->p);
	bool phone = is_phone(pr), told = pr->told;

	(void)l;
	(void)err;
	if (told)
		oh_board_drop_peer(p->prm.board, pr->id, now_ms());
	pr->told = false;
	leave(pr, now_ms() + (told ? LOOK_MS : AGAIN_MS));
	if (told)
		changed(p);
	if (mem_nrefs(p) > 1 && phone && p->prm.phoneh)
		p->prm.phoneh(false, p->prm.arg);
	mem_deref(p);
}

static void hung_handler(struct oh_link *l, bool hung, void *arg)
{
	struct peer *pr = arg;
	struct oh_peers *p = mem_ref(pr->p);
	uint32_t id = pr->id;

	(void)l;
	if (pr->told) {
		oh_board_hang_peer(p->prm.board, id, hung);
		changed(p);
	}
	if (mem_nrefs(p) > 1 && p->prm.hungh)
		p->prm.hungh(id, hung, p->prm.arg);
	mem_deref(p);
}

static int open_link(struct peer *pr)
{
	const struct oh_link_prm prm = {
		.path = pr->path, .helloh = hello_handler,
		.eventh = event_handler, .hungh = hung_handler,
		.goneh = gone_handler, .arg = pr,
	};
	int err;

	pr->id = ++pr->p->last;
	err = oh_link_open(&pr->l, &prm);
	if (err)
		pr->again_ms = now_ms() + (err == EAGAIN ? AGAIN_MS : LOOK_MS);

	return err;
}

static struct peer *find_path(const struct oh_peers *p, const char *path)
{
	for (struct le *le = list_head(&p->peerl); le; le = le->next) {
		struct peer *pr = le->data;

		if (0 == strcmp(pr->path, path))
			return pr;
	}

	return NULL;
}

static bool is_ours(const char *path)
{
	const char *name = strrchr(path, '/');

	return name && strtol(name + 1, NULL, 10) == (long)getpid();
}

static int socket_handler(const char *path, void *arg)
{
	struct oh_peers *p = arg;
	struct peer *pr = find_path(p, path);

	if (pr) {
		pr->seen = true;
		if (!pr->l && pr->again_ms && now_ms() >= pr->again_ms)
			(void)open_link(pr);
		return 0;
	}
	if (is_ours(path) || list_count(&p->peerl) >= OH_CTL_CLIENTS_MAX)
		return 0;
	pr = mem_zalloc(sizeof(*pr), peer_destructor);
	if (!pr)
		return ENOMEM;
	pr->p    = p;
	pr->seen = true;
	str_ncpy(pr->path, path, sizeof(pr->path));
	list_append(&p->peerl, &pr->le, pr);
	(void)open_link(pr);

	return 0;
}

static void look_handler(void *arg)
{
	struct oh_peers *p = arg;
	struct le *le;

	tmr_start(&p->tmr, LOOK_MS, look_handler, p);
	for (le = list_head(&p->peerl); le; le = le->next)
		((struct peer *)le->data)->seen = false;
	(void)oh_ctl_dir_each(socket_handler, p);
	/* A link outlives its socket's name */
	for (le = list_head(&p->peerl); le; ) {
		struct peer *pr = le->data;

		le = le->next;
		if (!pr->seen && !pr->l)
			mem_deref(pr);
	}
}

/**
 * Look for processes that hold calls, from now on
 *
 * @param pp  Returned, release with mem_deref: links are closed, and no
 *            handler is called
 * @param prm Board and handlers, which are never called before this returns
 *
 * @return 0 or ENOMEM
 */
int oh_peers_alloc(struct oh_peers **pp, const struct oh_peers_prm *prm)
{
	struct oh_peers *p = mem_zalloc(sizeof(*p), destructor);

	if (!p)
		return ENOMEM;
	p->prm = *prm;
	mem_ref(p->prm.board);
	tmr_start(&p->tmr, 0, look_handler, p);
	*pp = p;

	return 0;
}

/* A call that has ended by itself has been hung up, too */
static bool is_over(const struct all *all, const cJSON *reply)
{
	const char *cause = oh_member_str(reply, "cause");

	return all->hangup && cause && 0 == strcmp(cause, "hung-up");
}

/* The last word of several; of those that failed the first */
static void tell(struct all *all, const cJSON *reply)
{
	cJSON *over = is_over(all, reply) ? cJSON_CreateObject() : NULL;
	oh_link_reply_h *h = all->h;
	bool ok;

	if (over && cJSON_AddTrueToObject(over, "ok"))
		reply = over;
	ok = oh_member_flag(NULL, reply, "ok");
	if ((--all->owed && (ok || all->bad)) || all->bad)
		goto out;
	all->bad = !ok;
	if (h)
		h(reply, all->arg);
 out:
	cJSON_Delete(over);
}

static void reply_handler(const cJSON *reply, void *arg)
{
	struct asking *a = arg;
	struct all *all = mem_ref(a->all);
	struct peer *pr = find(a->p, a->peer);

	if (pr && reply && !tmr_isrunning(&pr->tmr))
		tmr_start(&pr->tmr, LIST_MS, list_handler, pr);
	mem_deref(a);
	tell(all, reply);
	mem_deref(all);
}

/* ask: given */
static int ask_one(struct oh_peers *p, struct peer *pr, cJSON *ask,
		   struct all *all)
{
	struct asking *a = mem_zalloc(sizeof(*a), asking_destructor);
	int err;

	if (!a) {
		cJSON_Delete(ask);
		return ENOMEM;
	}
	a->p    = p;
	a->peer = pr->id;
	a->all  = mem_ref(all);
	list_append(&p->askl, &a->le, a);
	err = oh_link_ask(pr->l, ask, reply_handler, a);
	if (err)
		mem_deref(a);
	else
		all->owed++;

	return err;
}

static cJSON *hangup_of(const char *call)
{
	cJSON *o = request("hangup");

	(void)cJSON_AddStringToObject(o, "call", call);

	return o;
}

/* Each call of each process there is */
static int hang_up_all(struct oh_peers *p, struct all *all)
{
	const struct oh_board_call *c;
	int err = ENOTCONN;

	for (size_t i = 0; (c = oh_board_at(p->prm.board, i)); i++) {
		struct peer *pr = find(p, c->peer);
		int e;

		if (c->state == OH_BOARD_ENDED || !pr)
			continue;
		e = ask_one(p, pr, hangup_of(c->id), all);
		err = e && err ? e : 0;
	}

	return err;
}

static bool is_hangup_all(const cJSON *ask)
{
	const char *verb = oh_member_str(ask, "do");
	const char *call = oh_member_str(ask, "call");

	return verb && call && 0 == strcmp(verb, "hangup") &&
		0 == strcmp(call, "all");
}

/**
 * Ask a process for something
 *
 * @param p    Peers
 * @param peer Which
 * @param ask  Request, given; {"do":"hangup","call":"all"} goes for each call
 *             to its process, whichever peer is
 * @param h    Called with the reply, or NULL: the process is gone; of several
 *             with the first that is not ok, else with the last. Or NULL
 * @param arg  Its argument
 *
 * @return 0, ENOTCONN: it is gone, EAGAIN, E2BIG or ENOMEM; then h is not
 *         called
 */
int oh_peers_ask(struct oh_peers *p, uint32_t peer, cJSON *ask,
		 oh_link_reply_h *h, void *arg)
{
	struct all *all = mem_zalloc(sizeof(*all), NULL);
	struct peer *pr = find(p, peer);
	int err;

	if (!all || !ask) {
		cJSON_Delete(ask);
		mem_deref(all);
		return ENOMEM;
	}
	all->h   = h;
	all->arg = arg;
	if (is_hangup_all(ask)) {
		all->hangup = true;
		cJSON_Delete(ask);
		err = hang_up_all(p, all);
	}
	else if (!pr) {
		cJSON_Delete(ask);
		err = ENOTCONN;
	}
	else {
		err = ask_one(p, pr, ask, all);
	}
	mem_deref(all);

	return err;
}

/** Call no handler of oh_peers_ask() with that argument any more */
void oh_peers_forget(struct oh_peers *p, const void *arg)
{
	for (struct le *le = list_head(&p->askl); le; le = le->next) {
		struct asking *a = le->data;

		if (a->all->arg == arg)
			a->all->h = NULL;
	}
}
