/**
 * @file registrar.c  Which telephones are where
 */
#include "base/compat.h"
#include <errno.h>
#include "base/clock.h"
#include "base/scan.h"
#include "sim/door.h"
#include "sim/registrar.h"

enum { EXPIRES_DEFAULT_S = 3600 };

struct oh_sim_registrar {
	struct oh_sip *sip;       /* borrowed */
	struct list bindingl;
};

struct binding {
	struct le le;
	struct tmr tmr;           /* its expiry */
	uint64_t until_us;
	char number[OH_NUMBER_SIZE];
	struct oh_sim_contact contact;
};

static void binding_destructor(void *arg)
{
	struct binding *b = arg;

	tmr_cancel(&b->tmr);
	list_unlink(&b->le);
}

static void destructor(void *arg)
{
	struct oh_sim_registrar *r = arg;

	list_flush(&r->bindingl);
}

/**
 * Make a registrar without bindings
 *
 * @param rp  Set on success, release with mem_deref
 * @param sip Borrowed: answers go out there
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_sim_registrar_alloc(struct oh_sim_registrar **rp, struct oh_sip *sip)
{
	struct oh_sim_registrar *r;

	if (!rp || !sip)
		return EINVAL;

	r = mem_zalloc(sizeof(*r), destructor);
	if (!r)
		return ENOMEM;
	r->sip = sip;
	*rp = r;

	return 0;
}

/**
 * Whether telephones may have a number: +14255550150 to 0199
 *
 * @param number Number
 *
 * @return true if so
 */
bool oh_sim_registrar_is_ours(const struct oh_number *number)
{
	static const char prefix[] = "+142555501";
	uint32_t last;

	if (number->kind != OH_NUMBER_E164 ||
	    0 != strncmp(number->text, prefix, sizeof(prefix) - 1))
		return false;

	return strlen(number->text) == sizeof(prefix) - 1 + 2 &&
	       0 == oh_scan_u32(&last, number->text + sizeof(prefix) - 1,
				OH_SIM_DOOR_FIRST, OH_SIM_DOOR_FIRST +
				OH_SIM_DOOR_NUMBERS - 1);
}

static void expire(void *arg)
{
	mem_deref(arg);
}

static struct binding *find(const struct oh_sim_registrar *r,
			    const char *number, const struct pl *uri)
{
	for (struct le *le = r->bindingl.head; le; le = le->next) {
		struct binding *b = le->data;

		if (0 == strcmp(b->number, number) &&
		    0 == pl_strcmp(uri, b->contact.uri))
			return b;
	}

	return NULL;
}

static size_t count(const struct oh_sim_registrar *r, const char *number)
{
	size_t n = 0;

	for (struct le *le = r->bindingl.head; le; le = le->next) {
		const struct binding *b = le->data;

		n += 0 == strcmp(b->number, number);
	}

	return n;
}

/* Over UDP back to where it came from, whatever stands in Contact: that is
   the way through a NAT. Over TLS too, by the connection there is: telephones
   have no certificate to take one with. A TCP source port is not listened
   on. */
static int set_route(struct oh_sim_contact *c, const struct sip_msg *msg)
{
	const bool tls = msg->tp == SIP_TRANSP_TLS;

	c->route[0] = '\0';
	if (msg->tp != SIP_TRANSP_UDP && !tls)
		return 0;

	return re_snprintf(c->route, sizeof(c->route),
			   "sip:%J;transport=%s;lr", &msg->src,
			   tls ? "tls" : "udp") < 0 ? ERANGE : 0;
}

static int bind_contact(struct oh_sim_registrar *r, const char *number,
			const struct sip_msg *msg, const struct pl *uri,
			uint32_t expires_s)
{
	struct binding *b = find(r, number, uri);
	int err;

	if (expires_s == 0) {
		mem_deref(b);
		return 0;
	}
	if (!b) {
		if (count(r, number) >= OH_SIM_CONTACTS_MAX)
			return EOVERFLOW;
		b = mem_zalloc(sizeof(*b), binding_destructor);
		if (!b)
			return ENOMEM;
		str_ncpy(b->number, number, sizeof(b->number));
		list_append(&r->bindingl, &b->le, b);
	}

	err = pl_strcpy(uri, b->contact.uri, sizeof(b->contact.uri));
	if (!err)
		err = set_route(&b->contact, msg);
	if (err) {
		mem_deref(b);
		return err;
	}
	b->until_us = oh_clock_us() + expires_s * 1000000ull;
	tmr_start(&b->tmr, expires_s * 1000ull, expire, b);

	return 0;
}

struct walk {
	struct oh_sim_registrar *r;
	const char *number;
	int err;
};

static uint32_t expires_of(const struct sip_msg *msg, const struct pl *params)
{
	struct pl pl;
	uint32_t s = EXPIRES_DEFAULT_S;

	if (params && !msg_param_decode(params, "expires", &pl))
		s = pl_u32(&pl);
	else if (pl_isset(&msg->expires))
		s = pl_u32(&msg->expires);

	return s < OH_SIM_EXPIRES_MAX_S ? s : OH_SIM_EXPIRES_MAX_S;
}

static bool take_contact(const struct sip_hdr *hdr, const struct sip_msg *msg,
			 void *arg)
{
	struct walk *w = arg;
	struct sip_addr addr;

	if (0 == pl_strcmp(&hdr->val, "*")) {
		/* Only ever to remove all (RFC 3261 10.2.2) */
		if (expires_of(msg, NULL) != 0)
			w->err = EBADMSG;
		else
			oh_sim_registrar_forget(w->r, w->number);
		return w->err != 0;
	}

	w->err = sip_addr_decode(&addr, &hdr->val);
	if (!w->err)
		w->err = bind_contact(w->r, w->number, msg, &addr.auri,
				      expires_of(msg, &addr.params));

	return w->err != 0;
}

static int print_contacts(struct re_printf *pf, const struct walk *w)
{
	uint64_t now = oh_clock_us();
	int err = 0;

	for (struct le *le = w->r->bindingl.head; le && !err; le = le->next) {
		const struct binding *b = le->data;

		if (0 != strcmp(b->number, w->number) || b->until_us < now)
			continue;
		err = re_hprintf(pf, "Contact: <%s>;expires=%u\r\n",
				 b->contact.uri,
				 (unsigned)((b->until_us - now + 999999) /
					    1000000));
	}

	return err;
}

/* All contacts of the number, as after every success (RFC 3261 10.3) */
static void reply_contacts(const struct walk *w, const struct sip_msg *msg)
{
	char *headers = NULL;

	if (re_sdprintf(&headers, "%H", print_contacts, w)) {
		(void)oh_sip_reply(w->r->sip, msg, 500, "Server Error", NULL);
		return;
	}

	/* If it cannot be sent the telephone asks again */
	(void)oh_sip_reply(w->r->sip, msg, 200, "OK", headers);
	mem_deref(headers);
}

/**
 * Answer a REGISTER
 *
 * @param r      Registrar
 * @param msg    Request
 * @param number Number in its To, one that telephones may have
 */
void oh_sim_registrar_request(struct oh_sim_registrar *r,
			      const struct sip_msg *msg,
			      const struct oh_number *number)
{
	struct walk w = { .r = r, .number = number->text };

	(void)sip_msg_hdr_apply(msg, true, SIP_HDR_CONTACT, take_contact, &w);
	switch (w.err) {

	case 0:
		reply_contacts(&w, msg);
		break;

	case ENOMEM:
	case EOVERFLOW:
		(void)oh_sip_reply(r->sip, msg, 503, "Service Unavailable",
				   NULL);
		break;

	default:
		(void)oh_sip_reply(r->sip, msg, 400, "Bad Request", NULL);
		break;
	}
}

/**
 * Find the telephones of a number
 *
 * @param r      Registrar
 * @param number "+14255550150"
 * @param v      Receives where they are
 *
 * @return How many there are
 */
size_t oh_sim_registrar_find(const struct oh_sim_registrar *r,
			     const char *number,
			     struct oh_sim_contact v[OH_SIM_CONTACTS_MAX])
{
	size_t n = 0;

	for (struct le *le = r->bindingl.head;
	     le && n < OH_SIM_CONTACTS_MAX; le = le->next) {
		const struct binding *b = le->data;

		if (0 == strcmp(b->number, number))
			v[n++] = b->contact;
	}

	return n;
}

/**
 * Find all telephones, whatever their numbers
 *
 * @param r Registrar
 * @param v Receives where the first of them are
 *
 * @return How many these are
 */
size_t oh_sim_registrar_all(const struct oh_sim_registrar *r,
			    struct oh_sim_contact v[OH_SIM_CONTACTS_MAX])
{
	size_t n = 0;

	for (struct le *le = r->bindingl.head;
	     le && n < OH_SIM_CONTACTS_MAX; le = le->next) {
		const struct binding *b = le->data;

		v[n++] = b->contact;
	}

	return n;
}

/**
 * Forget all telephones of a number
 *
 * @param r      Registrar
 * @param number "+14255550150"
 */
void oh_sim_registrar_forget(struct oh_sim_registrar *r, const char *number)
{
	struct le *le = r->bindingl.head;

	while (le) {
		struct binding *b = le->data;

		le = le->next;
		if (0 == strcmp(b->number, number))
			mem_deref(b);
	}
}
