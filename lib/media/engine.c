/**
 * @file engine.c  The media thread
 */
#include <poll.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include "base/clock.h"
#include "media/engine_priv.h"
#include "media/mixer.h"
#include "media/relay.h"
#include "media/thread.h"

enum {
	TICK_US   = OH_PACER_TICK_MS * 1000,
	EAGER_MAX = 32,   /* with so few streams, look between their turns   */
	EAGER     = 2,    /* [ticks]: a digit is told within 4 ms            */
};

static void join(struct oh_engine *eng)
{
	if (!eng->running)
		return;
	atomic_store(&eng->quit, true);
	oh_mailbox_wake(&eng->in);
	pthread_join(eng->thread, NULL);
	eng->running = false;
}

static void deliver_all(struct oh_engine *eng)
{
	struct oh_msg *msg = oh_mailbox_take(&eng->out);

	while (msg) {
		struct oh_msg *next = msg->next;

		oh_stream_deliver(msg);
		msg = next;
	}
}

static void destructor(void *arg)
{
	struct oh_engine *eng = arg;

	/* No stream is left, for each holds us: all sessions are closing. */
	join(eng);
	mem_deref(eng->writer);
	mem_deref(eng->piper);
	mem_deref(eng->dtls_id);
	if (eng->out.ready)
		deliver_all(eng);
	if (eng->listening)
		fd_close(eng->out.fd);
	oh_mailbox_close(&eng->in);
	oh_mailbox_close(&eng->out);
	if (eng->timer_fd >= 0)
		close(eng->timer_fd);
	if (eng->relay_fd >= 0)
		close(eng->relay_fd);
}

static void out_handler(int flags, void *arg)
{
	struct oh_engine *eng = mem_ref(arg);   /* a handler may drop us */

	(void)flags;
	deliver_all(eng);
	mem_deref(eng);
}

/**
 * The time of a tick
 *
 * @param eng  Engine
 * @param tick Tick
 *
 * @return As oh_clock_us()
 */
uint64_t oh_engine_tick_us(const struct oh_engine *eng, uint64_t tick)
{
	return eng->base_us + tick * TICK_US;
}

/**
 * The tick of this wake
 *
 * @param eng Engine
 */
uint64_t oh_engine_tick(const struct oh_engine *eng)
{
	return (eng->now_us - eng->base_us) / TICK_US;
}

/**
 * Show a packet to the trace handler
 *
 * @param eng  Engine
 * @param tx   We sent it
 * @param src  Where from
 * @param dst  Where to
 * @param data RTP packet
 * @param len  Its length [bytes]
 */
void oh_engine_trace(const struct oh_engine *eng, bool tx,
		     const struct sa *src, const struct sa *dst,
		     const uint8_t *data, size_t len)
{
	struct sockaddr_storage from = { 0 }, to = { 0 };

	if (!eng->prm.traceh)
		return;
	memcpy(&from, &src->u, sizeof(src->u));
	memcpy(&to, &dst->u, sizeof(dst->u));
	eng->prm.traceh(tx, &from, &to, data, len, eng->prm.tracearg);
}

/* The timer runs only while there is something to pace. */
static void arm(struct oh_engine *eng)
{
	struct itimerspec its = { 0 };
	bool want = eng->pacer.count > 0;
	uint64_t us;

	if (want == eng->armed)
		return;
	eng->armed = want;
	if (want) {
		us = oh_engine_tick_us(eng, eng->pacer.tick + 1);
		its.it_value.tv_sec     = (time_t)(us / 1000000);
		its.it_value.tv_nsec    = (long)(us % 1000000) * 1000;
		its.it_interval.tv_nsec = TICK_US * 1000;
	}
	/* Cannot fail: the descriptor and the times are sound. */
	(void)timerfd_settime(eng->timer_fd, TFD_TIMER_ABSTIME, &its, NULL);
}

static void wait(struct oh_engine *eng)
{
	struct pollfd fdv[] = {
		{ .fd = eng->in.fd, .events = POLLIN },
		{ .fd = eng->timer_fd, .events = POLLIN },
	};
	uint64_t n;

	/* Whatever woke us, the clock says what is due. */
	(void)poll(fdv, ARRAY_SIZE(fdv), -1);
	if ((fdv[1].revents & POLLIN) &&
	    read(eng->timer_fd, &n, sizeof(n)) < 0)
		return;
}

static void handle_all(struct oh_engine *eng, uint64_t tick)
{
	struct oh_msg *msg = oh_mailbox_take(&eng->in);

	while (msg) {
		struct oh_msg *next = msg->next;

		if (msg->kind == OH_MSG_ROOM_END)
			oh_mixer_end((struct oh_mixer *)msg);
		else
			oh_session_handle(msg, tick);
		msg = next;
	}
}

static void serve(void *data, uint64_t tick, void *arg)
{
	(void)arg;
	oh_session_serve(data, tick);
}

static void drain(void *data, uint64_t tick, void *arg)
{
	(void)tick;
	(void)arg;
	oh_rx_drain(data);
}

static void *run(void *arg)
{
	struct oh_engine *eng = arg;

	while (!atomic_load(&eng->quit) || atomic_load(&eng->sessions)) {
		uint64_t tick;

		wait(eng);
		eng->now_us  = oh_clock_us();
		eng->wall_us = oh_clock_wall_us();
		tick = oh_engine_tick(eng);

		handle_all(eng, tick);
		oh_relay_poll(eng);
		if (eng->pacer.count <= EAGER_MAX && tick % EAGER == 0)
			oh_pacer_each(&eng->pacer, tick, drain, NULL);
		if (eng->pacer.count)
			oh_pacer_run(&eng->pacer, tick, serve, NULL);
		arm(eng);
	}
	return NULL;
}

static void init_rx(struct oh_engine_rx *rx)
{
	for (size_t i = 0; i < OH_ENGINE_BATCH; i++) {
		struct msghdr *mh = &rx->msgv[i].msg_hdr;

		rx->iov[i].iov_base = rx->bufv[i];
		rx->iov[i].iov_len  = OH_ENGINE_RX_BYTES;
		mh->msg_iov     = &rx->iov[i];
		mh->msg_iovlen  = 1;
		mh->msg_name    = &rx->srcv[i].u;
		mh->msg_control = rx->ctlv[i];
	}
}

static int open_fds(struct oh_engine *eng)
{
	eng->relay_fd = -1;
	eng->timer_fd = timerfd_create(CLOCK_MONOTONIC,
				       TFD_NONBLOCK | TFD_CLOEXEC);
	if (eng->timer_fd < 0)
		return errno;
	eng->relay_fd = epoll_create1(EPOLL_CLOEXEC);

	return eng->relay_fd < 0 ? errno : 0;
}

/**
 * Start the media thread
 *
 * Make and release it on the main loop; releasing waits until the thread has
 * ended and every recording is on disk. Streams hold a reference.
 *
 * @param ep  Receives it; release with mem_deref
 * @param prm Parameters, copied; NULL: any port, no trace
 *
 * @return 0, ENOMEM, or what the system said (EMFILE, EAGAIN)
 */
int oh_engine_alloc(struct oh_engine **ep, const struct oh_engine_prm *prm)
{
	struct oh_engine *eng = mem_zalloc(sizeof(*eng), destructor);
	int err;

	if (!eng)
		return ENOMEM;
	if (prm)
		eng->prm = *prm;
	init_rx(&eng->rx);
	/* Tick 0 is past, so that the tick before any is a tick. */
	eng->base_us = oh_clock_us() - OH_PACER_CYCLE * TICK_US;

	err = open_fds(eng);
	if (err)
		goto out;
	err = oh_mailbox_open(&eng->in);
	if (err)
		goto out;
	err = oh_mailbox_open(&eng->out);
	if (err)
		goto out;
	err = fd_listen(eng->out.fd, FD_READ, out_handler, eng);
	if (err)
		goto out;
	eng->listening = true;
	err = oh_writer_alloc(&eng->writer);
	if (err)
		goto out;
	err = oh_thread_start(&eng->thread, run, eng);
	eng->running = !err;
 out:
	if (err)
		mem_deref(eng);
	else
		*ep = eng;
	return err;
}
