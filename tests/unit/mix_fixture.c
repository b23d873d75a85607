/**
 * @file mix_fixture.c  A room without a thread, network or clock
 */
#include "base/compat.h"
#include <math.h>
#include "media/relay.h"
#include "media/rtp.h"
#include "mix_fixture.h"
#include "test.h"

const double mix_freqv[SEATS] = { 400, 700, 1100, 1600, 2100, 2600 };

int mix_enter(struct mix_rig *r, struct mix_party *p)
{
	struct oh_member *m = mem_zalloc(sizeof(*m), oh_member_forget);

	if (!m)
		return ENOMEM;
	m->msg.kind = OH_MSG_ENTER;
	m->msg.ses  = p->ses;
	m->mixer    = r->mx;
	m->id       = ++r->ids;
	m->role     = p->seat.role;
	if (m->role == OH_ROOM_WHISPER)
		m->to = r->partyv[p->seat.to].ses;
	oh_mixer_enter(m);

	return 0;
}

int mix_sit(struct mix_rig *r, struct mix_party *p,
	    const struct mix_seat *seat)
{
	struct oh_remote *rem = mem_zalloc(sizeof(*rem) + SILENCE, NULL);

	p->seat   = *seat;
	p->remote = rem;
	p->ses    = mem_zalloc(sizeof(*p->ses), NULL);
	p->heardv = mem_zalloc(HEARD_MAX * sizeof(*p->heardv), NULL);
	if (!p->ses || !rem || !p->heardv)
		return ENOMEM;
	rem->agreed.tx.codec    = oh_codec_find(seat->codec);
	rem->agreed.tx.clock_hz = rem->agreed.tx.codec->clock_hz;
	rem->agreed.ptime_ms  = seat->ptime_ms ? seat->ptime_ms : TURN_MS;
	rem->agreed.they_send = !seat->one_way;
	rem->agreed.we_send   = !seat->they_hold;
	rem->held        = seat->held;
	rem->silence_len = SILENCE;
	memset(rem->silence, 0xff, SILENCE);
	p->ses->eng    = r->eng;
	p->ses->fd     = -1;
	p->ses->remote = seat->late ? NULL : rem;
	p->ses->wish.room_mute      = seat->mute;
	p->ses->wish.mute_recording = seat->secret;
	p->peak = seat->silent ? 0 : 5000;

	return mix_enter(r, p);
}

int mix_init(struct mix_rig *r, const struct mix_seat *seatv)
{
	int err;

	memset(r, 0, sizeof(*r));
	r->eng = mem_zalloc(sizeof(*r->eng), NULL);
	if (!r->eng)
		return ENOMEM;
	r->eng->relay_fd = -1;
	err = oh_mailbox_open(&r->eng->in);
	if (!err)
		err = oh_mailbox_open(&r->eng->out);
	if (!err)
		err = oh_mixer_alloc(&r->mx, r->eng);
	for (; r->partyc < SEATS && seatv[r->partyc].codec && !err;
	     r->partyc++)
		err = mix_sit(r, &r->partyv[r->partyc], &seatv[r->partyc]);
	return err;
}

static void take_home(struct mix_rig *r)
{
	struct oh_msg *msg = oh_mailbox_take(&r->eng->out);

	while (msg) {
		struct oh_msg *next = msg->next;

		mem_deref(msg);
		msg = next;
	}
}

void mix_reset(struct mix_rig *r)
{
	if (!r->eng)
		return;
	if (r->mx)
		oh_mixer_end(r->mx);
	if (r->eng->out.ready)
		take_home(r);
	for (uint32_t i = 0; i < SEATS; i++) {
		struct mix_party *p = &r->partyv[i];

		if (p->sink) {
			close(p->sink);
			close(p->ses->fd);
		}
		oh_mouth_reset(&p->mouth);
		oh_ear_reset(&p->ear);
		mem_deref(p->ses);
		mem_deref(p->remote);
		mem_deref(p->heardv);
	}
	oh_mailbox_close(&r->eng->in);
	oh_mailbox_close(&r->eng->out);
	mem_deref(r->eng);
}

/* One packet of its tone */
static void say(struct mix_rig *r, struct mix_party *p, double freq_hz)
{
	const struct oh_sdp_format *f = &p->remote->agreed.tx;
	uint32_t hz = f->codec->rate_hz;
	int16_t sampv[48 * TURN_MS];
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf), n = hz / 1000 * TURN_MS;
	struct oh_rtp rtp = { .ssrc = 5, .seq = p->seq++, .payload = buf };

	for (size_t i = 0; i < n; i++) {
		double t = p->said_ms / 1000.0 + (double)i / hz;

		sampv[i] = (int16_t)(p->peak * sin(2 * M_PI * freq_hz * t));
	}
	if (oh_mouth_encode(&p->mouth, f->codec, buf, &len, sampv, n))
		return;
	rtp.ts = p->said_ms * (f->clock_hz / 1000);
	rtp.payload_len = len;
	p->said_ms += TURN_MS;
	if (p->ses->relay.peer)
		oh_relay_audio(p->ses, f, &rtp);
	else if (p->ses->remote && !(r->lose && p->seq % r->lose == 0))
		oh_mixer_put(p->ses, f, &rtp, r->eng->now_us);
}

static void hear(struct mix_party *p)
{
	const struct oh_sdp_agreed *a = &p->remote->agreed;
	size_t room = HEARD_MAX - p->heardc;
	size_t n = a->tx.codec->rate_hz / 1000 * a->ptime_ms;
	uint8_t buf[OH_CODEC_PACKET_MAX];
	size_t len = sizeof(buf);

	if (room < n || !p->ses->member)
		return;
	if (a->we_send && oh_member_packet(p->ses->member, buf, &len) &&
	    !oh_ear_decode(&p->ear, a->tx.codec, p->heardv + p->heardc,
			   &room, buf, len))
		n = room;
	p->heardc += n;
}

static void have_turn(struct mix_rig *r, struct mix_party *p)
{
	(void)oh_mixer_turn(p->ses, r->tick);
	if (r->sends)
		oh_tx_packet(p->ses, r->tick);
	else
		hear(p);
}

/* All say something at once, some time before one of them has its turn */
void mix_tick(struct mix_rig *r)
{
	r->tick++;
	r->eng->now_us = r->tick * OH_PACER_TICK_MS * 1000 - EARLY_US;
	for (uint32_t i = 0; i < r->partyc; i++) {
		if (r->tick % TICKS == 0)
			say(r, &r->partyv[i], mix_freqv[i]);
	}
	r->eng->now_us += EARLY_US;
	for (uint32_t i = 0; i < r->partyc; i++) {
		struct mix_party *p = &r->partyv[i];
		uint32_t ticks = p->remote->agreed.ptime_ms /
			OH_PACER_TICK_MS;

		if (p->ses->remote && (r->tick + i) % ticks == 0)
			have_turn(r, p);
	}
}

void mix_turns(struct mix_rig *r, uint32_t n)
{
	for (uint32_t i = 0; i < n * TICKS; i++)
		mix_tick(r);
}
