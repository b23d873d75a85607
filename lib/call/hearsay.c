/**
 * @file hearsay.c  What the far end's headers say, for who handles a call
 */
#include <ctype.h>
#include <errno.h>
#include "base/compat.h"
#include "base/scan.h"
#include "call/hearsay.h"

struct oh_hearsay {
	size_t            n;
	struct oh_hearsay_line *v[OH_HEARSAY_MAX];
};

/** Which are kept, beside X-* */
static const struct known {
	const char *name;
	char        compact;           /* RFC 3261 7.3.3; NUL: none        */
	bool        believed;          /* only of who is trusted           */
} knownv[] = {
	{ "From",                'f',  false },
	{ "To",                  't',  false },
	{ "Contact",             'm',  false },
	{ "Subject",             's',  false },
	{ "User-Agent",          '\0', false },
	{ "Server",              '\0', false },
	{ "Call-Info",           '\0', false },
	{ "Alert-Info",          '\0', false },
	{ "Diversion",           '\0', false },
	{ "History-Info",        '\0', false },
	{ "P-Asserted-Identity", '\0', true },
	{ "Reason",              '\0', false },
};

static void destructor(void *arg)
{
	struct oh_hearsay *h = arg;

	for (size_t i = 0; i < h->n; i++)
		mem_deref(h->v[i]);
}

static bool is_meant(const struct known *k, const struct pl *name)
{
	return 0 == pl_strcasecmp(name, k->name) ||
		(k->compact && name->l == 1 &&
		 tolower((unsigned char)*name->p) == k->compact);
}

/* What a shell can name, and no two become one */
static bool is_extension(const struct pl *name)
{
	if (name->l < 3 || name->l >= OH_HEARSAY_NAME ||
	    toupper((unsigned char)name->p[0]) != 'X' || name->p[1] != '-')
		return false;
	for (size_t i = 0; i < name->l; i++) {
		unsigned char c = (unsigned char)name->p[i];

		if (c >= 0x80 || (!isalnum(c) && c != '-'))
			return false;
	}

	return true;
}

static bool print_name(char buf[OH_HEARSAY_NAME], const struct pl *name,
		       bool trusted)
{
	const struct known *k = NULL;
	struct pl pl = *name;

	for (size_t i = 0; i < ARRAY_SIZE(knownv) && !k; i++)
		k = is_meant(&knownv[i], name) ? &knownv[i] : NULL;
	if (k ? k->believed && !trusted : !is_extension(name))
		return false;
	if (k)
		pl_set_str(&pl, k->name);
	for (size_t i = 0; i < pl.l; i++)
		buf[i] = pl.p[i] == '-' ? '_' :
			(char)toupper((unsigned char)pl.p[i]);
	buf[pl.l] = '\0';

	return true;
}

static struct oh_hearsay_line *find(const struct oh_hearsay *h,
				    const char *name)
{
	for (size_t i = 0; i < h->n; i++) {
		if (0 == strcmp(h->v[i]->name, name))
			return h->v[i];
	}

	return NULL;
}

static int add(struct oh_hearsay *h, const char *name,
	       const struct pl *value)
{
	struct oh_hearsay_line *hdr = find(h, name);
	size_t len;

	if (!hdr && h->n >= OH_HEARSAY_MAX)
		return 0;
	if (!hdr) {
		hdr = mem_zalloc(sizeof(*hdr), NULL);
		if (!hdr)
			return ENOMEM;
		str_ncpy(hdr->name, name, sizeof(hdr->name));
		h->v[h->n++] = hdr;
	}
	len = strlen(hdr->value);
	if (len && len + 2 < sizeof(hdr->value)) {
		memcpy(&hdr->value[len], ", ", 3);
		len += 2;
	}
	(void)oh_scan_safe(&hdr->value[len], sizeof(hdr->value) - len,
			   value->p, value->l);

	return 0;
}

/**
 * Keep what the headers of a message say
 *
 * @param hp      Returned headers, release with mem_deref
 * @param msg     INVITE, or the 200 to ours; borrowed
 * @param trusted Whether its sender is: P-Asserted-Identity of others is
 *                passed over (RFC 3325 5)
 *
 * @return 0 or ENOMEM
 */
int oh_hearsay_read(struct oh_hearsay **hp, const struct sip_msg *msg,
		    bool trusted)
{
	struct oh_hearsay *h = mem_zalloc(sizeof(*h), destructor);
	int err = 0;

	if (!h)
		return ENOMEM;
	for (struct le *le = list_head(&msg->hdrl); le && !err;
	     le = le->next) {
		const struct sip_hdr *hdr = le->data;
		char name[OH_HEARSAY_NAME];

		if (print_name(name, &hdr->name, trusted))
			err = add(h, name, &hdr->val);
	}
	if (err)
		mem_deref(h);
	else
		*hp = h;

	return err;
}

/** The i-th, from 0; NULL: there are no more, or none at all */
const struct oh_hearsay_line *oh_hearsay_at(const struct oh_hearsay *h,
					    size_t i)
{
	return h && i < h->n ? h->v[i] : NULL;
}
