/**
 * @file member.c  Who is in a room: what it says, and what it hears of it
 */
#include "media/engine_priv.h"
#include "media/mixer.h"
#include "media/secret.h"

enum {
	QUIET_PEAK  = 16,       /* of silence, with a phone's noise          */
	LOUD_PASSES = 5,        /* silence that still counts as speech       */
};

/**
 * Destructor of a member
 *
 * @param arg Member that is in no room
 */
void oh_member_forget(void *arg)
{
	struct oh_member *m = arg;

	oh_jitter_reset(&m->jitter);
	oh_ear_reset(&m->in);
	oh_ear_reset(&m->out);
	oh_mouth_reset(&m->mouth);
}

static const struct oh_codec *codec_of(const struct oh_member *m)
{
	return m->msg.ses->remote->agreed.tx.codec;
}

/**
 * The rate it could speak and hear at
 *
 * @param m Member
 *
 * @return Rate [Hz], 0: nothing agreed yet
 */
uint32_t oh_member_rate(const struct oh_member *m)
{
	return m->msg.ses->remote ? codec_of(m)->rate_hz : 0;
}

/**
 * May the others of its room hear it? Not its music while it holds us
 *
 * @param m Member
 */
bool oh_member_is_heard(const struct oh_member *m)
{
	const struct oh_session *s = m->msg.ses;

	return s->remote && s->remote->agreed.they_send &&
		s->remote->agreed.we_send && !s->remote->held &&
		!s->wish.room_mute && !oh_secret_is(s);
}

/**
 * May it hear the others of its room?
 *
 * @param m Member
 */
bool oh_member_hears(const struct oh_member *m)
{
	const struct oh_session *s = m->msg.ses;

	return s->remote && !s->remote->held;
}

/* ---------------------------------------------------------- what it says */

static bool is_loud(const int16_t *sampv, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (sampv[i] > QUIET_PEAK || sampv[i] < -QUIET_PEAK)
			return true;
	}
	return false;
}

/* For a while after the last sound, so that no converter keeps a piece of
   it back till the next. */
static bool is_speaking(struct oh_member *m, const int16_t *sampv, size_t n)
{
	if (is_loud(sampv, n))
		m->loud = LOUD_PASSES;
	else if (m->loud)
		m->loud--;
	return m->loud && m->role != OH_ROOM_LISTEN &&
		oh_member_is_heard(m);
}

/**
 * Hear what it says in a pass
 *
 * @param m       Member
 * @param rate_hz Rate of the room
 *
 * @return It says something: 20 ms are in framev
 */
bool oh_member_listen(struct oh_member *m, uint32_t rate_hz)
{
	struct oh_engine *eng = m->mixer->eng;
	size_t n = m->jitter.rate_hz / 1000 * OH_JITTER_TURN_MS;
	const int16_t *sampv = eng->pcm;

	if (!oh_jitter_get(&m->jitter, eng->pcm))
		return false;
	m->begun = true;
	if (!is_speaking(m, sampv, n) ||
	    oh_ear_convert(&m->in, m->jitter.rate_hz, rate_hz, &sampv, &n,
			   m->framev))
		return false;
	if (sampv != m->framev)
		memcpy(m->framev, sampv, n * sizeof(*sampv));
	return true;
}

/* --------------------------------------------------------- what it hears */

static bool is_of_sum(const struct oh_member *m)
{
	return m->speaks && m->role == OH_ROOM_TALK;
}

/* Does it hear what others hear too? */
static bool is_common(const struct oh_member *m)
{
	return !is_of_sum(m) && !m->whispered;
}

static void add(int32_t *sumv, const struct oh_member *m, size_t n, int sign)
{
	for (size_t i = 0; i < n; i++)
		sumv[i] += sign * m->framev[i];
}

static int16_t clip(int32_t v)
{
	return (int16_t)max(min(v, INT16_MAX), INT16_MIN);
}

/* All but itself, and what is whispered to it, at the rate of the room */
static void hear(const struct oh_member *m, int16_t *sampv)
{
	const struct oh_mixer *mx = m->mixer;
	size_t n = mx->rate_hz / 1000 * OH_JITTER_TURN_MS;
	int32_t sumv[OH_JITTER_FRAME_MAX];
	struct le *le;

	memcpy(sumv, mx->sumv, n * sizeof(sumv[0]));
	if (is_of_sum(m))
		add(sumv, m, n, -1);
	for (le = m->whispered ? mx->memberl.head : NULL; le; le = le->next) {
		const struct oh_member *w = le->data;

		if (w->speaks && w->to == m->msg.ses)
			add(sumv, w, n, 1);
	}
	for (size_t i = 0; i < n; i++)
		sampv[i] = clip(sumv[i]);
}

/* The same at the rate of its codec; *sampvp is one of the engine's buffers */
static int take(const struct oh_member *m, struct oh_ear *ear,
		const int16_t **sampvp, size_t *np)
{
	struct oh_engine *eng = m->mixer->eng;

	hear(m, eng->pcm);
	*sampvp = eng->pcm;
	*np = m->mixer->rate_hz / 1000 * OH_JITTER_TURN_MS;

	return oh_ear_convert(ear, m->mixer->rate_hz, codec_of(m)->rate_hz,
			      sampvp, np, eng->pcm2);
}

/* ----------------------------------------------------- encoded for several */

/* Converters and encoders with a memory are shared only among those who
   always hear the same. NULL: not now */
static struct oh_share *share_of(const struct oh_member *m)
{
	const struct oh_codec *codec = codec_of(m);
	struct oh_mixer *mx = m->mixer;
	bool has_memory = codec->enc_alloc || codec->rate_hz != mx->rate_hz;

	if (!is_common(m) || (has_memory && m->role != OH_ROOM_LISTEN))
		return NULL;
	for (size_t i = 0; i < OH_MIXER_SHARES; i++) {
		struct oh_share *sh = &mx->sharev[i];

		if (!sh->codec)
			sh->codec = codec;
		if (sh->codec == codec)
			return sh;
	}
	return NULL;
}

static void make_share(struct oh_share *sh, const struct oh_member *m)
{
	const int16_t *sampv;
	size_t n;

	sh->pass = m->mixer->pass;
	sh->len  = sizeof(sh->buf);
	if (take(m, &sh->out, &sampv, &n) ||
	    oh_mouth_encode(&sh->mouth, sh->codec, sh->buf, &sh->len, sampv,
			    n))
		sh->len = 0;
}

static bool packet_of_share(struct oh_share *sh, const struct oh_member *m,
			    uint8_t *buf, size_t *lenp)
{
	if (sh->pass != m->mixer->pass)
		make_share(sh, m);
	if (!sh->len || sh->len > *lenp)
		return false;
	memcpy(buf, sh->buf, sh->len);
	*lenp = sh->len;
	return true;
}

/* ---------------------------------------------------------- for one alone */

static bool is_whole(const struct oh_member *m)
{
	return m->msg.ses->remote->agreed.ptime_ms == OH_JITTER_TURN_MS;
}

/**
 * Keep what it hears in a pass, if its packets are of another length
 *
 * @param m Member
 */
void oh_member_collect(struct oh_member *m)
{
	const int16_t *sampv;
	size_t n;

	if (!m->msg.ses->remote || is_whole(m) ||
	    take(m, &m->out, &sampv, &n))
		return;
	if (m->heard_hz != codec_of(m)->rate_hz ||
	    m->heardc + n > OH_MEMBER_HEARD_MAX)
		m->heardc = 0;
	m->heard_hz = codec_of(m)->rate_hz;
	memcpy(m->heardv + m->heardc, sampv, n * sizeof(*sampv));
	m->heardc += n;
}

static bool packet_of_heard(struct oh_member *m, uint8_t *buf, size_t *lenp)
{
	size_t n = codec_of(m)->rate_hz / 1000 *
		m->msg.ses->remote->agreed.ptime_ms;

	if (m->heard_hz != codec_of(m)->rate_hz || m->heardc < n ||
	    oh_mouth_encode(&m->mouth, codec_of(m), buf, lenp, m->heardv, n))
		return false;
	m->heardc -= n;
	memmove(m->heardv, m->heardv + n, m->heardc * sizeof(m->heardv[0]));
	return true;
}

/**
 * What it hears now
 *
 * @param m    Member that has its turn
 * @param buf  Receives the payload
 * @param lenp In: room [bytes]; out: its length
 *
 * @return There is something to be heard; false: silence
 */
bool oh_member_packet(struct oh_member *m, uint8_t *buf, size_t *lenp)
{
	const int16_t *sampv;
	struct oh_share *sh;
	size_t n;

	if (m->mixer->mode != OH_MIXER_MIX || !m->mixer->pass ||
	    !oh_member_hears(m))
		return false;
	if (!is_whole(m))
		return packet_of_heard(m, buf, lenp);
	if (!m->mixer->speakers && is_common(m) && !codec_of(m)->enc_alloc)
		return false;
	sh = share_of(m);
	if (sh)
		return packet_of_share(sh, m, buf, lenp);

	return !take(m, &m->out, &sampv, &n) &&
		!oh_mouth_encode(&m->mouth, codec_of(m), buf, lenp, sampv, n);
}
