/**
 * @file hostport.c  "host[:port]" as the configuration has it
 */
#include "base/compat.h"
#include "base/scan.h"
#include "trunk/hostport.h"

/* Where the host ends and what follows it */
static int split(struct pl *host, const char **rest, const char *text)
{
	const char *first = strchr(text, ':');

	if (*text == '[') {
		const char *end = strchr(text, ']');

		if (!end)
			return EBADMSG;
		host->p = text + 1;
		host->l = (size_t)(end - host->p);
		*rest = end + 1;
		return 0;
	}
	/* An IPv6 address without brackets has no port behind it. */
	if (first && strchr(first + 1, ':'))
		first = NULL;
	host->p = text;
	host->l = first ? (size_t)(first - text) : strlen(text);
	*rest = text + host->l;

	return 0;
}

/**
 * Parse "host", "host:port", "2001:db8::1" or "[2001:db8::1]:port"
 *
 * @param hp   Host and port; unspecified after an error
 * @param text Text
 *
 * @return 0; EBADMSG: malformed; ERANGE: port not in 1..65535;
 *         ENAMETOOLONG
 */
int oh_hostport_parse(struct oh_hostport *hp, const char *text)
{
	uint32_t port = 0;
	const char *rest;
	struct pl host;
	int err;

	err = split(&host, &rest, text);
	if (err)
		return err;
	if (host.l == 0 || (*rest && *rest != ':'))
		return EBADMSG;
	if (host.l >= sizeof(hp->host))
		return ENAMETOOLONG;
	if (*rest)
		err = oh_scan_u32(&port, rest + 1, 1, UINT16_MAX);
	hp->port = (uint16_t)port;
	str_ncpy(hp->host, host.p, host.l + 1);

	return err;
}
