/**
 * @file import_asterisk.c  Trunks of Asterisk's pjsip.conf
 *
 * A trunk there is several sections:
 *
 *     registration ─▶ auth        endpoint ─▶ auth, aor ◀─ identify
 *           └─────────── the same auth, name or server ───────┘
 *
 * An endpoint that is nobody's registration is a trunk if its aor says where
 * it is; else it is a telephone, which registers there.
 */
#include "command/import_priv.h"
#include "command/pjsip.h"

/** The sections of one trunk; NULL where there is none */
struct parts {
	struct oh_pjsip_section *registration, *endpoint, *auth, *aor;
};

struct asterisk {
	struct oh_import  im;
	struct oh_pjsip  *file;
	struct oh_import_trunk t;
};

/* The first word of a list */
static void first_word(char *buf, size_t size, const char *list)
{
	(void)snprintf(buf, size, "%.*s", (int)strcspn(list, ", "), list);
}

static struct oh_pjsip_section *find_list(struct asterisk *a,
					  const char *list, const char *type)
{
	char name[OH_IMPORT_TEXT];

	first_word(name, sizeof(name), list);

	return oh_pjsip_find(a->file, name, type);
}

static bool has_same(struct oh_pjsip_section *a, struct oh_pjsip_section *b,
		     const char *key)
{
	const char *value = oh_pjsip_get(a, key);

	return *value && 0 == strcmp(value, oh_pjsip_get(b, key));
}

/* By its option, by its name, or by the auth that both have */
static struct oh_pjsip_section *
find_endpoint(struct asterisk *a, struct oh_pjsip_section *reg)
{
	const char *named = oh_pjsip_get(reg, "endpoint");
	struct oh_pjsip_section *s;

	s = oh_pjsip_find(a->file, *named ? named : reg->name, "endpoint");
	for (size_t i = 0; !s && i < oh_pjsip_count(a->file); i++) {
		struct oh_pjsip_section *e = oh_pjsip_at(a->file, i);

		if (oh_pjsip_is(e, "endpoint") && !e->used &&
		    has_same(e, reg, "outbound_auth"))
			s = e;
	}

	return s;
}

static int take(struct asterisk *a, char *to, size_t size,
		struct oh_pjsip_section *s, const char *key)
{
	const char *value = oh_pjsip_get(s, key);

	return *value ? oh_import_text(&a->im, to, size, key, value) : 0;
}

#define TAKE(a, member, s, key) \
	take(a, (a)->t.member, sizeof((a)->t.member), s, key)

/* The user part is of no use here: it names who is registered there */
static int take_server(struct asterisk *a, const char *uri, const char *what)
{
	char user[OH_IMPORT_TEXT];

	if (oh_import_uri(&a->t, user, sizeof(user), uri))
		return oh_import_note(&a->im, "%s: no SIP URI", what);

	return 0;
}

static int take_client(struct asterisk *a, const char *uri)
{
	struct oh_import_trunk client = { .server = "" };
	int err = 0;

	if (oh_import_uri(&client, a->t.user, sizeof(a->t.user), uri))
		return oh_import_note(&a->im, "client_uri: no SIP URI");
	if (strcmp(client.server, a->t.server))
		err = oh_import_text(&a->im, a->t.domain,
				     sizeof(a->t.domain), "client_uri",
				     client.server);
	explicit_bzero(&client, sizeof(client));

	return err;
}

static int take_proxy(struct asterisk *a, struct oh_pjsip_section *s)
{
	const char *uri = oh_pjsip_get(s, "outbound_proxy");
	struct oh_import_trunk via = { .server = "" };
	char user[OH_IMPORT_TEXT];

	if (!*uri)
		return 0;
	if (oh_import_uri(&via, user, sizeof(user), uri))
		return oh_import_note(&a->im, "outbound_proxy: no SIP URI");
	(void)re_snprintf(a->t.proxy, sizeof(a->t.proxy), "%s%s%s",
			  via.server, *via.port ? ":" : "", via.port);

	return 0;
}

static int take_registration(struct asterisk *a,
			     struct oh_pjsip_section *reg)
{
	int err;

	if (!reg)
		return 0;
	str_ncpy(a->t.reg, "always", sizeof(a->t.reg));
	err = take_server(a, oh_pjsip_get(reg, "server_uri"), "server_uri");
	if (!err)
		err = take_client(a, oh_pjsip_get(reg, "client_uri"));
	if (!err)
		err = TAKE(a, expires, reg, "expiration");

	return err ? err : take_proxy(a, reg);
}

static int take_auth(struct asterisk *a, struct oh_pjsip_section *auth)
{
	const char *name = oh_pjsip_get(auth, "username");
	int err = 0;

	if (*name && !*a->t.user)
		err = oh_import_text(&a->im, a->t.user, sizeof(a->t.user),
				     "username", name);
	else if (*name && strcmp(name, a->t.user))
		err = oh_import_text(&a->im, a->t.auth_user,
				     sizeof(a->t.auth_user), "username",
				     name);
	if (auth)
		a->im.line = auth->line;

	return err ? err : TAKE(a, password, auth, "password");
}

/* The transport of a section of that type; what the URI said goes before */
static void take_transport(struct asterisk *a, const char *name)
{
	struct oh_pjsip_section *s = oh_pjsip_find(a->file, name,
						   "transport");
	const char *protocol = oh_pjsip_get(s, "protocol");

	if (!*a->t.transport && *protocol &&
	    strlen(protocol) < sizeof(a->t.transport))
		str_ncpy(a->t.transport, protocol, sizeof(a->t.transport));
}

/* "Name" <number> */
static int take_callerid(struct asterisk *a, const char *value)
{
	const char *open = strchr(value, '<');
	char text[OH_IMPORT_TEXT];
	size_t len;
	int err;

	if (!*value)
		return 0;
	len = open ? strcspn(open + 1, ">") : strlen(value);
	(void)snprintf(text, sizeof(text), "%.*s", (int)len,
		       open ? open + 1 : value);
	err = oh_import_text(&a->im, a->t.caller_id, sizeof(a->t.caller_id),
			     "callerid", text);
	if (err || !open)
		return err;

	value += strspn(value, " \"");
	len = strcspn(value, "\"<");
	while (len && value[len - 1] == ' ')
		len--;
	(void)snprintf(text, sizeof(text), "%.*s", (int)len, value);

	return oh_import_text(&a->im, a->t.display, sizeof(a->t.display),
			      "callerid", text);
}

static int take_words(struct asterisk *a, struct oh_pjsip_section *e)
{
	static const struct { const char *theirs, *ours; } dtmfv[] = {
		{ "rfc4733", "rfc4733" }, { "inband", "inband" },
		{ "info", "info" }, { "auto", "auto" },
		{ "auto_info", "auto" },
	};
	const char *dtmf = oh_pjsip_get(e, "dtmf_mode");
	const char *srtp = oh_pjsip_get(e, "media_encryption");

	for (size_t i = 0; i < ARRAY_SIZE(dtmfv); i++) {
		if (0 == strcmp(dtmf, dtmfv[i].theirs))
			str_ncpy(a->t.dtmf, dtmfv[i].ours,
				 sizeof(a->t.dtmf));
	}
	if (*dtmf && !*a->t.dtmf)
		return oh_import_note(&a->im, "dtmf_mode = %s", dtmf);
	if (0 == strcmp(srtp, "sdes"))
		str_ncpy(a->t.srtp, 0 == strcmp(oh_pjsip_get(e,
			 "media_encryption_optimistic"), "yes")
			 ? "prefer" : "require", sizeof(a->t.srtp));
	else if (*srtp && strcmp(srtp, "no"))
		return oh_import_note(&a->im, "media_encryption = %s", srtp);

	return 0;
}

/* All of a key that may stand there several times, in their order */
static int take_allow(struct asterisk *a, struct oh_pjsip_section *e)
{
	int err = 0;

	for (size_t i = 0; e && i < e->valuec && !err; i++) {
		if (0 == strcmp(e->valuev[i].key, "allow"))
			err = oh_import_codecs(&a->im, &a->t,
					       e->valuev[i].value);
	}
	(void)oh_pjsip_get(e, "allow");
	(void)oh_pjsip_get(e, "disallow");

	return err;
}

static int take_endpoint(struct asterisk *a, struct oh_pjsip_section *e)
{
	const char *user = oh_pjsip_get(e, "from_user");
	int err;

	if (!e)
		return 0;
	if (*user && !*a->t.user)
		err = TAKE(a, user, e, "from_user");
	else
		err = *user && strcmp(user, a->t.user)
			? oh_import_note(&a->im, "from_user = %s", user) : 0;
	if (!err)
		err = TAKE(a, domain, e, "from_domain");
	if (!err)
		err = take_callerid(a, oh_pjsip_get(e, "callerid"));
	if (!err)
		err = take_words(a, e);
	if (!err)
		err = take_allow(a, e);

	return err ? err : take_proxy(a, e);
}

static int add_match(struct asterisk *a, const char *list)
{
	char *buf = a->t.allow_from;
	size_t n = strlen(buf), size = sizeof(a->t.allow_from);

	if (n + strlen(list) + 2 > size)
		return oh_import_note(&a->im, "match = %s", list);
	(void)snprintf(buf + n, size - n, "%s%s", n ? " " : "", list);
	for (char *c = buf + n; *c; c++) {
		if (*c == ',')
			*c = ' ';
	}

	return 0;
}

/* The identify sections that lead to the endpoint */
static int take_identify(struct asterisk *a, struct oh_pjsip_section *e)
{
	int err = 0;

	for (size_t i = 0; e && i < oh_pjsip_count(a->file); i++) {
		struct oh_pjsip_section *s = oh_pjsip_at(a->file, i);

		if (!oh_pjsip_is(s, "identify") ||
		    strcmp(oh_pjsip_get(s, "endpoint"), e->name))
			continue;
		s->used = true;
		for (size_t k = 0; k < s->valuec && !err; k++) {
			if (0 == strcmp(s->valuev[k].key, "match"))
				err = add_match(a, s->valuev[k].value);
		}
		(void)oh_pjsip_get(s, "match");
	}

	return err;
}

/* What nobody has asked for */
static int note_unused(struct asterisk *a, struct oh_pjsip_section *s,
		       const char *type)
{
	int err = 0;

	(void)oh_pjsip_get(s, "type");
	if (s)
		s->used = true;
	for (size_t i = 0; s && i < s->valuec && !err; i++) {
		const struct oh_pjsip_value *v = &s->valuev[i];
		bool secret = strstr(v->key, "pass") || strstr(v->key,
								"cred") ||
			strstr(v->key, "secret") || strstr(v->key, "token");

		if (!v->used)
			err = oh_import_note(&a->im, "%s: %s = %s", type,
					     v->key, secret ? "***"
					     : v->value);
	}

	return err;
}

static int take_parts(struct asterisk *a, const struct parts *p)
{
	struct oh_pjsip_section *e = p->endpoint;
	int err;

	err = take_registration(a, p->registration);
	if (!err && !p->registration)
		err = take_server(a, oh_pjsip_get(p->aor, "contact"),
				  "contact");
	take_transport(a, oh_pjsip_get(p->registration, "transport"));
	take_transport(a, oh_pjsip_get(e, "transport"));
	if (!err)
		err = take_auth(a, p->auth);
	if (!err)
		err = take_endpoint(a, e);

	return err ? err : take_identify(a, e);
}

static int note_parts(struct asterisk *a, const struct parts *p)
{
	int err;

	(void)oh_pjsip_get(p->auth, "auth_type");
	(void)oh_pjsip_get(p->endpoint, "outbound_auth");
	(void)oh_pjsip_get(p->endpoint, "aors");
	(void)oh_pjsip_get(p->aor, "contact");
	err = note_unused(a, p->registration, "registration");
	if (!err)
		err = note_unused(a, p->auth, "auth");
	if (!err)
		err = note_unused(a, p->endpoint, "endpoint");

	return err ? err : note_unused(a, p->aor, "aor");
}

static int import_parts(struct asterisk *a, const char *name,
			const struct parts *p)
{
	int err;

	memset(&a->t, 0, sizeof(a->t));
	a->im.line = p->registration ? p->registration->line
				     : p->endpoint->line;
	err = take_parts(a, p);
	if (!err)
		err = note_parts(a, p);

	return err ? err : oh_import_trunk(&a->im, name, &a->t);
}

static int import_registration(struct asterisk *a,
			       struct oh_pjsip_section *reg)
{
	struct parts p = { .registration = reg };

	p.endpoint = find_endpoint(a, reg);
	p.auth = find_list(a, oh_pjsip_get(reg, "outbound_auth"), "auth");
	if (p.endpoint)
		p.aor = find_list(a, oh_pjsip_get(p.endpoint, "aors"), "aor");

	return import_parts(a, p.endpoint ? p.endpoint->name : reg->name,
			    &p);
}

/* One that nobody registers for; it may be a telephone */
static int import_endpoint(struct asterisk *a, struct oh_pjsip_section *e)
{
	struct parts p = { .endpoint = e };

	if (e->used)
		return 0;
	p.aor = find_list(a, oh_pjsip_get(e, "aors"), "aor");
	if (!*oh_pjsip_get(p.aor, "contact"))
		return 0;
	p.auth = find_list(a, oh_pjsip_get(e, "outbound_auth"), "auth");

	return import_parts(a, e->name, &p);
}

typedef int (import_h)(struct asterisk *a, struct oh_pjsip_section *s);

static int walk(struct asterisk *a, const char *type, import_h *h)
{
	int err = 0;

	for (size_t i = 0; i < oh_pjsip_count(a->file) && !err; i++) {
		struct oh_pjsip_section *s = oh_pjsip_at(a->file, i);

		if (oh_pjsip_is(s, type))
			err = h(a, s);
	}

	return err;
}

/* Telephones, their auths and aors, what has nothing to do with trunks */
static int note_sections(struct asterisk *a)
{
	int err = mbuf_write_str(a->im.mb, "\n");

	for (size_t i = 0; i < oh_pjsip_count(a->file) && !err; i++) {
		struct oh_pjsip_section *s = oh_pjsip_at(a->file, i);
		const char *type = oh_pjsip_get(s, "type");

		if (s->used || s->is_template ||
		    0 == strcasecmp(type, "transport"))
			continue;
		err = oh_conf_print_note(a->im.mb, "[%.64s] type = %.32s "
			"(line %u): %s", s->name, *type ? type : "?",
			s->line, 0 == strcasecmp(type, "endpoint")
			? "a telephone, no trunk: left out" : "left out");
	}

	return err;
}

/**
 * Make trunks of Asterisk's registrations and endpoints
 *
 * @param mb   Where the sections go
 * @param text Content of pjsip.conf
 * @param prm  Parameters
 *
 * @return 0, ENOMEM, ERANGE if there are too many sections, or an error of
 *         the handler of secrets
 */
int oh_import_asterisk(struct mbuf *mb, const char *text,
		       const struct oh_import_prm *prm)
{
	struct asterisk *a = mem_zalloc(sizeof(*a), NULL);
	int err;

	if (!a)
		return ENOMEM;
	err = oh_import_begin(&a->im, mb, prm);
	if (!err)
		err = oh_pjsip_parse(&a->file, text);
	if (!err)
		err = walk(a, "registration", import_registration);
	if (!err)
		err = walk(a, "endpoint", import_endpoint);
	if (!err)
		err = note_sections(a);
	oh_import_end(&a->im);
	mem_deref(a->file);
	mem_deref(a);

	return err;
}
