/**
 * @file connstr.c  "endpoint=https://HOST/;accesskey=BASE64"
 */
#include "base/compat.h"
#include "carrier/connstr.h"

static int take(char *buf, size_t size, const struct pl *value)
{
	if (*buf || value->l == 0)
		return EBADMSG;
	if (value->l >= size)
		return ERANGE;
	memcpy(buf, value->p, value->l);
	buf[value->l] = '\0';

	return 0;
}

/* The value of a member with this name; the name's case does not matter */
static bool is_member(struct pl *value, const struct pl *member,
		      const char *name)
{
	size_t len = strlen(name);

	if (member->l < len || strncasecmp(member->p, name, len))
		return false;
	value->p = member->p + len;
	value->l = member->l - len;

	return true;
}

static int take_member(struct oh_connstr *cs, const struct pl *member)
{
	struct pl value;

	if (is_member(&value, member, "endpoint="))
		return take(cs->endpoint, sizeof(cs->endpoint), &value);
	if (is_member(&value, member, "accesskey="))
		return take(cs->key, sizeof(cs->key), &value);

	return member->l ? EBADMSG : 0;
}

static const char *why_not(int err, const struct oh_connstr *cs)
{
	if (err == ERANGE)
		return "the connection string is too long";
	if (err)
		return "the connection string is not "
			"endpoint=https://HOST/;accesskey=KEY";
	if (!*cs->endpoint)
		return "the connection string has no endpoint=";

	return *cs->key ? NULL : "the connection string has no accesskey=";
}

/**
 * Take a connection string apart
 *
 * Members may come in any order, each once; what they hold is judged by
 * oh_url_parse() and oh_sign_key_parse().
 *
 * @param cs   Parts; all zero after an error
 * @param text Connection string
 * @param whyp Set to a static text on failure; may be NULL
 *
 * @return 0; EBADMSG: malformed, or a member is missing; ERANGE: too long
 */
int oh_connstr_parse(struct oh_connstr *cs, const char *text,
		     const char **whyp)
{
	const char *why;
	int err = 0;

	explicit_bzero(cs, sizeof(*cs));
	while (*text && !err) {
		struct pl member = { text, strcspn(text, ";") };

		err = take_member(cs, &member);
		text += member.l;
		text += *text == ';';
	}

	why = why_not(err, cs);
	if (!why)
		return 0;
	explicit_bzero(cs, sizeof(*cs));
	if (whyp)
		*whyp = why;

	return err ? err : EBADMSG;
}
