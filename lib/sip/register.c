/**
 * @file register.c  Keep one Contact registered (RFC 3261 10)
 *
 *     start -> asking -- 2xx --> registered -- at 90 % --> asking
 *                     -- else -> failed ---- back-off ---> asking
 *     stop  -> (answer still out) -> removing -> over, at most 2 s later
 */
#include "base/compat.h"
#include "sip/dialog.h"
#include "sip/register.h"
#include "sip/sip_priv.h"

enum {
	BACKOFF_MIN_S = 30,
	BACKOFF_MAX_S = 30 * 60,
	EXPIRES_MAX_S = 7 * 24 * 3600,
	REFRESH_MIN_MS = 1000,
	RETRIES_MAX   = 6,     /* requests in a row without success       */
	STOP_MS       = 2000,
	WATCH_S       = 24 * 3600,
	RECONNECT_MS  = 500,   /* and as much again at random             */
	REASON_SIZE   = 128,
	CONTACT_SIZE  = 512,
};

enum state { ASKING, REGISTERED, FAILED, STOPPING, REMOVING, OVER };

struct oh_register {
	enum state state;
	struct oh_sip *sip;
	struct sip_dialog *dlg;  /* one Call-ID, CSeq counting up         */
	struct sip_request *req;
	struct sip_keepalive *watch;  /* of the connection, or NULL        */
	struct oh_digest *digest;/* NULL: nothing to answer with          */
	struct tmr tmr;
	char *registrar;
	char *contact_user;
	char contact[CONTACT_SIZE];   /* as it was sent                   */
	uint32_t wanted_s;
	unsigned retries;
	unsigned failures;       /* in a row                              */
	struct {
		uint16_t scode;
		int err;
		uint32_t expires_s;
	} told;
	bool is_told;
	oh_register_h *h;
	void *arg;
};

static void response(int err, const struct sip_msg *msg, void *arg);
static void refresh(void *arg);

/* --------------------------------------------------------------- requests */

static int send_contact(enum sip_transp tp, OH_SIP_SRC *src,
			const struct sa *dst, struct mbuf *mb, void *arg)
{
	struct oh_register *r = arg;
	const struct oh_contact c = {
		.sip = r->sip, .user = r->contact_user, .tp = tp,
	};
	const size_t start = mb->pos;
	int err;
	(void)src;
	(void)dst;

	err = mbuf_printf(mb, "%H", oh_contact_print, &c);
	if (!err)
		re_snprintf(r->contact, sizeof(r->contact), "%b",
			    mb->buf + start, mb->pos - start);
	return err;
}

static int ask(struct oh_register *r, uint32_t expires_s)
{
	struct mbuf *auth = mbuf_alloc(256);
	int err = 0;

	if (!auth)
		return ENOMEM;
	if (r->digest)
		err = oh_digest_print(r->digest, auth, "REGISTER",
				      r->registrar);
	if (!err)
		err = sip_drequestf(&r->req, r->sip->sip, true, "REGISTER",
				    r->dlg, 0, NULL, send_contact, response, r,
				    "Expires: %u\r\n%b%H"
				    "Content-Length: 0\r\n\r\n",
				    expires_s, auth->buf, auth->end,
				    oh_sip_allow, r->sip);
	mem_deref(auth);

	return err;
}

/* ---------------------------------------------------------------- telling */

static void tell(struct oh_register *r, uint16_t scode, const char *reason,
		 int err, uint32_t expires_s)
{
	if (r->is_told && r->told.scode == scode && r->told.err == err &&
	    r->told.expires_s == expires_s)
		return;
	r->is_told = true;
	r->told.scode = scode;
	r->told.err = err;
	r->told.expires_s = expires_s;
	r->h(scode, reason, err, expires_s, r->arg);
}

static void over(struct oh_register *r, uint16_t scode, const char *reason,
		 int err)
{
	r->state = OVER;
	tmr_cancel(&r->tmr);
	r->req = mem_deref(r->req);
	r->h(scode, reason, err, 0, r->arg);
}

/**
 * Say how long to wait after failures (RFC 5626 4.5 in spirit)
 *
 * @param failures How many in a row
 * @param rnd      Randomness, so that a server coming back is not stormed
 *
 * @return 15..30 s after the first, doubling, up to 15..30 min [ms]
 */
uint32_t oh_register_backoff_ms(unsigned failures, uint32_t rnd)
{
	const unsigned doublings = min(max(failures, 1u), 16u) - 1;
	const uint32_t ms = 1000 * min((uint32_t)BACKOFF_MIN_S << doublings,
				       (uint32_t)BACKOFF_MAX_S);

	return ms / 2 + rnd % (ms / 2 + 1);
}

static uint32_t retry_after_ms(const struct sip_msg *msg)
{
	const struct sip_hdr *hdr;

	hdr = msg ? sip_msg_hdr(msg, SIP_HDR_RETRY_AFTER) : NULL;

	return hdr ? 1000 * min(pl_u32(&hdr->val), (uint32_t)BACKOFF_MAX_S)
		   : 0;
}

static void failed(struct oh_register *r, const struct sip_msg *msg, int err)
{
	char reason[REASON_SIZE] = "";
	uint32_t wait_ms;

	if (msg)
		(void)re_snprintf(reason, sizeof(reason), "%r", &msg->reason);
	if (r->state == STOPPING || r->state == REMOVING) {
		over(r, msg ? msg->scode : 0, reason, err);
		return;
	}
	r->state = FAILED;
	r->retries = 0;
	/* What was refused may be welcome after the server's restart. */
	oh_digest_reset(r->digest);
	wait_ms = oh_register_backoff_ms(++r->failures, rand_u32());
	tmr_start(&r->tmr, max(wait_ms, retry_after_ms(msg)), refresh, r);
	tell(r, msg ? msg->scode : 0, reason, err, 0);
}

/* -------------------------------------------------------------- responses */

static bool is_pl_equal(const struct pl *a, const struct pl *b)
{
	return a->l == b->l && (a->l == 0 || 0 == pl_casecmp(a, b));
}

static uint16_t port_of(const struct uri *uri)
{
	return uri->port ? uri->port : SIP_PORT;
}

/* "Contact: <sip:..>\r\n" as we sent it */
static int own_decode(struct sip_addr *own, const struct oh_register *r)
{
	struct pl value;

	if (re_regex(r->contact, strlen(r->contact), "Contact:[ ]*[^\r\n]+",
		     NULL, &value))
		return EBADMSG;

	return sip_addr_decode(own, &value);
}

static bool is_own(const struct sip_hdr *hdr, const struct sip_msg *msg,
		   void *arg)
{
	const struct uri *own = arg;
	struct sip_addr addr;
	(void)msg;

	return 0 == sip_addr_decode(&addr, &hdr->val) &&
		is_pl_equal(&addr.uri.user, &own->user) &&
		is_pl_equal(&addr.uri.host, &own->host) &&
		port_of(&addr.uri) == port_of(own);
}

/* RFC 3261 10.2.4: our Contact's parameter, else the header, else ours */
static uint32_t granted_s(const struct oh_register *r,
			  const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = NULL;
	struct sip_addr own, addr;
	struct pl expires;

	if (0 == own_decode(&own, r))
		hdr = sip_msg_hdr_apply(msg, true, SIP_HDR_CONTACT, is_own,
					&own.uri);
	if (hdr && 0 == sip_addr_decode(&addr, &hdr->val) &&
	    0 == msg_param_decode(&addr.params, "expires", &expires))
		return min(pl_u32(&expires), (uint32_t)EXPIRES_MAX_S);
	if (pl_isset(&msg->expires))
		return min(pl_u32(&msg->expires), (uint32_t)EXPIRES_MAX_S);

	return r->wanted_s;
}

/* The server knows us by a connection that is no more. */
static void lost(int err, void *arg)
{
	struct oh_register *r = arg;
	(void)err;

	r->watch = mem_deref(r->watch);
	oh_sip_forget_flow(r->sip);
	if (r->state == REGISTERED)
		tmr_start(&r->tmr, RECONNECT_MS + rand_u32() % RECONNECT_MS,
			  refresh, r);
}

/* libre's own keep-alive closes a connection whose far end does not answer
   it, as many do not: with so long an interval it only watches. Without a
   watch the loss is found at the next refresh. */
static void watch(struct oh_register *r, const struct sip_msg *msg)
{
	r->watch = mem_deref(r->watch);
	if (msg->tp == SIP_TRANSP_TCP || msg->tp == SIP_TRANSP_TLS)
		(void)sip_keepalive_start(&r->watch, r->sip->sip, msg,
					  WATCH_S, lost, r);
}

static void remove_own(struct oh_register *r)
{
	int err;

	r->state = REMOVING;
	r->retries = 0;
	err = ask(r, 0);
	if (err)
		over(r, 0, "", err);
}

static void succeeded(struct oh_register *r, const struct sip_msg *msg)
{
	const uint32_t s = granted_s(r, msg);

	r->retries = 0;
	if (r->state == REMOVING) {
		over(r, msg->scode, "", 0);
	}
	else if (r->state == STOPPING) {
		remove_own(r);
	}
	else if (s == 0) {
		failed(r, NULL, EPROTO);
	}
	else {
		r->state = REGISTERED;
		r->failures = 0;
		watch(r, msg);
		tmr_start(&r->tmr, max(s * 900ull, (uint64_t)REFRESH_MIN_MS),
			  refresh, r);
		tell(r, 200, "", 0, s);
	}
}

static int use_min_expires(struct oh_register *r, const struct sip_msg *msg)
{
	const struct sip_hdr *hdr = sip_msg_hdr(msg, SIP_HDR_MIN_EXPIRES);
	const uint32_t least = hdr ? pl_u32(&hdr->val) : 0;

	if (least <= r->wanted_s || least > EXPIRES_MAX_S)
		return EPROTO;
	r->wanted_s = least;

	return 0;
}

/* 0: ask again, in another way */
static int mend(struct oh_register *r, const struct sip_msg *msg)
{
	if (++r->retries > RETRIES_MAX)
		return EACCES;

	switch (msg->scode) {

	case 401:
	case 407: return r->digest ? oh_digest_challenge(r->digest, msg)
				   : EACCES;
	case 423: return use_min_expires(r, msg);
	default:  return ENOTSUP;
	}
}

static void refused(struct oh_register *r, const struct sip_msg *msg)
{
	int err;

	err = mend(r, msg);
	if (err && err != ENOMEM) {
		failed(r, msg, 0);
		return;
	}
	if (!err)
		err = ask(r, r->state == REMOVING ? 0 : r->wanted_s);
	if (err)
		failed(r, NULL, err);
}

static void response(int err, const struct sip_msg *msg, void *arg)
{
	struct oh_register *r = arg;

	if (err || !msg)
		failed(r, NULL, err ? err : ETIMEDOUT);
	else if (msg->scode >= 300)
		refused(r, msg);
	else if (msg->scode >= 200)
		succeeded(r, msg);
}

static void refresh(void *arg)
{
	struct oh_register *r = arg;
	int err;

	r->state = ASKING;
	err = ask(r, r->wanted_s);
	if (err)
		failed(r, NULL, err);
}

/* --------------------------------------------------------- start and stop */

static void destructor(void *data)
{
	struct oh_register *r = data;

	tmr_cancel(&r->tmr);
	mem_deref(r->watch);
	mem_deref(r->req);
	mem_deref(r->dlg);
	mem_deref(r->digest);
	mem_deref(r->registrar);
	mem_deref(r->contact_user);
	if (r->sip)
		oh_sip_release(r->sip);
}

static int prm_copy(struct oh_register *r, const struct oh_register_prm *prm)
{
	int err;

	err = str_dup(&r->registrar, prm->registrar);
	if (err)
		return err;
	err = str_dup(&r->contact_user, prm->contact_user);
	if (err)
		return err;
	if (prm->cred) {
		err = oh_digest_alloc(&r->digest, prm->cred);
		if (err)
			return err;
	}
	return oh_dialog_alloc(&r->dlg, prm->registrar, prm->aor, prm->aor,
			       prm->route);
}

/**
 * Register a Contact, and keep it registered
 *
 * @param rp  Returned; mem_deref() forgets it without a word to the server,
 *            also inside the handler
 * @param sip Where requests leave from; held open until the release
 * @param prm What to register; borrowed, its strings are copied
 *
 * @return 0, EINVAL, ENOMEM, or why no request could be sent
 */
int oh_register_start(struct oh_register **rp, struct oh_sip *sip,
		      const struct oh_register_prm *prm)
{
	struct oh_register *r;
	int err;

	if (!rp || !sip || !prm || !prm->registrar || !prm->aor ||
	    !prm->contact_user || prm->expires_s == 0 || !prm->h)
		return EINVAL;

	r = mem_zalloc(sizeof(*r), destructor);
	if (!r)
		return ENOMEM;
	oh_sip_hold(sip);
	r->sip = sip;
	r->wanted_s = min(prm->expires_s, (uint32_t)EXPIRES_MAX_S);
	r->h = prm->h;
	r->arg = prm->arg;
	err = prm_copy(r, prm);
	if (err)
		goto out;
	err = ask(r, r->wanted_s);

out:
	if (err)
		mem_deref(r);
	else
		*rp = r;

	return err;
}

static void stop_now(void *arg)
{
	over(arg, 0, "", 0);
}

static void stop_timeout(void *arg)
{
	over(arg, 0, "", ETIMEDOUT);
}

/**
 * Remove our Contact from the server, and no other
 *
 * The handler is called once more, within 2 s, never before this returns:
 * scode 200, or 0 with err ETIMEDOUT, or 0 and 0 if there was nothing to
 * remove. A registration that is still being asked for is waited for, since
 * it may be granted after our back is turned.
 *
 * @param r Registration; still to be released
 */
void oh_register_stop(struct oh_register *r)
{
	if (!r || r->state >= STOPPING)
		return;

	switch (r->state) {

	case ASKING:
		r->state = STOPPING;
		tmr_start(&r->tmr, STOP_MS, stop_timeout, r);
		break;

	case REGISTERED:
		r->state = REMOVING;
		r->retries = 0;
		tmr_start(&r->tmr, ask(r, 0) ? 0 : STOP_MS, stop_timeout, r);
		break;

	default:
		r->state = STOPPING;
		tmr_start(&r->tmr, 0, stop_now, r);
	}
}
