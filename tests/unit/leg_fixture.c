/**
 * @file leg_fixture.c  Two stacks, or one and a scripted peer, on loopback
 */
#include <sys/eventfd.h>
#include <unistd.h>
#include "leg_fixture.h"
#include "base/clock.h"

enum {
	STEP_MS      = 50,
	QUIET_ROUNDS = 3,      /* loopback delivers at once            */
};

static void append(char *log, const char *word)
{
	size_t len = strlen(log);

	(void)re_snprintf(log + len, FX_TEXT - len, "%s%s",
			  len ? " " : "", word);
}

/* ------------------------------------------------------- virtual time */

/* The descriptor is always readable, so this runs once every round. */
static void on_round(int flags, void *arg)
{
	struct fx *fx = arg;
	(void)flags;

	if (++fx->quiet < QUIET_ROUNDS)
		return;
	fx->quiet = 0;
	if (fx->now_ms >= fx->until_ms) {
		re_cancel();
		return;
	}
	if (test_or_refused(0)) {
		re_cancel();
		return;
	}
	fx->now_ms += STEP_MS;
	test_clock_add_us(STEP_MS * 1000);
}

static void note_traffic(struct fx *fx)
{
	fx->quiet = 0;
	if (fx->idle_ms)
		fx->until_ms = fx->now_ms + fx->idle_ms;
}

int fx_run(struct fx *fx, uint32_t ms)
{
	fx->until_ms = fx->now_ms + ms;
	return re_main(NULL);
}

int fx_settle(struct fx *fx, uint32_t ms)
{
	int err;

	fx->idle_ms = ms;
	err = fx_run(fx, ms);
	fx->idle_ms = 0;

	return err;
}

int fx_await(struct fx *fx, const char *log, const char *want)
{
	time_t until = time(NULL) + 5;
	int err;

	do {
		err = fx_settle(fx, STEP_MS);
	} while (!err && strcmp(log, want) && time(NULL) < until
		 && !test_or_refused(0));

	return err;
}

/* ------------------------------------------------------------- events */

static const char *party(enum oh_party by)
{
	switch (by) {

	case OH_PARTY_US:      return "us";
	case OH_PARTY_THEM:    return "them";
	case OH_PARTY_NETWORK: return "network";
	default:               return "none";
	}
}

static void describe(char *w, size_t size, const struct oh_leg_event *ev)
{
	static const char *const namev[] = {
		[OH_LEG_EV_TRYING]     = "trying",
		[OH_LEG_EV_RINGING]    = "ringing",
		[OH_LEG_EV_PROGRESS]   = "progress",
		[OH_LEG_EV_CHALLENGED] = "challenged",
		[OH_LEG_EV_UP]         = "up",
		[OH_LEG_EV_OFFER]      = "offer",
		[OH_LEG_EV_MODIFIED]   = "modified",
		[OH_LEG_EV_INFO]       = "info",
		[OH_LEG_EV_REFER]      = "refer",
		[OH_LEG_EV_REFERRED]   = "referred",
	};

	if (ev->type == OH_LEG_EV_REFERRED && ev->final)
		(void)re_snprintf(w, size, "outcome%u", ev->scode);
	else if (ev->type == OH_LEG_EV_CLOSED)
		(void)re_snprintf(w, size, "closed/%s/%u", party(ev->by),
				  ev->scode);
	else if (ev->scode && ev->type != OH_LEG_EV_TRYING)
		(void)re_snprintf(w, size, "%s%u", namev[ev->type],
				  ev->scode);
	else
		(void)re_snprintf(w, size, "%s", namev[ev->type]);
}

static void on_event(struct oh_leg *leg, const struct oh_leg_event *ev,
		     void *arg)
{
	struct fx_end *end = arg;
	char word[64];
	(void)leg;

	describe(word, sizeof(word), ev);
	append(end->log, word);
	if (ev->len)
		(void)re_snprintf(end->body, sizeof(end->body), "%b",
				  ev->body, ev->len);
	if (ev->type == OH_LEG_EV_CLOSED) {
		end->closed++;
		end->err = ev->err;
		end->challenged = ev->challenged;
	}
	if (ev->refer)
		end->refer = *ev->refer;
	if (ev->type == OH_LEG_EV_REFERRED)
		end->err = ev->err;
	if (ev->why.q850)
		end->q850 = ev->why.q850;
	if (ev->type == OH_LEG_EV_CLOSED)
		end->why = ev->why;
	str_ncpy(end->text, ev->text, sizeof(end->text));
	str_ncpy(end->contact, ev->contact, sizeof(end->contact));
	if (end->hook)
		end->hook(end->fx, ev);
}

static bool take_call(struct fx *fx, struct oh_sip *sip,
		      const struct sip_msg *msg)
{
	if (fx->deaf || fx->in.leg)
		return false;

	return 0 == oh_leg_incoming(&fx->in.leg, sip, msg, on_event,
				    &fx->in);
}

static bool on_invite_a(const struct sip_msg *msg, void *arg)
{
	struct fx *fx = arg;

	return take_call(fx, fx->a, msg);
}

static bool on_invite_b(const struct sip_msg *msg, void *arg)
{
	struct fx *fx = arg;

	return take_call(fx, fx->b, msg);
}

static bool on_source(const struct sip_msg *msg, void *arg)
{
	const struct fx *fx = arg;
	(void)msg;

	return !fx->strange;
}

/* --------------------------------------------------------------- wire */

static void on_trace_a(bool tx, enum oh_sip_transp tp, const struct sa *src,
		       const struct sa *dst, const uint8_t *data, size_t len,
		       void *arg)
{
	struct fx *fx = arg;
	char word[32] = "";
	struct pl first, second;
	(void)src;
	(void)dst;

	note_traffic(fx);
	if (!tx && len > 5 && 0 == memcmp(data, "INFO ", 5))
		(void)re_snprintf(fx->traced, sizeof(fx->traced), "%b", data,
				  len);
	fx->seen++;
	fx->tcp += tp == OH_SIP_TCP;
	if (re_regex((const char *)data, len, "[^ ]+ [^ ]+", &first, &second))
		return;
	if (0 == pl_strcmp(&first, "SIP/2.0"))
		first = second;
	(void)re_snprintf(word, sizeof(word), "%s%r", tx ? ">" : "<", &first);
	append(fx->wire, word);
}

static void on_trace_b(bool tx, enum oh_sip_transp tp, const struct sa *src,
		       const struct sa *dst, const uint8_t *data, size_t len,
		       void *arg)
{
	(void)tx;
	(void)tp;
	(void)src;
	(void)dst;
	(void)data;
	(void)len;
	note_traffic(arg);
}

static void on_closed(void *arg)
{
	struct fx *fx = arg;

	fx->closed = true;
}

/* ------------------------------------------------------------ fixture */

static int alloc_stacks(struct fx *fx, bool tcp)
{
	struct sa laddr;
	struct oh_sip_prm prm = {
		.laddr = &laddr, .udp = true, .tcp = tcp,
		.software = "test", .inviteh = on_invite_a,
		.refer = true, .sourceh = on_source, .session = fx->session,
		.traceh = on_trace_a, .closedh = on_closed, .arg = fx,
	};
	int err;

	err = sa_set_str(&laddr, "127.0.0.1", 0);
	if (err)
		return err;
	err = oh_sip_alloc(&fx->a, &prm);
	if (err)
		return err;
	prm.inviteh = on_invite_b;
	prm.traceh = on_trace_b;
	prm.closedh = NULL;

	return oh_sip_alloc(&fx->b, &prm);
}

static int init(struct fx *fx, bool tcp)
{
	int err;

	fx->out.fx = fx->in.fx = fx;
	fx->fd = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
	if (fx->fd < 0)
		return errno;
	err = fd_listen(fx->fd, FD_READ, on_round, fx);
	if (err)
		return err;
	test_clock_freeze(true);

	return alloc_stacks(fx, tcp);
}

int fx_init(struct fx *fx, bool tcp)
{
	memset(fx, 0, sizeof(*fx));

	return init(fx, tcp);
}

/* Stack a has these session timers, and there is a raw peer */
int fx_init_session(struct fx *fx, const struct oh_session_prm *session)
{
	int err;

	memset(fx, 0, sizeof(*fx));
	fx->session = *session;
	err = init(fx, false);

	return err ? err : fx_raw_init(fx);
}

void fx_reset(struct fx *fx)
{
	fx->out.leg = mem_deref(fx->out.leg);
	fx->in.leg = mem_deref(fx->in.leg);
	fx->a = mem_deref(fx->a);
	fx->b = mem_deref(fx->b);
	fx->raw.us = mem_deref(fx->raw.us);
	fd_close(fx->fd);
	(void)close(fx->fd);
	test_clock_freeze(false);
}

static int call(struct fx *fx, const struct sa *dst, const char *tp,
		const char *sdp)
{
	char to[128], route[128];
	const struct oh_leg_prm prm = {
		.to_uri = to, .from_uri = "sip:+14255550001@example.com",
		.from_name = "A \"B\"", .contact_user = "alice",
		.route = route, .headers = fx->headers, .cred = fx->cred,
		.h = on_event, .arg = &fx->out,
	};

	(void)re_snprintf(to, sizeof(to), "sip:bob@%J", dst);
	(void)re_snprintf(route, sizeof(route), "sip:%J%s;lr", dst, tp);

	return oh_leg_invite(&fx->out.leg, fx->a, &prm, sdp);
}

int fx_call(struct fx *fx, const char *sdp)
{
	return call(fx, oh_sip_laddr(fx->b), ";transport=udp", sdp);
}

int fx_call_tcp(struct fx *fx, const char *sdp)
{
	return call(fx, oh_sip_laddr(fx->b), ";transport=tcp", sdp);
}

int fx_call_raw(struct fx *fx, const char *sdp)
{
	return call(fx, &fx->raw.addr, "", sdp);
}

int fx_up(struct fx *fx)
{
	int err;

	err = fx_call(fx, "v=offer");
	if (err)
		return err;
	err = fx_settle(fx, 200);
	if (err)
		return err;
	err = oh_leg_answer(fx->in.leg, "v=answer");
	if (err)
		return err;

	return fx_settle(fx, 200);
}

/* ----------------------------------------------------------- raw peer */

static void on_raw(const struct sa *src, struct mbuf *mb, void *arg)
{
	struct fx *fx = arg;
	struct fx_raw *raw = &fx->raw;
	char word[32];
	struct pl first, second;

	note_traffic(fx);
	raw->from = *src;
	raw->n++;
	(void)re_snprintf(raw->msg, sizeof(raw->msg), "%b", mbuf_buf(mb),
			  mbuf_get_left(mb));
	if (re_regex(raw->msg, strlen(raw->msg), "[^ ]+ [^ ]+",
		     &first, &second))
		return;
	if (0 == pl_strcmp(&first, "SIP/2.0"))
		first = second;
	(void)re_snprintf(word, sizeof(word), "%r", &first);
	append(raw->log, word);
	if (0 == strcmp(word, "INVITE"))
		str_ncpy(raw->invite, raw->msg, sizeof(raw->invite));
}

int fx_raw_init(struct fx *fx)
{
	struct fx_raw *raw = &fx->raw;
	struct sa laddr;
	int err;

	err = sa_set_str(&laddr, "127.0.0.1", 0);
	if (err)
		return err;
	err = udp_listen(&raw->us, &laddr, on_raw, fx);
	if (err)
		return err;
	raw->from = *oh_sip_laddr(fx->a);

	return udp_local_get(raw->us, &raw->addr);
}

int fx_raw_send(struct fx *fx, const char *text)
{
	struct mbuf *mb = mbuf_alloc(FX_MSG);
	int err;

	if (!mb)
		return ENOMEM;
	err = mbuf_write_str(mb, text);
	mb->pos = 0;
	if (!err)
		err = udp_send(fx->raw.us, oh_sip_laddr(fx->a), mb);
	mem_deref(mb);
	note_traffic(fx);

	return err;
}

/* The value of the first header of that name, "" if it is not there */
void fx_header(char *buf, size_t size, const char *msg, const char *name)
{
	char key[64];
	const char *p;
	size_t len;

	buf[0] = '\0';
	(void)re_snprintf(key, sizeof(key), "\r\n%s: ", name);
	p = strstr(msg, key);
	if (!p)
		return;
	p += strlen(key);
	len = strcspn(p, "\r\n");
	(void)re_snprintf(buf, size, "%b", p, len);
}

/* The tag of the To header */
void fx_tag(char *buf, size_t size, const char *msg)
{
	char to[256];
	const char *p;

	fx_header(to, sizeof(to), msg, "To");
	p = strstr(to, ";tag=");
	str_ncpy(buf, p ? p + 5 : "", size);
}

int fx_raw_reply(struct fx *fx, const char *request, unsigned scode,
		 const char *tag, const char *headers, const char *body)
{
	char via[256], from[256], to[256], id[128], cseq[64], text[FX_MSG];

	fx_header(via, sizeof(via), request, "Via");
	fx_header(from, sizeof(from), request, "From");
	fx_header(to, sizeof(to), request, "To");
	fx_header(id, sizeof(id), request, "Call-ID");
	fx_header(cseq, sizeof(cseq), request, "CSeq");
	(void)re_snprintf(text, sizeof(text),
			  "SIP/2.0 %u Word\r\n"
			  "Via: %s\r\nFrom: %s\r\nTo: %s%s%s\r\n"
			  "Call-ID: %s\r\nCSeq: %s\r\n"
			  "Contact: <sip:bob@%J>\r\n%s"
			  "%sContent-Length: %zu\r\n\r\n%s",
			  scode, via, from, to, tag ? ";tag=" : "",
			  tag ? tag : "", id, cseq, &fx->raw.addr,
			  headers ? headers : "",
			  body ? "Content-Type: application/sdp\r\n" : "",
			  str_len(body), body ? body : "");

	return fx_raw_send(fx, text);
}

int fx_raw_request(struct fx *fx, const char *met, unsigned cseq,
		   const char *to_tag, const char *headers, const char *body)
{
	char text[FX_MSG];

	(void)re_snprintf(text, sizeof(text),
			  "%s sip:alice@%J SIP/2.0\r\n"
			  "Via: SIP/2.0/UDP %J;branch=z9hG4bK%s%u;rport\r\n"
			  "From: <sip:bob@example.com>;tag=raw\r\n"
			  "To: <sip:alice@example.com>%s%s\r\n"
			  "Call-ID: raw-call\r\nCSeq: %u %s\r\n"
			  "Contact: <sip:bob@%J>\r\n%s"
			  "%sContent-Length: %zu\r\n\r\n%s",
			  met, oh_sip_laddr(fx->a), &fx->raw.addr, met, cseq,
			  to_tag ? ";tag=" : "", to_tag ? to_tag : "",
			  cseq, met, &fx->raw.addr, headers ? headers : "",
			  body ? "Content-Type: application/sdp\r\n" : "",
			  str_len(body), body ? body : "");

	return fx_raw_send(fx, text);
}

/* The raw peer calls a, a answers, the peer acknowledges */
int fx_raw_up(struct fx *fx)
{
	char tag[64];
	int err;

	err = fx_raw_request(fx, "INVITE", 1, NULL, NULL, "v=offer");
	if (err)
		return err;
	err = fx_settle(fx, 200);
	if (err)
		return err;
	err = oh_leg_answer(fx->in.leg, "v=answer");
	if (err)
		return err;
	err = fx_settle(fx, 200);
	if (err)
		return err;
	fx_tag(tag, sizeof(tag), fx->raw.msg);
	err = fx_raw_request(fx, "ACK", 1, tag, NULL, NULL);
	if (err)
		return err;

	return fx_settle(fx, 200);
}
