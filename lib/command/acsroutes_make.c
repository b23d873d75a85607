/**
 * @file acsroutes_make.c  Trunks and voice routes of a configuration for a
 *                         carrier
 */
#include "base/compat.h"
#include "command/acsroutes.h"

enum { PORT = 5061 };

/* A carrier knows trunks by names, which their certificates must have */
static const char *refusal(const struct oh_conf_trunk *t)
{
	struct sa sa;

	if (t->transport != OH_CONF_TLS)
		return "is not of transport = tls";
	if (0 == sa_set_str(&sa, t->server, 0) || !strchr(t->server, '.'))
		return "has no domain name as its server";

	return NULL;
}

static int add_trunk(struct oh_routing *r, const struct oh_conf_trunk *t)
{
	int err = oh_routing_add_trunk(r, t->server,
				       t->port ? t->port : PORT);

	/* Two trunks here, for the sake of other keys; one there */
	return err == EALREADY ? 0 : err;
}

static int add_trunks(struct oh_routing *r, struct mbuf *notes,
		      const struct oh_conf *conf)
{
	int err = 0;

	for (uint32_t i = 0; i < conf->trunkc && !err; i++) {
		const struct oh_conf_trunk *t = &conf->trunkv[i];
		const char *why = refusal(t);

		err = why ? mbuf_printf(notes, "[trunk %s] %s: left out\n",
					t->name, why) : add_trunk(r, t);
	}

	return err;
}

static bool has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	while (*list) {
		size_t n = strcspn(list, " ");

		if (n == len && 0 == memcmp(list, word, n))
			return true;
		list += n + (list[n] == ' ');
	}

	return false;
}

/* Those of its trunks that the carrier gets, by their names there */
static int add_shares(struct mbuf *mb, const struct oh_conf *conf,
		      const struct oh_conf_route *route)
{
	const char *text = route->trunks;
	struct oh_conf_share s;
	int err = mbuf_write_u8(mb, 0);

	while (!err && oh_conf_share_next(&s, &text)) {
		const struct oh_conf_trunk *t = oh_conf_trunk_find(conf,
								   s.name);

		if (!t || refusal(t) ||
		    has_word((const char *)mb->buf, t->server))
			continue;
		mb->pos = mb->end - 1;
		err = mbuf_printf(mb, "%s%s", mb->pos ? " " : "", t->server);
		if (!err)
			err = mbuf_write_u8(mb, 0);
	}

	return err;
}

static int add_route(struct oh_routing *r, struct mbuf *notes,
		     const struct oh_conf *conf,
		     const struct oh_conf_route *route)
{
	struct mbuf *mb = mbuf_alloc(OH_CONF_VALUE);
	struct oh_routing_route out = {
		.name        = (char *)(uintptr_t)route->name,
		.description = (char *)(uintptr_t)route->description,
		.pattern     = (char *)(uintptr_t)route->pattern,
	};
	int err = mb ? add_shares(mb, conf, route) : ENOMEM;

	if (!err) {
		out.trunks = (char *)mb->buf;
		err = *out.trunks ? oh_routing_add_route(r, &out)
			: mbuf_printf(notes, "[route %s] has no trunk that "
				      "the carrier knows: left out\n",
				      route->name);
	}
	mem_deref(mb);

	return err;
}

/**
 * Make what a carrier gets of a configuration
 *
 * @param rp    Returned; mem_deref
 * @param notes What is left out, and why, a line each
 * @param conf  Configuration
 *
 * @return 0, ENOMEM; ERANGE, EBADMSG: more, or longer, than a carrier takes
 */
int oh_acsroutes_make(struct oh_routing **rp, struct mbuf *notes,
		      const struct oh_conf *conf)
{
	struct oh_routing *r;
	int err;

	err = oh_routing_alloc(&r);
	if (err)
		return err;
	err = add_trunks(r, notes, conf);
	for (uint32_t i = 0; i < conf->routec && !err; i++)
		err = add_route(r, notes, conf, &conf->routev[i]);
	if (err)
		mem_deref(r);
	else
		*rp = r;

	return err;
}
