/**
 * @file multi.c  libcurl's transfers on the main loop
 *
 *     curl --- wants these sockets, this timer ---> fd_listen, tmr_start
 *     curl <-- curl_multi_socket_action() --------- they are ready
 *     curl --- curl_multi_info_read() ------------> done handler
 *
 * Done handlers are called when libcurl has returned, never from within it,
 * so they may add and remove transfers.
 */
#include "base/compat.h"
#include "multi_priv.h"

struct oh_multi {
	CURLM     *cm;
	struct tmr tmr;
	bool       global;       /**< we hold one curl_global_init()       */
	oh_multi_done_h *doneh;
};

static void multi_destructor(void *arg)
{
	struct oh_multi *m = arg;

	/* Closing what it kept, libcurl may ask for sockets and the timer. */
	curl_multi_cleanup(m->cm);
	tmr_cancel(&m->tmr);
	if (m->global)
		curl_global_cleanup();
}

static void tell_done(struct oh_multi *m)
{
	const CURLMsg *msg;
	int left = 0;

	while ((msg = curl_multi_info_read(m->cm, &left))) {
		const CURLcode code = msg->data.result;
		CURL *easy = msg->easy_handle;
		void *arg = NULL;

		if (msg->msg != CURLMSG_DONE)
			continue;
		(void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &arg);
		(void)curl_multi_remove_handle(m->cm, easy);
		m->doneh(code, arg);
	}
}

static void act(struct oh_multi *m, curl_socket_t fd, int events)
{
	int running = 0;

	/* The last owner may let go in a done handler. */
	mem_ref(m);
	/* A watch could not be had: all transfers fail, when run once more. */
	if (curl_multi_socket_action(m->cm, fd, events, &running) ==
	    CURLM_ABORTED_BY_CALLBACK)
		(void)curl_multi_perform(m->cm, &running);
	tell_done(m);
	mem_deref(m);
}

/*
 * The loop says on which descriptor only by the handler's argument, and has
 * one argument; a watch is kept by libcurl for each socket.
 */
struct watch {
	struct oh_multi *m;
	curl_socket_t fd;
};

static void ready(int flags, void *arg)
{
	const struct watch *w = arg;
	int events = 0;

	if (flags & FD_READ)
		events |= CURL_CSELECT_IN;
	if (flags & FD_WRITE)
		events |= CURL_CSELECT_OUT;
	if (flags & FD_EXCEPT)
		events |= CURL_CSELECT_ERR;
	act(w->m, w->fd, events);
}

static void expired(void *arg)
{
	act(arg, CURL_SOCKET_TIMEOUT, 0);
}

static void forget(struct oh_multi *m, struct watch *w, curl_socket_t fd)
{
	fd_close(fd);
	(void)curl_multi_assign(m->cm, fd, NULL);
	mem_deref(w);
}

static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *arg,
			void *sockarg)
{
	struct oh_multi *m = arg;
	struct watch *w = sockarg;
	int flags = 0;
	(void)easy;

	if (what == CURL_POLL_REMOVE) {
		forget(m, w, fd);
		return 0;
	}
	if (!w) {
		w = mem_zalloc(sizeof(*w), NULL);
		if (!w)
			return -1;
		w->m = m;
		w->fd = fd;
		(void)curl_multi_assign(m->cm, fd, w);
	}
	if (what != CURL_POLL_OUT)
		flags |= FD_READ;
	if (what != CURL_POLL_IN)
		flags |= FD_WRITE;

	return fd_listen(fd, flags, ready, w) ? -1 : 0;
}

static int set_timer(CURLM *cm, long ms, void *arg)
{
	struct oh_multi *m = arg;
	(void)cm;

	if (ms < 0)
		tmr_cancel(&m->tmr);
	else
		tmr_start(&m->tmr, (uint64_t)ms, expired, m);

	return 0;
}

/**
 * Make a place for transfers, which shares their connections
 *
 * @param mp    Set on success; release when no transfer is left in it
 * @param doneh Called from the loop when a transfer has ended
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_multi_alloc(struct oh_multi **mp, oh_multi_done_h *doneh)
{
	struct oh_multi *m;

	if (!mp || !doneh)
		return EINVAL;

	m = mem_zalloc(sizeof(*m), multi_destructor);
	if (!m)
		return ENOMEM;
	m->doneh = doneh;
	m->global = 0 == curl_global_init(CURL_GLOBAL_DEFAULT);
	m->cm = m->global ? curl_multi_init() : NULL;
	if (!m->cm) {
		mem_deref(m);
		return ENOMEM;
	}

	(void)curl_multi_setopt(m->cm, CURLMOPT_SOCKETFUNCTION, watch_socket);
	(void)curl_multi_setopt(m->cm, CURLMOPT_SOCKETDATA, m);
	(void)curl_multi_setopt(m->cm, CURLMOPT_TIMERFUNCTION, set_timer);
	(void)curl_multi_setopt(m->cm, CURLMOPT_TIMERDATA, m);
	*mp = m;

	return 0;
}

/**
 * Start a transfer; the done handler is not called from here
 *
 * @param m    Place
 * @param easy Transfer, borrowed until it is done or removed
 *
 * @return 0, ENOMEM
 */
int oh_multi_add(struct oh_multi *m, CURL *easy)
{
	return curl_multi_add_handle(m->cm, easy) ? ENOMEM : 0;
}

/**
 * Give a transfer up; nothing happens if it is done already
 *
 * @param m    Place
 * @param easy Transfer
 */
void oh_multi_remove(struct oh_multi *m, CURL *easy)
{
	(void)curl_multi_remove_handle(m->cm, easy);
}
