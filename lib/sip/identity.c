/**
 * @file identity.c  Who calls, and by what way, as the network says
 *
 *   P-Asserted-Identity: "A" <sip:+14255550100@x>, <tel:+14255550100>
 *   Diversion: <sip:+14255550101@x>;reason=user-busy
 *   History-Info: <sip:+14255550101@x>;index=1,
 *                 <sip:+14255550102@x;cause=486>;index=1.1
 *   Identity: eyJ..(header).eyJ..(payload)..(signature);info=<..>
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "base/scan.h"
#include "sip/identity.h"

enum {
	VALUES_MAX   = 32,     /* Addresses looked at in one message       */
	PAYLOAD_MAX  = 4096,   /* Of a PASSporT, base64url [bytes]         */
};

/** A walk over the addresses in headers of one kind */
struct walk {
	unsigned n;
	struct sip_addr before;       /* the one before this              */
	struct oh_identity *id;
};

/* Cut the next value off, up to a ',' outside of quotes and brackets */
static bool next_value(struct pl *value, struct pl *rest)
{
	bool quoted = false, bracket = false;
	size_t i;

	for (i = 0; i < rest->l; i++) {
		char c = rest->p[i];

		if (c == '\\' && quoted)
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '<' || c == '>'))
			bracket = c == '<';
		else if (c == ',' && !quoted && !bracket)
			break;
	}
	i = MIN(i, rest->l);
	value->p = rest->p;
	value->l = i;
	i = MIN(i + 1, rest->l);
	rest->p += i;
	rest->l -= i;

	return value->l > 0;
}

/* "+14255550100;verstat=x" -> "+14255550100" */
static void cut_params(struct pl *user)
{
	const char *p = pl_strchr(user, ';');

	if (p)
		user->l = (size_t)(p - user->p);
}

/* The user of a SIP URI, the number of a tel URI */
static void print_name(char *buf, const struct sip_addr *addr)
{
	struct pl pl = addr->uri.user;

	if (0 == pl_strcasecmp(&addr->uri.scheme, "tel")
	    || !pl_isset(&pl)) {
		pl = addr->auri;
		(void)re_regex(pl.p, pl.l, "tel:[^;>]+", &pl);
	}
	cut_params(&pl);
	(void)oh_scan_safe(buf, OH_IDENTITY_NAME, pl.p, pl.l);
}

/* libre knows no tel URI: it is read as text */
static bool decode(struct sip_addr *addr, const struct pl *value)
{
	struct pl tel;

	if (0 == sip_addr_decode(addr, value) && pl_isset(&addr->uri.user))
		return true;
	if (re_regex(value->p, value->l, "tel:[^>, \t]+", &tel))
		return false;

	memset(addr, 0, sizeof(*addr));
	addr->auri.p = tel.p - 4;
	addr->auri.l = tel.l + 4;

	return true;
}

static void take_verstat(struct oh_identity *id, const struct pl *text)
{
	struct pl word;

	if (!id->verstat[0] &&
	    0 == re_regex(text->p, text->l, ";verstat=[A-Za-z0-9\\-]+", &word)
	    && word.l < sizeof(id->verstat))
		(void)pl_strcpy(&word, id->verstat, sizeof(id->verstat));
}

/* sip_hdr_h of libre: true ends the walk */
static bool asserted(const struct sip_hdr *hdr, const struct sip_msg *msg,
		     void *arg)
{
	struct oh_identity *id = arg;
	struct pl rest = hdr->val, value;
	struct sip_addr addr;
	(void)msg;

	while (next_value(&value, &rest)) {
		take_verstat(id, &value);
		if (!id->asserted[0] && decode(&addr, &value))
			print_name(id->asserted, &addr);
	}
	return false;
}

/* The last to divert stands first (RFC 5806 9.2) */
static bool diverted(const struct sip_hdr *hdr, const struct sip_msg *msg,
		     void *arg)
{
	struct oh_identity *id = arg;
	struct pl rest = hdr->val, value;
	struct sip_addr addr;
	(void)msg;

	if (!next_value(&value, &rest) || !decode(&addr, &value))
		return false;
	print_name(id->diverted_from, &addr);

	return true;
}

static bool is_retarget(const struct sip_addr *addr, const struct pl *value)
{
	struct pl pl;

	return 0 == re_regex(addr->uri.params.p, addr->uri.params.l,
			     ";cause=[0-9]+", &pl)
		|| 0 == re_regex(value->p, value->l, ";mp=[0-9.]+", &pl);
}

/* Each entry was called in turn; "cause" or "mp" tell a diversion from a
   mere routing (RFC 7044 5, RFC 4458). */
static bool history(const struct sip_hdr *hdr, const struct sip_msg *msg,
		    void *arg)
{
	struct walk *w = arg;
	struct pl rest = hdr->val, value;
	struct sip_addr addr;
	(void)msg;

	while (w->n < VALUES_MAX && next_value(&value, &rest)) {
		if (!decode(&addr, &value))
			continue;
		if (w->n++ && is_retarget(&addr, &value))
			print_name(w->id->diverted_from, &w->before);
		w->before = addr;
	}
	return w->n >= VALUES_MAX;
}

static int decode_payload(char *buf, size_t *lenp, const struct pl *pl)
{
	char text[PAYLOAD_MAX + 1];
	size_t i;

	for (i = 0; i < pl->l; i++) {
		char c = pl->p[i];

		text[i] = c == '-' ? '+' : c == '_' ? '/' : c;
	}
	/* base64url has no padding (RFC 7515 2) */
	while (i % 4 && i < PAYLOAD_MAX)
		text[i++] = '=';

	return base64_decode(text, i, (uint8_t *)buf, lenp);
}

/* PASSporT (RFC 8225 4); "attest" is of SHAKEN (RFC 8588 4) */
static bool attestation(const struct sip_hdr *hdr, const struct sip_msg *msg,
			void *arg)
{
	struct oh_identity *id = arg;
	char json[PAYLOAD_MAX];
	size_t len = sizeof(json);
	const char *attest;
	struct pl payload;
	cJSON *obj;
	(void)msg;

	if (re_regex(hdr->val.p, hdr->val.l, "[^.;]+.[^.;]+.", NULL,
		     &payload)
	    || payload.l > PAYLOAD_MAX - 4
	    || decode_payload(json, &len, &payload))
		return false;

	obj = cJSON_ParseWithLength(json, len);
	attest = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(obj, "attest"));
	if (attest && attest[0] && strchr("ABC", attest[0]) && !attest[1])
		str_ncpy(id->attestation, attest, sizeof(id->attestation));
	cJSON_Delete(obj);

	return id->attestation[0] != '\0';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* What stands before the address: quoted, or words. libre keeps the last of
   these alone. */
static void take_name(struct oh_identity *id, const struct pl *val)
{
	const char *p = val->p, *end = val->p + val->l, *stop;
	bool quoted;

	while (p < end && is_blank(*p))
		p++;
	quoted = p < end && *p == '"';
	p += quoted;
	for (stop = p; stop < end && *stop != (quoted ? '"' : '<'); stop++)
		stop += quoted && *stop == '\\' && stop + 1 < end;
	if (stop == end)
		return;
	while (!quoted && stop > p && is_blank(stop[-1]))
		stop--;
	(void)oh_scan_safe(id->name, sizeof(id->name), p, stop - p);
}

/**
 * Read who calls, and by what way
 *
 * @param id      What the message says; every text safe to show
 * @param msg     INVITE, borrowed
 * @param trusted Whether its sender is: P-Asserted-Identity and verstat of
 *                others are not looked at (RFC 3325 5)
 */
void oh_identity_read(struct oh_identity *id, const struct sip_msg *msg,
		      bool trusted)
{
	struct walk w = { .id = id };

	memset(id, 0, sizeof(*id));
	take_name(id, &msg->from.val);
	if (trusted) {
		(void)sip_msg_hdr_apply(msg, true,
					SIP_HDR_P_ASSERTED_IDENTITY,
					asserted, id);
		take_verstat(id, &msg->from.val);
	}
	(void)sip_msg_xhdr_apply(msg, true, "Diversion", diverted, id);
	if (!id->diverted_from[0])
		(void)sip_msg_hdr_apply(msg, true, SIP_HDR_HISTORY_INFO,
					history, &w);
	(void)sip_msg_hdr_apply(msg, true, SIP_HDR_IDENTITY, attestation,
				id);
}
