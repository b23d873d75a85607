/**
 * @file authparam.c  Parameters of a Digest header (RFC 7235 2.1)
 */
#include "base/compat.h"
#include "sip/authparam.h"

static void skip(struct pl *p, const char *set)
{
	while (p->l > 0 && strchr(set, *p->p))
		pl_advance(p, 1);
}

static struct pl take_until(struct pl *p, const char *set)
{
	struct pl v = { p->p, 0 };

	while (p->l > 0 && !strchr(set, *p->p)) {
		pl_advance(p, 1);
		v.l++;
	}
	return v;
}

/* The opening quote has been taken; a backslash protects one character. */
static int take_quoted(struct pl *val, struct pl *p)
{
	val->p = p->p;
	val->l = 0;
	while (p->l > 0 && *p->p != '"') {
		size_t n = *p->p == '\\' ? 2 : 1;

		if (p->l < n)
			return EBADMSG;
		pl_advance(p, (ssize_t)n);
		val->l += n;
	}
	if (p->l == 0)
		return EBADMSG;
	pl_advance(p, 1);

	return 0;
}

/* auth-param of RFC 7235 2.1; ENOENT at the end */
static int param_next(struct pl *name, struct pl *val, struct pl *p)
{
	skip(p, " \t\r\n,");
	if (p->l == 0)
		return ENOENT;

	*name = take_until(p, " \t\r\n=,");
	skip(p, " \t\r\n");
	if (p->l == 0 || *p->p != '=')
		return EBADMSG;
	pl_advance(p, 1);
	skip(p, " \t\r\n");
	if (p->l > 0 && *p->p == '"') {
		pl_advance(p, 1);
		return take_quoted(val, p);
	}
	*val = take_until(p, " \t\r\n,");

	return 0;
}

static struct pl *param_slot(struct oh_authparam *v, const struct pl *name)
{
	const struct { const char *name; struct pl *slot; } slotv[] = {
		{ "realm",     &v->realm     }, { "nonce",    &v->nonce    },
		{ "opaque",    &v->opaque    }, { "stale",    &v->stale    },
		{ "algorithm", &v->algorithm }, { "qop",      &v->qop      },
		{ "username",  &v->username  }, { "uri",      &v->uri      },
		{ "response",  &v->response  }, { "nc",       &v->nc       },
		{ "cnonce",    &v->cnonce    },
	};

	for (size_t i = 0; i < ARRAY_SIZE(slotv); i++) {
		if (0 == pl_strcasecmp(name, slotv[i].name))
			return slotv[i].slot;
	}
	return NULL;
}

/* We say these again in a header of our own: no line end may get there. */
static bool is_clean(const struct pl *v)
{
	if (v->l > OH_AUTHPARAM_VALUE_MAX)
		return false;
	for (size_t i = 0; i < v->l; i++) {
		if ((uint8_t)v->p[i] < 0x20 || v->p[i] == 0x7f)
			return false;
	}
	return true;
}

/**
 * Parse a challenge or an answer of the scheme Digest
 *
 * @param v    Its parameters, as they stood between the quotes; those that
 *             are not there have p NULL. They point into hval.
 * @param hval Header value; borrowed
 *
 * @return 0; ENOTSUP: another scheme; EBADMSG: malformed, a parameter that
 *         comes twice, is too long or holds control characters
 */
int oh_authparam_parse(struct oh_authparam *v, const struct pl *hval)
{
	struct pl rest = *hval, name, val, scheme;
	int err;

	memset(v, 0, sizeof(*v));
	skip(&rest, " \t\r\n");
	scheme = take_until(&rest, " \t\r\n");
	if (pl_strcasecmp(&scheme, "Digest"))
		return ENOTSUP;

	while (0 == (err = param_next(&name, &val, &rest))) {
		struct pl *slot = param_slot(v, &name);

		if (!slot)
			continue;
		if (!is_clean(&val) || slot->p)
			return EBADMSG;
		*slot = val;
	}
	return err == ENOENT ? 0 : err;
}

/**
 * Tell whether "auth" is in a list such as "auth-int, auth"
 *
 * @param qop The list
 *
 * @return true if it is
 */
bool oh_authparam_has_auth(const struct pl *qop)
{
	struct pl rest = *qop;

	for (;;) {
		struct pl word;

		skip(&rest, " \t,");
		if (rest.l == 0)
			return false;
		word = take_until(&rest, " \t,");
		if (0 == pl_strcasecmp(&word, "auth"))
			return true;
	}
}

/**
 * Take the next character of a quoted-string's content, without its escape
 *
 * @param c   The character
 * @param raw The content; moved past what was taken
 *
 * @return false at the end
 */
bool oh_authparam_next(char *c, struct pl *raw)
{
	if (raw->l > 1 && *raw->p == '\\')
		pl_advance(raw, 1);
	if (raw->l == 0)
		return false;
	*c = *raw->p;
	pl_advance(raw, 1);

	return true;
}

/**
 * Compare a quoted-string's content with a plain string
 *
 * @param raw   The content
 * @param plain What it may stand for
 *
 * @return true if it does
 */
bool oh_authparam_is(const struct pl *raw, const char *plain)
{
	struct pl rest = *raw;
	char c;

	while (oh_authparam_next(&c, &rest)) {
		if (*plain == '\0' || *plain++ != c)
			return false;
	}
	return *plain == '\0';
}
