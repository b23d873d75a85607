/**
 * @file sdp.c  Offers and answers on libre's sdp module
 */
#include "media/sdp.h"
#include "base/scan.h"
#include "media/rtp.h"
#include "media/sdp_priv.h"

enum {
	PT_DYNAMIC_FIRST = 96,
	PT_TELEV         = 101,    /* what everybody uses for 8000 Hz */
	TELEV_HZ         = 8000,
	PT_MAX           = 127,
};

static const uint32_t ptimev[] = { 10, 20, 30, 60 };

static bool is_opus(const struct oh_codec *c)
{
	return c->bytes_per_ms == 0;
}

static bool is_our_ptime(uint32_t ms)
{
	for (size_t i = 0; i < ARRAY_SIZE(ptimev); i++) {
		if (ptimev[i] == ms)
			return true;
	}
	return false;
}

static int add_format(struct sdp_media *m, unsigned pt, const char *name,
		      uint32_t clock_hz, uint8_t channels, const char *params)
{
	char id[4];

	if (re_snprintf(id, sizeof(id), "%u", pt) < 0)
		return ERANGE;
	return sdp_format_add(NULL, m, false, id, name, clock_hz, channels,
			      NULL, NULL, NULL, false,
			      params ? "%s" : NULL, params);
}

/* One telephone-event for each clock that a codec of ours has: an event
   shares the clock of the audio around it (RFC 4733 2.3). */
static int add_telev(struct sdp_media *m, const struct oh_sdp_local *l,
		     unsigned pt)
{
	uint32_t clockv[OH_SDP_TELEV_MAX];
	uint32_t n = 0, k;
	int err = 0;

	for (uint32_t i = 0; i < l->codecc; i++) {
		uint32_t hz = l->codecv[i]->clock_hz;

		for (k = 0; k < n && clockv[k] != hz; k++)
			;
		if (k < n || n == OH_SDP_TELEV_MAX)
			continue;
		clockv[n++] = hz;
		err = add_format(m, hz == TELEV_HZ ? PT_TELEV : pt,
				 "telephone-event", hz, 1, "0-15");
		if (err)
			break;
	}
	return err;
}

static int add_formats(struct sdp_media *m, const struct oh_sdp_local *l)
{
	unsigned pt = PT_DYNAMIC_FIRST;

	for (uint32_t i = 0; i < l->codecc; i++) {
		const struct oh_codec *c = l->codecv[i];
		bool dynamic = c->pt == OH_CODEC_PT_DYNAMIC;
		int err;

		err = add_format(m, dynamic ? pt++ : c->pt, c->name,
				 c->clock_hz, c->sdp_channels, c->fmtp);
		if (err)
			return err;
	}
	return l->telev ? add_telev(m, l, pt) : 0;
}

static int session_alloc(struct sdp_session **sp, struct sdp_media **mp,
			 const struct oh_sdp_local *l)
{
	struct sdp_session *s;
	struct sdp_media *m;
	int err;

	err = sdp_session_alloc(&s, &l->addr);
	if (err)
		return err;

	err = sdp_media_add(&m, s, sdp_media_audio, sa_port(&l->addr),
			    oh_sdp_keys_proto(l));
	if (err)
		goto out;
	err = add_formats(m, l);
	if (err)
		goto out;
	err = sdp_media_set_lattr(m, true, sdp_attr_ptime, "%u", l->ptime_ms);
	if (err)
		goto out;
	sdp_media_set_ldir(m, l->hold ? SDP_SENDONLY : SDP_SENDRECV);

 out:
	if (err) {
		mem_deref(s);
	}
	else {
		*sp = s;
		*mp = m;
	}
	return err;
}

/* libre makes up o= anew for each session and knows only addresses: the lines
   before t= are written here. */
static int print(char **sdpp, struct sdp_session *s,
		 const struct oh_sdp_local *l, bool offer)
{
	const char *net = sa_af(&l->addr) == AF_INET6 ? "IP6" : "IP4";
	struct mbuf *mb = NULL;
	struct pl rest = PL_INIT;
	char host[256];
	int err;

	err = sdp_encode(&mb, s, offer);
	if (err)
		return err;

	if (l->host)
		str_ncpy(host, l->host, sizeof(host));
	else if (re_snprintf(host, sizeof(host), "%j", &l->addr) < 0)
		err = EINVAL;
	if (!err)
		err = re_regex((char *)mb->buf, mb->end, "\r\nt=[^]*", &rest);
	if (err)
		goto out;

	err = re_sdprintf(sdpp, "v=0\r\n"
			  "o=- %u %u IN %s %s\r\n"
			  "s=-\r\n"
			  "c=IN %s %s\r\n"
			  "t=%r", l->id, l->version, net, host,
			  net, host, &rest);
 out:
	mem_deref(mb);
	return err;
}

static bool has_line(const char *sdp, size_t len, const char *start)
{
	size_t n = strlen(start);

	for (size_t i = 0; i + n <= len; i++) {
		if ((i == 0 || sdp[i - 1] == '\n') &&
		    0 == memcmp(sdp + i, start, n))
			return true;
	}
	return false;
}

/* A body whose last line has no end is refused by libre: give it one. One
   without any c= would leave us with nowhere to send, and is refused here. */
static int decode(struct sdp_session *s, const char *sdp, size_t len,
		  bool offer)
{
	struct mbuf *mb;
	int err;

	if (!len || len > OH_SDP_BYTES_MAX || !has_line(sdp, len, "c="))
		return EBADMSG;

	mb = mbuf_alloc(len + 2);
	if (!mb)
		return ENOMEM;
	err = mbuf_write_mem(mb, (const uint8_t *)sdp, len);
	if (!err && sdp[len - 1] != '\n')
		err = mbuf_write_str(mb, "\r\n");
	if (err)
		goto out;

	mb->pos = 0;
	err = sdp_decode(s, mb, offer);
	if (err && err != ENOMEM)
		err = EBADMSG;
 out:
	mem_deref(mb);
	return err;
}

static const struct oh_codec *codec_of(const struct oh_sdp_local *l,
				       const struct sdp_format *fmt)
{
	for (uint32_t i = 0; i < l->codecc; i++) {
		const struct oh_codec *c = l->codecv[i];

		if (fmt->name && 0 == str_casecmp(c->name, fmt->name) &&
		    c->clock_hz == fmt->srate)
			return c;
		if (!fmt->name && c->pt == fmt->pt)
			return c;
	}
	return NULL;
}

static bool is_telev(const struct sdp_format *fmt)
{
	return fmt->name && 0 == str_casecmp(fmt->name, "telephone-event");
}

static void add_rx(struct oh_sdp_agreed *a, const struct oh_sdp_format *f)
{
	for (uint32_t i = 0; i < a->rxc; i++) {
		if (a->rxv[i].pt == f->pt)
			return;
	}
	if (a->rxc < OH_SDP_CODECS_MAX)
		a->rxv[a->rxc++] = *f;
}

static void add_telev_rx(struct oh_sdp_agreed *a,
			 const struct oh_sdp_format *f)
{
	for (uint32_t i = 0; i < a->telev_rxc; i++) {
		if (a->telev_rxv[i].pt == f->pt)
			return;
	}
	if (a->telev_rxc < OH_SDP_TELEV_MAX)
		a->telev_rxv[a->telev_rxc++] = *f;
}

/* Theirs say what we send; what comes may bear either side's numbers, for an
   answer with other dynamic ones than the offer's is a common mistake. */
static void take_formats(struct oh_sdp_agreed *a,
			 const struct oh_sdp_local *l,
			 const struct sdp_media *m, bool local)
{
	struct le *le;

	for (le = list_head(sdp_media_format_lst(m, local)); le;
	     le = le->next) {
		const struct sdp_format *fmt = le->data;
		struct oh_sdp_format f = { .clock_hz = fmt->srate };

		if (!fmt->sup || fmt->pt < 0 || fmt->pt > PT_MAX)
			continue;
		f.pt = (uint8_t)fmt->pt;
		if (is_telev(fmt)) {
			add_telev_rx(a, &f);
			continue;
		}
		f.codec = codec_of(l, fmt);
		if (!f.codec)
			continue;
		f.clock_hz = f.codec->clock_hz;
		if (!local && !a->tx.codec)
			a->tx = f;
		add_rx(a, &f);
	}
}

static void take_telev(struct oh_sdp_agreed *a)
{
	for (uint32_t i = 0; i < a->telev_rxc; i++) {
		if (a->telev_rxv[i].clock_hz != a->tx.clock_hz)
			continue;
		a->telev_tx = a->telev_rxv[i];
		return;
	}
	a->telev_tx.pt = OH_RTP_PT_NONE;
}

static uint32_t attr_ms(const struct sdp_media *m, const char *name)
{
	const char *v = sdp_media_rattr(m, name);
	uint32_t ms;

	return v && !oh_scan_u32(&ms, v, 1, 1000) ? ms : 0;
}

/* Theirs if it is one of ours, ours if it is not; never above their most. */
static uint32_t choose_ptime(const struct oh_sdp_agreed *a,
			     const struct oh_sdp_local *l,
			     const struct sdp_media *m)
{
	uint32_t want = attr_ms(m, sdp_attr_ptime);
	uint32_t most = attr_ms(m, sdp_attr_maxptime);
	uint32_t ms = is_our_ptime(want) ? want : l->ptime_ms;

	if (is_opus(a->tx.codec))
		return OH_SDP_PTIME_MS;
	if (!most || ms <= most)
		return ms;

	ms = ptimev[0];
	for (size_t i = 0; i < ARRAY_SIZE(ptimev) && ptimev[i] <= most; i++)
		ms = ptimev[i];
	return ms;
}

/* libre knows 127.0.0.1 only */
static bool is_here(const struct sa *addr)
{
	return sa_is_loopback(addr) ||
		(sa_af(addr) == AF_INET && sa_in(addr) >> 24 == 127);
}

/* Where a call's audio never goes: to a group, or, by the word of another
   machine, to whatever listens on this one. */
static bool is_trap(const struct sa *addr, const struct oh_sdp_local *l)
{
	if (is_here(addr))
		return !is_here(&l->addr);
	if (sa_af(addr) == AF_INET)
		return sa_in(addr) >> 28 >= 14;   /* 224.0.0.0 and above */

	return sa_af(addr) == AF_INET6 &&
		addr->u.in6.sin6_addr.s6_addr[0] == 0xff;
}

static int take(struct oh_sdp_agreed *a, const struct oh_sdp_local *l,
		const struct sdp_media *m, const char *sdp, size_t len)
{
	enum sdp_dir dir = sdp_media_dir(m);
	bool held;

	if (!sdp_media_rport(m) || is_trap(sdp_media_raddr(m), l))
		return ENOTSUP;

	take_formats(a, l, m, false);
	if (!a->tx.codec)
		return ENOTSUP;
	take_formats(a, l, m, true);
	take_telev(a);

	a->addr = *sdp_media_raddr(m);
	sdp_media_raddr_rtcp(m, &a->rtcp);
	if (is_trap(&a->rtcp, l))
		sa_init(&a->rtcp, AF_UNSPEC);
	a->rtcp_mux  = sdp_media_rattr(m, "rtcp-mux") != NULL;
	a->ptime_ms  = choose_ptime(a, l, m);
	a->they_send = dir & SDP_RECVONLY;
	/* c=0.0.0.0 is how hold was said before RFC 3264 (8.4); libre also
	   has this address for a host name, which it does not look up. */
	held = sa_is_any(&a->addr) && has_line(sdp, len, "c=IN IP4 0.0.0.0");
	a->we_send   = (dir & SDP_SENDONLY) && !held;

	return 0;
}

/**
 * Choose our codecs
 *
 * @param l     Receives them, in this order; had none
 * @param namev Names, in any case
 * @param namec Their number, 0: all there are
 *
 * @return 0; EINVAL: too many; ENOENT: no such codec
 */
int oh_sdp_set_codecs(struct oh_sdp_local *l, const char *const namev[],
		      uint32_t namec)
{
	const struct oh_codec *c;

	if (namec > OH_SDP_CODECS_MAX)
		return EINVAL;
	for (uint32_t i = 0; i < namec; i++) {
		c = namev[i] ? oh_codec_find(namev[i]) : NULL;
		if (!c)
			return ENOENT;
		l->codecv[l->codecc++] = c;
	}
	while (!namec && l->codecc < OH_SDP_CODECS_MAX) {
		c = oh_codec_at(l->codecc);
		if (!c)
			break;
		l->codecv[l->codecc++] = c;
	}
	return 0;
}

/**
 * Offer all our codecs
 *
 * @param sdpp Receives the text; release with mem_deref
 * @param l    What we say
 *
 * @return 0 or ENOMEM
 */
int oh_sdp_offer(char **sdpp, const struct oh_sdp_local *l)
{
	struct sdp_session *s;
	struct sdp_media *m;
	int err;

	err = session_alloc(&s, &m, l);
	if (err)
		return err;
	err = oh_sdp_keys_offer(m, l);
	if (!err)
		err = print(sdpp, s, l, true);
	mem_deref(s);

	return err;
}

/**
 * Take their answer to our offer; each fork's answer counts by itself
 *
 * @param a   What is agreed; undefined on error
 * @param l   What we said in the offer
 * @param sdp Their answer, not terminated
 * @param len Its length [bytes]
 *
 * @return 0; EBADMSG: no SDP; ENOTSUP: no codec in common, or refused;
 *         EACCES: not protected as it must be
 */
int oh_sdp_answered(struct oh_sdp_agreed *a, const struct oh_sdp_local *l,
		    const char *sdp, size_t len)
{
	struct sdp_session *s;
	struct sdp_media *m;
	struct mbuf *mb;
	int err;

	memset(a, 0, sizeof(*a));
	err = session_alloc(&s, &m, l);
	if (err)
		return err;
	err = oh_sdp_keys_allow(m, l, sdp, len);
	if (err)
		goto out;

	/* libre numbers its media lines when it writes an offer. */
	err = sdp_encode(&mb, s, true);
	if (err)
		goto out;
	mem_deref(mb);

	err = decode(s, sdp, len, false);
	if (!err)
		err = take(a, l, m, sdp, len);
	if (!err)
		err = oh_sdp_keys_answered(&a->keys, l, m, s);
 out:
	mem_deref(s);

	return err;
}

/* Leave one codec and its telephone-event: a peer that may change the codec
   without a word makes nobody happy. */
static void answer_with(struct sdp_media *m, const struct oh_sdp_agreed *a)
{
	struct le *le = list_head(sdp_media_format_lst(m, true));

	while (le) {
		struct sdp_format *fmt = le->data;

		le = le->next;
		if (fmt->pt != a->tx.pt && fmt->pt != a->telev_tx.pt)
			mem_deref(fmt);
	}
}

/**
 * Answer their offer
 *
 * @param sdpp Receives our answer; release with mem_deref
 * @param a    What is agreed; undefined on error
 * @param l    What we say
 * @param sdp  Their offer, not terminated
 * @param len  Its length [bytes]
 *
 * @return 0; EBADMSG: no SDP; ENOTSUP: no codec in common; EACCES: not
 *         protected as it must be
 */
int oh_sdp_answer(char **sdpp, struct oh_sdp_agreed *a,
		  const struct oh_sdp_local *l, const char *sdp, size_t len)
{
	struct sdp_session *s;
	struct sdp_media *m;
	int err;

	memset(a, 0, sizeof(*a));
	err = session_alloc(&s, &m, l);
	if (err)
		return err;
	err = oh_sdp_keys_allow(m, l, sdp, len);
	if (err)
		goto out;
	err = decode(s, sdp, len, true);
	if (err)
		goto out;
	err = take(a, l, m, sdp, len);
	if (err)
		goto out;
	err = oh_sdp_keys_offered(&a->keys, l, m, s);
	if (err)
		goto out;

	answer_with(m, a);
	err = oh_sdp_keys_answer(m, l, &a->keys);
	if (!err)
		err = sdp_media_set_lattr(m, true, sdp_attr_ptime, "%u",
					  a->ptime_ms);
	if (!err && a->rtcp_mux)
		err = sdp_media_set_lattr(m, true, "rtcp-mux", NULL);
	if (!err)
		err = print(sdpp, s, l, false);
 out:
	mem_deref(s);
	return err;
}
