/**
 * @file acsroutes_print.c  A carrier's trunks and voice routes as sections
 */
#include "command/acsroutes.h"
#include "command/import_priv.h"

enum { SHARES_MAX = OH_CONF_SHARES_MAX };

/** What comes out, and what the trunks are called in it */
struct printing {
	struct oh_import         im;
	const struct oh_routing *r;
	int                      namev[OH_ROUTING_MAX];  /* -1: left out */
	char     titlev[OH_ROUTING_MAX][OH_CONF_NAME];   /* of routes    */
	unsigned titlec;
};

static int print_trunk(struct printing *p, uint32_t i)
{
	const struct oh_routing_trunk *t = &p->r->trunkv[i];
	struct oh_import_trunk out = { .transport = "tls" };
	unsigned before = p->im.namec;
	int err;

	str_ncpy(out.server, t->fqdn, sizeof(out.server));
	(void)re_snprintf(out.port, sizeof(out.port), "%u", t->port);
	err = oh_import_trunk(&p->im, t->fqdn, &out);
	p->namev[i] = p->im.namec > before ? (int)before : -1;

	return err;
}

static const char *name_of(const struct printing *p, const char *fqdn,
			   size_t len)
{
	for (uint32_t i = 0; i < p->r->trunkc; i++) {
		const char *s = p->r->trunkv[i].fqdn;

		if (strlen(s) == len && 0 == memcmp(s, fqdn, len) &&
		    p->namev[i] >= 0)
			return p->im.namev[p->namev[i]];
	}

	return NULL;
}

/* The trunks of a route by their names here. A name that is none is noted */
static int translate(char shares[OH_CONF_VALUE], struct printing *p,
		     const char *list)
{
	size_t n = 0;
	int err = 0;

	shares[0] = '\0';
	for (unsigned c = 0; *list && !err; c++) {
		size_t len = strcspn(list, " ");
		const char *name = name_of(p, list, len);

		if (!name || c == SHARES_MAX ||
		    n + strlen(name) + 2 > OH_CONF_VALUE)
			err = oh_import_note(&p->im, "trunk %.*s: %s",
					     (int)len, list, name
					     ? "too many" : "not known here");
		else
			n += (size_t)snprintf(shares + n, OH_CONF_VALUE - n,
					      "%s%s", n ? " " : "", name);
		list += len + (list[len] == ' ');
	}

	return err;
}

/* .NET lets an anchor be repeated, which changes nothing */
static int print_pattern(struct mbuf *mb, const char *pattern, bool *ok)
{
	char once[OH_ROUTING_TEXT] = "^";

	if (strncmp(pattern, "^+", 2))
		return oh_conf_print_key(mb, "route", "pattern", pattern, ok);
	str_ncpy(once + 1, pattern + 2, sizeof(once) - 1);

	return oh_conf_print_key(mb, "route", "pattern", once, ok);
}

static int print_section(struct printing *p, struct mbuf *mb, bool *okp,
			 const struct oh_routing_route *route)
{
	char shares[OH_CONF_VALUE];
	bool pattern = false, trunks = false;
	int err;

	err = translate(shares, p, route->trunks);
	if (!err)
		err = print_pattern(mb, route->pattern, &pattern);
	if (!err)
		err = oh_conf_print_key(mb, "route", "trunks", shares,
					&trunks);
	if (!err && *route->description)
		err = oh_conf_print_key(mb, "route", "description",
					route->description, NULL);
	*okp = pattern && trunks;

	return err;
}

/* Without pattern or trunks a section would be a fault: all of it is a
   comment then */
static int print_as_note(struct mbuf *mb, const struct mbuf *section,
			 const char *name)
{
	const char *line = (const char *)section->buf;
	size_t left = section->end;
	int err;

	err = mbuf_write_str(mb, "\n");
	if (!err)
		err = oh_conf_print_note(mb, "route '%.200s' is left out:",
					 name);
	while (left && !err) {
		size_t len = (const char *)memchr(line, '\n', left) - line;

		err = oh_conf_print_note(mb, "%.*s", (int)len, line);
		line += len + 1;
		left -= len + 1;
	}

	return err;
}

static int print_route(struct printing *p,
		       const struct oh_routing_route *route)
{
	struct mbuf *section = mbuf_alloc(OH_CONF_VALUE), *mb = p->im.mb;
	const char *name;
	bool ok = false;
	int err = section ? 0 : ENOMEM;

	if (!err)
		err = print_section(p, section, &ok, route);
	if (!err && ok) {
		name = oh_import_name(p->titlev, &p->titlec, route->name);
		err = oh_conf_print_title(mb, "route", name);
		if (!err)
			err = mbuf_write_mem(mb, section->buf, section->end);
		if (!err && strcmp(name, route->name))
			err = oh_import_note(&p->im, "its name there: %.256s",
					     route->name);
	}
	else if (!err)
		err = print_as_note(mb, section, route->name);
	if (!err)
		err = mbuf_write_mem(mb, p->im.notes->buf, p->im.notes->end);
	mbuf_rewind(p->im.notes);
	mem_deref(section);

	return err;
}

/**
 * Print a carrier's trunks and voice routes as sections of a configuration
 *
 * @param mb Where the sections go
 * @param r  What the carrier has; hostile
 *
 * @return 0 or ENOMEM
 */
int oh_acsroutes_print(struct mbuf *mb, const struct oh_routing *r)
{
	const struct oh_import_prm prm = { .file = "" };
	struct printing *p = mem_zalloc(sizeof(*p), NULL);
	int err;

	if (!p)
		return ENOMEM;
	p->r = r;
	err = oh_import_begin(&p->im, mb, &prm);
	for (uint32_t i = 0; i < r->trunkc && !err; i++)
		err = print_trunk(p, i);
	for (uint32_t i = 0; i < r->routec && !err; i++)
		err = print_route(p, &r->routev[i]);
	oh_import_end(&p->im);
	mem_deref(p);

	return err;
}
