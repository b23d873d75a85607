/**
 * @file link.c  Where a reply points: nextLink, Location
 */
#include "base/compat.h"
#include "carrier/link.h"

/* What never stands in a URL, and what only a browser forgives */
static bool is_clean(const char *link)
{
	for (; *link; link++) {
		if (*link <= ' ' || *link >= 0x7f || *link == '\\')
			return false;
	}
	return true;
}

/* "http:", "ftp:", and what begins like one (RFC 3986 3.1) */
static bool has_scheme(const char *link)
{
	return link[strcspn(link, ":/?#")] == ':';
}

static bool is_same(const struct oh_url *a, const struct oh_url *b)
{
	return a->tls == b->tls && a->port == b->port &&
	       0 == strcasecmp(a->host, b->host);
}

/* The path and query of a link to our own endpoint */
static int local_part(const char **partp, struct oh_url *u,
		      const struct oh_url *base, const char *link)
{
	if (!has_scheme(link)) {
		*partp = link;
		return 0 == strncmp(link, "//", 2) ? EPROTO : 0;
	}
	if (oh_url_parse(u, link) || !is_same(u, base))
		return EPROTO;
	*partp = u->path;

	return 0;
}

/**
 * Turn a link of a reply into the target of the next request
 *
 * @param target      Absolute path and query; without the fragment
 * @param base        The endpoint that gave the link
 * @param link        Absolute URL, or a path with or without leading slash
 * @param api_version Added to the query when the link has none
 *
 * @return 0; EBADMSG: empty, or characters that no URL has; EPROTO: another
 *         scheme, host or port; ERANGE: too long
 */
int oh_link_resolve(char target[OH_LINK_SIZE], const struct oh_url *base,
		    const char *link, const char *api_version)
{
	char version[64];
	const char *part, *query;
	struct oh_url u;
	int err, len, n;

	if (!*link || !is_clean(link))
		return EBADMSG;
	err = local_part(&part, &u, base, link);
	if (err)
		return err;

	len = (int)strcspn(part, "#");
	n = snprintf(target, OH_LINK_SIZE, "%s%.*s", *part == '/' ? "" : "/",
		     len, part);
	if (n >= OH_LINK_SIZE)
		return ERANGE;
	query = strchr(target, '?');
	if (query && oh_query_get(version, sizeof(version), query + 1,
				  "api-version") != ENOENT)
		return 0;
	len = snprintf(target + n, (size_t)(OH_LINK_SIZE - n),
		       "%sapi-version=%s", query ? "&" : "?", api_version);

	return n + len < OH_LINK_SIZE ? 0 : ERANGE;
}

/**
 * Read the last part of a target's path: the id of what it names
 *
 * @param buf    Receives it, decoded
 * @param size   Size of buf [bytes]
 * @param target Path and query
 *
 * @return 0; EBADMSG: there is none, or it is malformed; ERANGE: too long
 */
int oh_link_last(char *buf, size_t size, const char *target)
{
	size_t end = strcspn(target, "?"), begin = end;

	while (begin > 0 && target[begin - 1] != '/')
		begin--;
	if (begin == end)
		return EBADMSG;

	return oh_url_decode(buf, size, target + begin, end - begin, false);
}

/**
 * Take note of the link that is followed next
 *
 * @param t      Trail
 * @param target Path and query, shorter than OH_LINK_SIZE
 *
 * @return Whether it was followed before. A circle is found after at most
 *         three times as many steps as lead into and through it
 */
bool oh_link_is_circle(struct oh_link_trail *t, const char *target)
{
	if (t->limit && 0 == strcmp(t->mark, target))
		return true;
	if (t->steps++ == t->limit) {
		str_ncpy(t->mark, target, sizeof(t->mark));
		t->limit = t->limit ? 2 * t->limit : 1;
		t->steps = 0;
	}

	return false;
}
