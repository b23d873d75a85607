/**
 * @file reason.c  The Reason header (RFC 3326), with causes of Q.850
 *                 (RFC 6432) and where they were set (RFC 8606)
 *
 *   Reason: SIP;cause=200;text="Call completed elsewhere"
 *   Reason: Q.850;cause=16;location=LN
 */
#include <ctype.h>
#include "base/compat.h"
#include "base/scan.h"
#include "sip/reason.h"

enum {
	Q850_MAX = 127,   /**< Seven bits (ITU-T Q.850 2.2.5) */
	SIP_MIN  = 200,   /**< Final statuses                 */
	SIP_MAX  = 699,
};

/* Cut the next part off, up to a ';' that is not inside quotes */
static bool next_part(struct pl *part, struct pl *rest)
{
	bool quoted = false;
	size_t i;

	if (!rest->l)
		return false;
	for (i = 0; i < rest->l && (quoted || rest->p[i] != ';'); i++) {
		if (rest->p[i] == '"')
			quoted = !quoted;
		else if (quoted && rest->p[i] == '\\' && i + 1 < rest->l)
			i++;
	}
	part->p = rest->p;
	part->l = i;
	i = MIN(i + 1, rest->l);
	rest->p += i;
	rest->l -= i;

	return true;
}

/* A quoted-string (RFC 3261 25.1) as the text it stands for */
static void copy_quoted(char *buf, size_t size, const struct pl *pl)
{
	char text[OH_REASON_TEXT * 2];
	size_t n = 0;

	for (size_t i = 0; i < pl->l && n < sizeof(text); i++) {
		if (pl->p[i] == '\\' && i + 1 < pl->l)
			i++;
		text[n++] = pl->p[i];
	}
	(void)oh_scan_safe(buf, size, text, n);
}

/* A token of RFC 8606 2: "LN", "RPN", "LOC-10" */
static bool is_place(const struct pl *place)
{
	for (size_t i = 0; i < place->l; i++) {
		if (!isalnum((unsigned char)place->p[i]) &&
		    place->p[i] != '-')
			return false;
	}
	return true;
}

/* Only what it can mean */
static void take_cause(struct oh_reason *why, bool q850, const struct pl *pl)
{
	struct pl digits;
	uint32_t cause;

	if (pl->l > 3 || re_regex(pl->p, pl->l, "[0-9]+", &digits) ||
	    digits.l != pl->l)
		return;
	cause = pl_u32(&digits);
	if (q850 && cause >= 1 && cause <= Q850_MAX)
		why->q850 = (int)cause;
	else if (!q850 && cause >= SIP_MIN && cause <= SIP_MAX)
		why->sip = (int)cause;
}

static void trim(struct pl *pl)
{
	while (pl->l && strchr(" \t", *pl->p)) {
		pl->p++;
		pl->l--;
	}
	while (pl->l && strchr(" \t", pl->p[pl->l - 1]))
		pl->l--;
}

/* name = value */
static bool split(struct pl *name, struct pl *value, const struct pl *part)
{
	const char *eq = pl_strchr(part, '=');

	if (!eq)
		return false;
	name->p  = part->p;
	name->l  = (size_t)(eq - part->p);
	value->p = eq + 1;
	value->l = part->l - name->l - 1;
	trim(name);
	trim(value);

	return name->l && value->l;
}

/* reason-params = protocol-cause / reason-text / reason-extension */
static void take_param(struct oh_reason *why, bool q850,
		       const struct pl *part)
{
	struct pl name, value;

	if (!split(&name, &value, part))
		return;
	if (0 == pl_strcasecmp(&name, "cause"))
		take_cause(why, q850, &value);
	else if (0 == pl_strcasecmp(&name, "text") && value.l > 2 &&
		 *value.p == '"') {
		value.p++;
		value.l -= 2;
		copy_quoted(why->text, sizeof(why->text), &value);
	}
	else if (0 == pl_strcasecmp(&name, "location") &&
		 is_place(&value) && value.l < sizeof(why->place))
		(void)pl_strcpy(&value, why->place, sizeof(why->place));
}

static void join(struct oh_reason *all, const struct oh_reason *why)
{
	if (!all->q850 && why->q850) {
		all->q850 = why->q850;
		memcpy(all->place, why->place, sizeof(all->place));
	}
	if (!all->sip)
		all->sip = why->sip;
	if (!*all->text && (why->q850 || why->sip))
		memcpy(all->text, why->text, sizeof(all->text));
}

/* reason-value = protocol *( ";" reason-params )  (RFC 3326 2) */
static bool take_value(const struct sip_hdr *hdr, const struct sip_msg *msg,
		       void *arg)
{
	struct oh_reason why = { .q850 = 0 };
	struct pl rest = hdr->val, part, word;
	bool q850;
	(void)msg;

	if (!next_part(&part, &rest)
	    || re_regex(part.p, part.l, "[^ \t]+", &word))
		return false;
	q850 = 0 == pl_strcasecmp(&word, "Q.850");
	if (!q850 && pl_strcasecmp(&word, "SIP"))
		return false;

	while (next_part(&part, &rest))
		take_param(&why, q850, &part);
	join(arg, &why);

	return false;
}

/**
 * Read why a message came: the first Reason of Q.850 and the first of SIP
 *
 * @param why Returned; zero where the message says nothing
 * @param msg Message, borrowed
 */
void oh_reason_read(struct oh_reason *why, const struct sip_msg *msg)
{
	memset(why, 0, sizeof(*why));
	(void)sip_msg_hdr_apply(msg, true, SIP_HDR_REASON, take_value, why);
}

/* A quoted-string (RFC 3261 25.1); what cannot be quoted becomes a blank. */
static int print_quoted(struct re_printf *pf, const char *text)
{
	int err = 0;

	for (const char *p = text; *p && !err; p++) {
		bool ctl = (unsigned char)*p < 0x20 || *p == 0x7f;

		if (*p == '"' || *p == '\\')
			err = re_hprintf(pf, "\\%c", *p);
		else
			err = re_hprintf(pf, "%c", ctl ? ' ' : *p);
	}
	return err;
}

static int print_text(struct re_printf *pf, const char *text)
{
	return *text ? re_hprintf(pf, ";text=\"%H\"", print_quoted, text) : 0;
}

static int print_lines(struct re_printf *pf, const struct oh_reason *why)
{
	const char *text = why->text;
	int err = 0;

	if (why->sip) {
		err = re_hprintf(pf, "Reason: SIP;cause=%d%H\r\n", why->sip,
				 print_text, text);
		text = "";
	}
	if (!err && why->q850)
		err = re_hprintf(pf, "Reason: Q.850;cause=%d%H%s%s\r\n",
				 why->q850, print_text, text,
				 *why->place ? ";location=" : "", why->place);

	return err;
}

/**
 * Print Reason header lines, CRLF included: one of SIP, one of Q.850
 *
 * @param buf  Where to print; NUL-terminated
 * @param size Its size [bytes]
 * @param why  What they say; a text goes with the first. NULL, or without a
 *             cause: nothing is printed
 *
 * @return 0; EINVAL for causes there cannot be; ERANGE if it does not fit
 *         (buf is then empty)
 */
int oh_reason_print(char *buf, size_t size, const struct oh_reason *why)
{
	struct pl place;

	if (!buf || !size)
		return EINVAL;
	buf[0] = '\0';
	if (!why)
		return 0;
	pl_set_str(&place, why->place);
	if (why->q850 < 0 || why->q850 > Q850_MAX || !is_place(&place))
		return EINVAL;
	if (why->sip && (why->sip < SIP_MIN || why->sip > SIP_MAX))
		return EINVAL;

	if (re_snprintf(buf, size, "%H", print_lines, why) < 0) {
		buf[0] = '\0';
		return ERANGE;
	}
	return 0;
}
