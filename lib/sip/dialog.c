/**
 * @file dialog.c  A dialog to send requests in
 */
#include "base/compat.h"
#include "sip/dialog.h"

enum { ROUTE_SIZE = 256 };

/**
 * Make one: a Call-ID, a From tag, and CSeq numbers that count up
 *
 * @param dlgp     Returned; release with mem_deref()
 * @param uri      Request URI
 * @param to_uri   Whom it is about
 * @param from_uri Who asks
 * @param route    Where packets go, as in struct oh_leg_prm, or NULL
 *
 * @return 0, EINVAL: the route is too long, ENOMEM
 */
int oh_dialog_alloc(struct sip_dialog **dlgp, const char *uri,
		    const char *to_uri, const char *from_uri,
		    const char *route)
{
	size_t n = str_len(route);
	char hop[ROUTE_SIZE];
	const char *hopv[] = { hop };

	if (n >= sizeof(hop))
		return EINVAL;

	/* libre puts ";lr" behind every route. */
	if (n > 3 && 0 == str_casecmp(route + n - 3, ";lr"))
		n -= 3;
	str_ncpy(hop, route ? route : "", n + 1);

	return sip_dialog_alloc(dlgp, uri, to_uri, NULL, from_uri, hopv,
				n ? 1 : 0);
}
