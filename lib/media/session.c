/**
 * @file session.c  A stream's half on the media thread: its life
 */
#include "media/echo.h"
#include "media/engine_priv.h"
#include "media/mixer.h"
#include "media/piping.h"
#include "media/relay.h"
#include "media/secret.h"
#include "media/sock.h"
#include "media/tap.h"

static void destructor(void *arg)
{
	struct oh_session *s = arg;

	oh_secure_reset(s);
	mem_deref(s->tap);
	mem_deref(s->detect);
	mem_deref(s->tx.echo);
	mem_deref(s->remote);
	oh_relay_reset(&s->relay);
	oh_meter_stop(&s->us_meter);
	oh_meter_stop(&s->them_meter);
	if (s->fd >= 0)
		close(s->fd);
	if (s->rtcp_fd >= 0)
		close(s->rtcp_fd);
}

static void own(struct oh_session *s, struct oh_msg *msg,
		enum oh_msg_kind kind)
{
	msg->ses  = s;
	msg->kind = kind;
}

/**
 * Make a session with its sockets (main loop)
 *
 * @param sp    Receives it; release with mem_deref unless it was handed to
 *              the media thread by a message
 * @param eng   Engine, borrowed: it outlives its sessions
 * @param laddr Local address, its port ignored
 *
 * @return 0, ENOMEM, EADDRINUSE or what the system said of the sockets
 */
int oh_session_alloc(struct oh_session **sp, struct oh_engine *eng,
		     const struct sa *laddr)
{
	struct oh_session *s = mem_zalloc(sizeof(*s), destructor);
	int err;

	if (!s)
		return ENOMEM;
	s->fd = s->rtcp_fd = -1;
	s->eng   = eng;
	s->laddr = *laddr;

	err = oh_sock_pair(&s->fd, &s->rtcp_fd, &s->laddr,
			   eng->prm.port_min, eng->prm.port_max);
	if (err)
		goto out;

	s->tx.ssrc  = rand_u32();
	s->tx.ts    = rand_u32();
	/* Far from where it wraps: RFC 3711 3.3.1 has both ends begin to
	   count at the first packet, which may get lost. */
	s->tx.seq   = rand_u16() >> 1;
	s->tx.fresh = true;
	s->rtcp.rtt_ms = -1.0;
	rand_str(s->rtcp.cname, sizeof(s->rtcp.cname));  /* RFC 7022 4.2 */

	own(s, &s->wish_msg, OH_MSG_WISH);
	own(s, &s->quality_msg, OH_MSG_EVENT);
	own(s, &s->closed_msg, OH_MSG_CLOSE);
	for (size_t i = 0; i < OH_SESSION_EVENTS; i++)
		own(s, &s->eventv[i], OH_MSG_EVENT);
 out:
	if (err)
		mem_deref(s);
	else
		*sp = s;
	return err;
}

/**
 * Have the media thread look at the wishes (main loop)
 *
 * @param s Session; one of its wishes was just changed
 */
void oh_session_wish(struct oh_session *s)
{
	if (!atomic_exchange(&s->wish_msg.busy, true))
		oh_mailbox_put(&s->eng->in, &s->wish_msg);
}

/**
 * Have the media thread close (main loop)
 *
 * Nothing may be asked of the session afterwards: it is freed when this
 * message has come home, so no other may still be on its way then.
 *
 * @param s Session, given
 */
void oh_session_close(struct oh_session *s)
{
	oh_mailbox_put(&s->eng->in, &s->closed_msg);
}

/**
 * Send a message back to the main loop
 *
 * @param msg Given
 */
void oh_session_home(struct oh_msg *msg)
{
	if (msg->has_event && !msg->ev.mono_us)
		msg->ev.mono_us = msg->ses->eng->now_us;
	oh_mailbox_put(&msg->ses->eng->out, msg);
}

/**
 * Tell the main loop what happened
 *
 * Takes one of the session's own messages. When the main loop is so far
 * behind that none is free the event is lost; digits, of which a peer can
 * send a flood, leave the last few to the others.
 *
 * @param s  Session
 * @param ev Event, without text; copied
 */
void oh_session_tell(struct oh_session *s, const struct oh_stream_event *ev)
{
	size_t n = OH_SESSION_EVENTS;

	if (ev->type == OH_STREAM_DIGIT)
		n -= OH_SESSION_RESERVED;

	for (size_t i = 0; i < n; i++) {
		struct oh_msg *msg = &s->eventv[i];

		if (atomic_load(&msg->busy))
			continue;
		atomic_store(&msg->busy, true);
		msg->ev  = *ev;
		msg->has_event = true;
		oh_session_home(msg);
		return;
	}
	s->rx.dropped++;
}

static bool same_pace(const struct oh_sdp_agreed *a,
		      const struct oh_sdp_agreed *b)
{
	return a->ptime_ms == b->ptime_ms;
}

/* A new address of theirs frees the lock: they may have moved. */
static void set_remote(struct oh_session *s, struct oh_remote *r,
		       uint64_t tick)
{
	struct oh_remote *old = s->remote;
	struct oh_sdp_agreed *a = &r->agreed;

	s->remote = r;
	oh_secure_take(s, r);
	s->rx.silent_us = s->eng->now_us;
	if (!old || !sa_cmp(&old->agreed.addr, &a->addr, SA_ALL)) {
		s->rx.locked = false;
		s->tx.dst    = a->addr;
	}
	if (!old || !same_pace(&old->agreed, a)) {
		oh_pacer_remove(&s->eng->pacer, &s->pace);
		oh_pacer_add(&s->eng->pacer, &s->pace, a->ptime_ms, tick, s);
	}
	if (!old || old->agreed.tx.codec != a->tx.codec)
		oh_tx_changed(s);
	if (old)
		oh_session_home(&old->msg);
}

static void play(struct oh_session *s, struct oh_play *p)
{
	oh_tx_end_play(s, false, 0);
	s->tx.play = p;
	/* It may have been stopped while it was on its way. */
	if (p->msg.ev.id <= s->wish.stop_id)
		oh_tx_end_play(s, false, 0);
}

static void send_digits(struct oh_session *s, struct oh_msg *msg)
{
	struct oh_msg **pp = &s->tx.sends;

	while (*pp)
		pp = &(*pp)->next;
	msg->next = NULL;
	*pp = msg;
}

static void join(struct oh_session *s, struct oh_session *other)
{
	oh_mixer_leave(s);
	oh_mixer_leave(other);
	oh_relay_join(s, other);
}

static void tell_quality(struct oh_session *s)
{
	struct oh_msg *msg = &s->quality_msg;

	/* One that is on its way answers this question too. */
	if (atomic_exchange(&msg->busy, true))
		return;
	memset(&msg->ev, 0, sizeof(msg->ev));
	msg->ev.type   = OH_STREAM_QUALITY;
	msg->has_event = true;
	oh_report_quality(s, &msg->ev.quality);
	oh_session_home(msg);
}

/* The writer may still be busy with recordings, the piper with a pipe: CLOSED
   is the last event. */
static void finish_close(struct oh_session *s)
{
	struct oh_msg *msg = &s->closed_msg;

	if (!s->closing || s->unfinished)
		return;
	memset(&msg->ev, 0, sizeof(msg->ev));
	msg->ev.type   = OH_STREAM_CLOSED;
	msg->has_event = true;
	oh_report_quality(s, &msg->ev.quality);
	atomic_fetch_sub(&s->eng->sessions, 1);
	oh_session_home(msg);
}

static void end_records(struct oh_session *s)
{
	for (size_t i = 0; i < OH_STREAM_TAPES; i++)
		oh_tap_end_record(s, i, UINT32_MAX, 0);
}

static void start_close(struct oh_session *s)
{
	if (s->closing)
		return;
	s->closing = true;
	oh_tx_end_play(s, false, 0);
	oh_tx_end_sends(s);
	end_records(s);
	oh_piping_end(s, UINT32_MAX);
	oh_mixer_leave(s);
	oh_relay_part(s);
	if (s->remote)
		oh_report_send(s, true);
	oh_secure_close(s);
	oh_pacer_remove(&s->eng->pacer, &s->pace);
	finish_close(s);
}

static void look_at_wishes(struct oh_session *s)
{
	const struct oh_wish *w = &s->wish;

	/* Before they are read, so that a later change comes again. */
	atomic_store(&s->wish_msg.busy, false);

	if (s->tx.play && s->tx.play->msg.ev.id <= w->stop_id)
		oh_tx_end_play(s, false, 0);
	oh_tap_end_record(s, OH_STREAM_TAPE_CALL,
			  w->record_stop_id[OH_STREAM_TAPE_CALL], 0);
	oh_tap_end_record(s, OH_STREAM_TAPE_MESSAGE,
			  w->record_stop_id[OH_STREAM_TAPE_MESSAGE],
			  w->cut_ms);
	oh_piping_end(s, w->unpipe_id);
	if (s->member && s->member->id <= w->leave_id)
		oh_mixer_leave(s);
	if (!w->meter) {
		oh_meter_stop(&s->us_meter);
		oh_meter_stop(&s->them_meter);
	}
	if (atomic_exchange(&s->wish.ask_quality, false))
		tell_quality(s);
}

/* Afresh, even if the memory of old words were still right */
static void detect_with(struct oh_session *s, struct oh_detecting *l)
{
	struct oh_detect *before = s->detect;

	s->detect = l->detect;
	l->detect = before;
	oh_tap_update(s);
	if (s->tap)
		oh_tap_restart(s, s->eng->now_us);
	oh_session_home(&l->msg);
}

static void finished(struct oh_session *s, struct oh_msg *msg)
{
	s->unfinished--;
	msg->has_event = true;
	oh_session_home(msg);
	finish_close(s);
}

static void record(struct oh_session *s, struct oh_record *r, uint64_t us)
{
	uint32_t id = r->msg.ev.id;

	s->unfinished++;
	oh_tap_record(s, r, us);
	if (s->closing || id <= s->wish.record_stop_id[r->tape])
		oh_tap_end_record(s, r->tape, id, 0);
}

static void recorded(struct oh_session *s, struct oh_record *r)
{
	/* Not yet ended by us if the disk was full. */
	oh_tap_end_record(s, r->tape, r->msg.ev.id, 0);
	finished(s, &r->msg);
}

static void open_pipe(struct oh_session *s, struct oh_piping *g, uint64_t us)
{
	uint32_t id = g->msg.ev.id;

	s->unfinished++;
	oh_piping_start(s, g, us);
	if (s->closing || id <= s->wish.unpipe_id)
		oh_piping_end(s, id);
}

static void piped(struct oh_session *s, struct oh_msg *msg)
{
	/* Not yet ended by us if the reader has gone. */
	oh_piping_end(s, msg->ev.id);
	finished(s, msg);
}

/* What must come home by another thread, even now */
static bool is_closing_kind(enum oh_msg_kind kind)
{
	return kind == OH_MSG_WISH || kind == OH_MSG_RECORD ||
		kind == OH_MSG_RECORDED || kind == OH_MSG_PIPE ||
		kind == OH_MSG_PIPED;
}

/**
 * Do what a message asks for (media thread)
 *
 * @param msg  Given
 * @param tick Now
 */
void oh_session_handle(struct oh_msg *msg, uint64_t tick)
{
	struct oh_session *s = msg->ses;

	if (s->closing && !is_closing_kind(msg->kind)) {
		oh_session_home(msg);
		return;
	}
	switch (msg->kind) {
	case OH_MSG_WISH:
		look_at_wishes(s);
		break;
	case OH_MSG_CLOSE:
		start_close(s);
		break;
	case OH_MSG_REMOTE:
		set_remote(s, (struct oh_remote *)msg, tick);
		break;
	case OH_MSG_PLAY:
		play(s, (struct oh_play *)msg);
		break;
	case OH_MSG_SEND:
		send_digits(s, msg);
		break;
	case OH_MSG_JOIN:
		join(s, ((struct oh_join *)msg)->other);
		oh_session_home(msg);
		break;
	case OH_MSG_ENTER:
		oh_mixer_enter((struct oh_member *)msg);
		break;
	case OH_MSG_DETECT:
		detect_with(s, (struct oh_detecting *)msg);
		break;
	case OH_MSG_RECORD:
		record(s, (struct oh_record *)msg,
		       oh_engine_tick_us(s->eng, tick));
		break;
	case OH_MSG_RECORDED:
		recorded(s, (struct oh_record *)msg);
		break;
	case OH_MSG_PIPE:
		open_pipe(s, (struct oh_piping *)msg,
			  oh_engine_tick_us(s->eng, tick));
		break;
	case OH_MSG_PIPED:
		piped(s, msg);
		break;
	default:
		oh_session_home(msg);
		break;
	}
}

static void check_silence(struct oh_session *s, uint64_t now_us)
{
	struct oh_stream_event ev = { .type = OH_STREAM_SILENT };
	uint64_t span_us = 1000ull * s->silence_ms;
	uint64_t since_us = s->rx.silent_us;

	if (!span_us || !s->remote->agreed.they_send) {
		s->rx.silent_us = now_us;
		return;
	}
	if (now_us < since_us + span_us)
		return;
	s->rx.silent_us = since_us + span_us;
	if (s->rx.last_us)
		ev.seconds = (double)(now_us - s->rx.last_us) / 1e6;
	oh_session_tell(s, &ev);
}

/* Tried again at the next turn if there was no memory. */
static void check_echo(struct oh_session *s)
{
	if (s->wish.echo == (s->tx.echo != NULL))
		return;
	if (s->wish.echo)
		(void)oh_echo_alloc(&s->tx.echo);
	else
		s->tx.echo = mem_deref(s->tx.echo);
}

/**
 * The session's turn: receive, then send
 *
 * @param s    Session that has been negotiated
 * @param tick When it was due
 */
void oh_session_serve(struct oh_session *s, uint64_t tick)
{
	uint64_t now_us = s->eng->now_us;

	check_echo(s);
	oh_secret_tick(s);
	oh_tap_update(s);
	if (!s->relay.polled && !oh_mixer_turn(s, tick))
		oh_rx_drain(s);
	oh_secure_poll(s);
	oh_tx_packet(s, tick);
	oh_report_poll(s, now_us);
	check_silence(s, now_us);
	if (s->tap)
		oh_tap_tick(s, now_us);
}
