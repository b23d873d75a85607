/**
 * @file allow.c  A list of addresses and networks
 */
#include "base/compat.h"
#include "base/scan.h"
#include "trunk/allow.h"

enum { WORD_SIZE = 64 };

/* The address's bytes; how many, or 0 */
static size_t bytes_of(uint8_t addr[16], const struct sa *sa)
{
	const uint32_t v4 = htonl(sa_in(sa));

	switch (sa_af(sa)) {

	case AF_INET:
		memcpy(addr, &v4, sizeof(v4));
		return sizeof(v4);

	case AF_INET6:
		sa_in6(sa, addr);
		return 16;

	default:
		return 0;
	}
}

/* Cuts "addr/24" at the slash */
static int net_parse(struct oh_allow_net *net, char *word)
{
	char *slash = strchr(word, '/');
	uint32_t bits, most;
	struct sa sa;
	int err;

	if (slash)
		*slash++ = '\0';
	if (sa_set_str(&sa, word, 0))
		return EBADMSG;
	most = bits = 8 * (uint32_t)bytes_of(net->addr, &sa);
	if (slash) {
		err = oh_scan_u32(&bits, slash, 0, most);
		if (err)
			return err;
	}
	net->af   = sa_af(&sa);
	net->bits = (uint8_t)bits;

	return 0;
}

/**
 * Parse a list of addresses and networks, separated by commas or blanks
 *
 * @param a    List; unspecified after an error
 * @param text The list as text; "" allows nobody
 *
 * @return 0; EBADMSG: not an address; ERANGE: a prefix that is too long, or
 *         more than OH_ALLOW_MAX networks
 */
int oh_allow_parse(struct oh_allow *a, const char *text)
{
	static const char blanks[] = ", \t";
	char word[WORD_SIZE];

	a->netc = 0;
	for (text += strspn(text, blanks); *text;
	     text += strspn(text, blanks)) {
		const size_t n = strcspn(text, blanks);
		int err;

		if (a->netc >= OH_ALLOW_MAX)
			return ERANGE;
		if (n >= sizeof(word))
			return EBADMSG;
		str_ncpy(word, text, n + 1);
		err = net_parse(&a->netv[a->netc], word);
		if (err)
			return err;
		a->netc++;
		text += n;
	}
	return 0;
}

static bool is_inside(const struct oh_allow_net *net, const uint8_t addr[16])
{
	const size_t whole = net->bits / 8;
	const unsigned rest = net->bits % 8;
	const uint8_t mask = (uint8_t)(0xff00u >> rest);

	if (memcmp(net->addr, addr, whole))
		return false;

	return rest == 0 || ((net->addr[whole] ^ addr[whole]) & mask) == 0;
}

/**
 * Tell whether an address is in a list
 *
 * @param a    List
 * @param addr Address; its port does not matter
 *
 * @return true if it is
 */
bool oh_allow_has(const struct oh_allow *a, const struct sa *addr)
{
	uint8_t bytes[16];

	if (bytes_of(bytes, addr) == 0)
		return false;
	for (uint32_t i = 0; i < a->netc; i++) {
		if (a->netv[i].af == sa_af(addr) &&
		    is_inside(&a->netv[i], bytes))
			return true;
	}
	return false;
}
