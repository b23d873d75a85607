/**
 * @file import_baresip.c  Accounts of baresip
 *
 *     "Name" <sip:user:password@domain;transport=tls>;key=value;key="value"
 *
 * One line for each. What stands behind '>' has ';' between, and quotes
 * where a value has one itself.
 */
#include "command/import_priv.h"

/** One account being read */
struct account {
	struct oh_import      *im;
	struct oh_import_trunk t;
};

typedef int (key_h)(struct account *a, const char *value);

static int take_auth_user(struct account *a, const char *value)
{
	return oh_import_text(a->im, a->t.auth_user, sizeof(a->t.auth_user),
			      "auth_user", value);
}

static int take_auth_pass(struct account *a, const char *value)
{
	return oh_import_text(a->im, a->t.password, sizeof(a->t.password),
			      "auth_pass", value);
}

/* "host:port", or an address in brackets and its port */
static void print_proxy(struct oh_import_trunk *t,
			const struct oh_import_trunk *via)
{
	bool ip6 = strchr(via->server, ':');

	(void)re_snprintf(t->proxy, sizeof(t->proxy), "%s%s%s%s%s",
			  ip6 && *via->port ? "[" : "", via->server,
			  ip6 && *via->port ? "]" : "",
			  *via->port ? ":" : "", via->port);
}

static int take_outbound(struct account *a, const char *value)
{
	struct oh_import_trunk via = { .server = "" };
	char user[OH_IMPORT_TEXT];

	if (oh_import_uri(&via, user, sizeof(user), value))
		return oh_import_note(a->im, "outbound: no SIP URI");
	print_proxy(&a->t, &via);
	if (*via.transport && !*a->t.transport)
		str_ncpy(a->t.transport, via.transport,
			 sizeof(a->t.transport));

	return 0;
}

static int take_regint(struct account *a, const char *value)
{
	if (0 == strcmp(value, "0")) {
		a->t.reg[0] = '\0';
		return 0;
	}

	return oh_import_text(a->im, a->t.expires, sizeof(a->t.expires),
			      "regint", value);
}

static int take_codecs(struct account *a, const char *value)
{
	return oh_import_codecs(a->im, &a->t, value);
}

static int take_dtmf(struct account *a, const char *value)
{
	if (0 == strcmp(value, "rtpevent"))
		value = "rfc4733";

	return oh_import_text(a->im, a->t.dtmf, sizeof(a->t.dtmf), "dtmfmode",
			      value);
}

static int take_srtp(struct account *a, const char *value)
{
	const char *word = 0 == strcmp(value, "srtp") ? "prefer"
		: 0 == strncmp(value, "srtp-mand", 9) ? "require" : NULL;

	if (!word)
		return oh_import_note(a->im, "mediaenc = %s", value);

	return oh_import_text(a->im, a->t.srtp, sizeof(a->t.srtp), "mediaenc",
			      word);
}

/* "stun:host:port" */
static int take_stun(struct account *a, const char *value)
{
	if (0 == strncmp(value, "stun:", 5))
		value += 5;

	return oh_import_text(a->im, a->t.stun, sizeof(a->t.stun),
			      "stunserver", value);
}

static const struct {
	const char *name;
	key_h      *h;
} keyv[] = {
	{ "auth_user",    take_auth_user },
	{ "auth_pass",    take_auth_pass },
	{ "outbound",     take_outbound },
	{ "outbound1",    take_outbound },
	{ "regint",       take_regint },
	{ "audio_codecs", take_codecs },
	{ "dtmfmode",     take_dtmf },
	{ "mediaenc",     take_srtp },
	{ "stunserver",   take_stun },
};

static int take_key(struct account *a, const char *name, const char *value)
{
	for (size_t i = 0; i < ARRAY_SIZE(keyv); i++) {
		if (0 == strcmp(keyv[i].name, name))
			return keyv[i].h(a, value);
	}
	/* Another password is a password, too: of a TURN server, say */
	if (strstr(name, "pass"))
		return oh_import_note(a->im, "%s = ***", name);

	return oh_import_note(a->im, "%s%s%s", name, *value ? " = " : "",
			      value);
}

/* To the next ';' that stands in no quotes; "" at the end */
static size_t key_len(const char *text)
{
	bool quoted = false;
	size_t n;

	for (n = 0; text[n]; n++) {
		if (text[n] == '"')
			quoted = !quoted;
		if (text[n] == ';' && !quoted)
			break;
	}

	return n;
}

/* Blanks and quotes around it go */
static char *trim(char *s)
{
	size_t len;

	s += strspn(s, " \t\"");
	len = strlen(s);
	while (len && strchr(" \t\"\r", s[len - 1]))
		s[--len] = '\0';

	return s;
}

/* ";key=value;key" */
static int take_keys(struct account *a, char *text)
{
	int err = 0;

	while (*text && !err) {
		size_t len = key_len(text);
		char *next = text + len + (text[len] == ';'), *value;

		text[len] = '\0';
		value = strchr(text, '=');
		if (value)
			*value++ = '\0';
		text = trim(text);
		if (*text)
			err = take_key(a, text, value ? trim(value) : "");
		text = next;
	}

	return err;
}

/* Name, URI and keys; a URI without <> has no parameters of its own */
static void cut(char *line, char **displayp, char **urip, char **restp)
{
	char *open = strchr(line, '<');
	char *close = open ? strchr(open, '>') : NULL;

	*displayp = line + strlen(line);
	*urip  = open ? *displayp : line;
	*restp = line + strcspn(line, ";");
	if (!close) {
		if (**restp)
			*(*restp)++ = '\0';
		return;
	}
	*open = *close = '\0';
	*displayp = trim(line);
	*urip  = open + 1;
	*restp = close + 1;
}

static int import_line(struct oh_import *im, char *line)
{
	char name[OH_IMPORT_TEXT], *display, *uri, *rest;
	struct account a = { .im = im };
	int err;

	cut(line, &display, &uri, &rest);
	if (oh_import_uri(&a.t, a.t.user, sizeof(a.t.user), uri))
		return oh_conf_print_note(im->mb, "line %u: no SIP URI: left "
					  "out", im->line);
	str_ncpy(a.t.reg, "always", sizeof(a.t.reg));
	err = oh_import_text(im, a.t.display, sizeof(a.t.display),
			     "the display name", display);
	if (!err)
		err = take_keys(&a, rest);
	str_ncpy(name, a.t.server, sizeof(name));
	if (!err)
		err = oh_import_trunk(im, name, &a.t);
	explicit_bzero(&a, sizeof(a));

	return err;
}

/**
 * Make trunks of baresip's accounts
 *
 * @param mb   Where the sections go
 * @param text Content of ~/.baresip/accounts
 * @param prm  Parameters
 *
 * @return 0, ENOMEM or an error of the handler of secrets
 */
int oh_import_baresip(struct mbuf *mb, const char *text,
		      const struct oh_import_prm *prm)
{
	struct oh_import im;
	int err;

	err = oh_import_begin(&im, mb, prm);
	while (!err && *text) {
		size_t len = strcspn(text, "\n");
		char *line = mem_zalloc(len + 1, NULL), *begin;

		im.line++;
		if (!line) {
			err = ENOMEM;
			break;
		}
		memcpy(line, text, len);
		begin = line + strspn(line, " \t\r");
		if (*begin && *begin != '#')
			err = import_line(&im, begin);
		explicit_bzero(line, len);
		mem_deref(line);
		text += len;
		text += *text == '\n';
	}
	oh_import_end(&im);

	return err;
}
