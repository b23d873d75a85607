/**
 * @file import_trunk.c  A trunk on its way from one format to another
 */
#include <ctype.h>
#include <stdarg.h>
#include "command/import_priv.h"

/** Other programs' names of codecs */
static const struct {
	const char *theirs;
	const char *ours;
} codecv[] = {
	{ "PCMU", "PCMU" }, { "ulaw", "PCMU" }, { "mulaw", "PCMU" },
	{ "g711u", "PCMU" }, { "PCMA", "PCMA" }, { "alaw", "PCMA" },
	{ "g711a", "PCMA" }, { "G722", "G722" }, { "opus", "opus" },
};

static const char trunk[] = "trunk";

/**
 * Begin
 *
 * @param im  Set; oh_import_end() in any case
 * @param mb  Where the sections go
 * @param prm Parameters, borrowed
 *
 * @return 0 or ENOMEM
 */
int oh_import_begin(struct oh_import *im, struct mbuf *mb,
		    const struct oh_import_prm *prm)
{
	memset(im, 0, sizeof(*im));
	im->mb    = mb;
	im->prm   = prm;
	im->notes = mbuf_alloc(OH_IMPORT_TEXT);

	return im->notes ? 0 : ENOMEM;
}

/**
 * End
 *
 * @param im What oh_import_begin() has set
 */
void oh_import_end(struct oh_import *im)
{
	im->notes = mem_deref(im->notes);
}

/**
 * Note down what has no counterpart
 *
 * @param im  Import
 * @param fmt Format of one line
 *
 * @return 0 or ENOMEM
 */
int oh_import_note(struct oh_import *im, const char *fmt, ...)
{
	char text[OH_IMPORT_TEXT];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);

	return oh_conf_print_note(im->notes, "%s", text);
}

/**
 * Copy a text
 *
 * @param im   Import
 * @param to   Where to; left alone if the text does not fit
 * @param size Size of it [bytes]
 * @param what What it is, for people
 * @param text Text
 *
 * @return 0 or ENOMEM
 */
int oh_import_text(struct oh_import *im, char *to, size_t size,
		   const char *what, const char *text)
{
	if (strlen(text) >= size)
		return oh_import_note(im, "%s: too long: left out", what);
	str_ncpy(to, text, size);

	return 0;
}

static int put(struct oh_import *im, const char *key, const char *value)
{
	return *value ? oh_conf_print_key(im->mb, trunk, key, value, NULL)
		      : 0;
}

static int put_all(struct oh_import *im, const struct oh_import_trunk *t)
{
	const struct { const char *key, *value; } v[] = {
		{ "port",       t->port },      { "transport", t->transport },
		{ "srtp",       t->srtp },      { "user",      t->user },
		{ "auth_user",  t->auth_user }, { "domain",    t->domain },
		{ "proxy",      t->proxy },     { "expires",   t->expires },
		{ "display",    t->display },
		{ "caller_id",  t->caller_id }, { "codecs",    t->codecs },
		{ "dtmf",       t->dtmf },      { "stun",      t->stun },
		{ "allow_from", t->allow_from },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = put(im, v[i].key, v[i].value);

	return err;
}

/* Registration without a user would be a fault of the section */
static int put_register(struct oh_import *im, const struct oh_import_trunk *t)
{
	bool ok = false;
	struct mbuf *scratch;
	int err;

	if (!*t->reg)
		return 0;
	scratch = mbuf_alloc(64);
	if (!scratch)
		return ENOMEM;
	err = oh_conf_print_key(scratch, trunk, "user", t->user, &ok);
	mem_deref(scratch);
	if (err)
		return err;

	return ok ? put(im, "register", t->reg)
		: oh_conf_print_note(im->mb, "register = %s  (not taken "
				     "over: it needs user)", t->reg);
}

static int put_password(struct oh_import *im, const char *name,
			const struct oh_import_trunk *t)
{
	char path[OH_IMPORT_PATH_SIZE];
	int err = ENOENT;

	if (!*t->password)
		return 0;
	if (im->prm->secreth)
		err = im->prm->secreth(path, name, t->password,
				       im->prm->arg);
	if (!err)
		return put(im, "password_file", path);
	if (err != ENOENT)
		return err;
	err = oh_conf_print_note(im->mb, "The password is in %s, line %u: put "
				 "it into a file that only you can read, and "
				 "name that here.", im->prm->file, im->line);

	return err ? err : oh_conf_print_note(im->mb, "password_file = "
					      "%s.password", name);
}

static bool is_taken(const char (*namev)[OH_CONF_NAME], unsigned count,
		     const char *name)
{
	for (unsigned i = 0; i < count; i++) {
		if (0 == strcmp(namev[i], name))
			return true;
	}

	return false;
}

/**
 * Choose a name that no other section of its kind has: "a", "a-2", "a-3"
 *
 * @param namev  Names that are taken; the new one becomes the last. There
 *               must be room for it
 * @param countp Their number
 * @param wanted How it shall be called, if it can
 *
 * @return The name, in namev
 */
const char *oh_import_name(char (*namev)[OH_CONF_NAME], unsigned *countp,
			   const char *wanted)
{
	char *name = namev[*countp], base[OH_CONF_NAME - 8];

	oh_conf_print_name(name, wanted);
	str_ncpy(base, name, sizeof(base));
	for (unsigned i = 2; is_taken((const char (*)[OH_CONF_NAME])namev,
				      *countp, name); i++)
		(void)re_snprintf(name, OH_CONF_NAME, "%s-%u", base, i);
	++*countp;

	return name;
}

static int put_notes(struct oh_import *im)
{
	int err = mbuf_write_mem(im->mb, im->notes->buf, im->notes->end);

	mbuf_rewind(im->notes);

	return err;
}

static int put_section(struct oh_import *im, const char *name,
		       const struct oh_import_trunk *t)
{
	bool ok = false;
	int err;

	err = oh_conf_print_title(im->mb, trunk, name);
	if (!err)
		err = oh_conf_print_key(im->mb, trunk, "server", t->server,
					&ok);
	if (!err)
		err = put_all(im, t);
	if (!err)
		err = put_register(im, t);
	if (!err)
		err = put_password(im, name, t);

	return err ? err : put_notes(im);
}

/* Whether offhook would take it for a server */
static int try_server(bool *okp, const char *server)
{
	struct mbuf *scratch = mbuf_alloc(64);
	int err;

	if (!scratch)
		return ENOMEM;
	err = oh_conf_print_key(scratch, trunk, "server", server, okp);
	mem_deref(scratch);

	return err;
}

/**
 * Print a trunk
 *
 * @param im   Import; the notes are printed, too, and forgotten
 * @param name How it shall be called
 * @param t    Trunk; without a server it is a comment. Wiped
 *
 * @return 0, ENOMEM or an error of the handler of secrets
 */
int oh_import_trunk(struct oh_import *im, const char *name,
		    struct oh_import_trunk *t)
{
	bool ok = false;
	int err;

	err = try_server(&ok, t->server);
	if (!err && ok && im->namec < OH_IMPORT_TRUNKS_MAX) {
		err = put_section(im, oh_import_name(im->namev, &im->namec,
						     name), t);
	}
	else if (!err) {
		err = oh_conf_print_note(im->mb, "%s (line %u): %s: left out",
					 name, im->line, ok ? "too many "
					 "trunks" : "no server that can be "
					 "called");
		if (!err)
			err = put_notes(im);
	}
	explicit_bzero(t, sizeof(*t));

	return err;
}

/* To a list with blanks between; once */
static void add_codec(struct oh_import_trunk *t, const char *name)
{
	size_t len = strlen(t->codecs);

	if (strstr(t->codecs, name))
		return;
	(void)snprintf(t->codecs + len, sizeof(t->codecs) - len, "%s%s",
		       len ? " " : "", name);
}

static const char *find_codec(const char *text, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(codecv); i++) {
		if (strlen(codecv[i].theirs) == len &&
		    0 == strncasecmp(codecv[i].theirs, text, len))
			return codecv[i].ours;
	}

	return NULL;
}

/**
 * Translate a list of codecs
 *
 * @param im   Import
 * @param t    Trunk, whose codecs are added to
 * @param text "PCMU/8000/1,alaw"
 *
 * @return 0 or ENOMEM
 */
int oh_import_codecs(struct oh_import *im, struct oh_import_trunk *t,
		     const char *text)
{
	int err = 0;

	while (*text && !err) {
		size_t len = strcspn(text, ", \t&|");
		size_t name = strcspn(text, "/, \t&|:");
		const char *ours = find_codec(text, name < len ? name : len);

		if (ours)
			add_codec(t, ours);
		else if (len)
			err = oh_import_note(im, "codec %.*s: there is none "
					     "here", (int)(len < 40 ? len
							   : 40), text);
		text += len;
		text += strspn(text, ", \t&|");
	}

	return err;
}

static void copy_pl(char *to, size_t size, const struct pl *pl)
{
	(void)snprintf(to, size, "%.*s", (int)pl->l, pl->p ? pl->p : "");
}

static bool fits(const struct uri *uri)
{
	return uri->user.l < OH_IMPORT_TEXT &&
		uri->password.l < OH_IMPORT_TEXT &&
		uri->host.l && uri->host.l < OH_IMPORT_TEXT - 2;
}

static void copy_transport(struct oh_import_trunk *t, const struct uri *uri)
{
	struct pl value;

	if (0 == pl_strcasecmp(&uri->scheme, "sips"))
		str_ncpy(t->transport, "tls", sizeof(t->transport));
	if (msg_param_decode(&uri->params, "transport", &value))
		return;
	copy_pl(t->transport, sizeof(t->transport), &value);
	for (char *c = t->transport; *c; c++)
		*c = (char)tolower((unsigned char)*c);
}

/**
 * Take a SIP URI apart
 *
 * @param t    Server, port, transport and password are set as far as the
 *             URI has them
 * @param user Set to the user part, or ""
 * @param size Size of it [bytes]
 * @param text URI; what stands around <> is skipped
 *
 * @return 0, EBADMSG
 */
int oh_import_uri(struct oh_import_trunk *t, char *user, size_t size,
		  const char *text)
{
	const char *open = strchr(text, '<');
	struct uri uri;
	struct pl pl;

	pl_set_str(&pl, open ? open + 1 : text + strspn(text, " \t\""));
	pl.l = strcspn(pl.p, open ? ">" : " \t\"");
	if (uri_decode(&uri, &pl) || !fits(&uri) ||
	    (pl_strcasecmp(&uri.scheme, "sip") &&
	     pl_strcasecmp(&uri.scheme, "sips")))
		return EBADMSG;

	copy_pl(user, size, &uri.user);
	if (uri.password.l)
		copy_pl(t->password, sizeof(t->password), &uri.password);
	copy_pl(t->server, sizeof(t->server), &uri.host);
	if (uri.port)
		(void)re_snprintf(t->port, sizeof(t->port), "%u", uri.port);
	copy_transport(t, &uri);

	return 0;
}
