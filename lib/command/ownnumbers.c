/**
 * @file ownnumbers.c  The numbers of one's own, to choose a caller ID from
 */
#include <errno.h>
#include "base/compat.h"
#include "carrier/owned.h"
#include "command/ownnumbers.h"
#include "number/number.h"

struct oh_ownnumbers {
	uint32_t    c;
	char        textv[OH_OWNNUMBERS_MAX][OH_NUMBER_SIZE];
	const char *v[OH_OWNNUMBERS_MAX];
};

/* false: there is no room for more */
static bool add(struct oh_ownnumbers *n, const char *number)
{
	if (n->c >= OH_OWNNUMBERS_MAX)
		return false;
	if (*number != '+' || strlen(number) >= OH_NUMBER_SIZE)
		return true;
	for (uint32_t i = 0; i < n->c; i++) {
		if (0 == strcmp(n->v[i], number))
			return true;
	}
	str_ncpy(n->textv[n->c], number, OH_NUMBER_SIZE);
	n->v[n->c] = n->textv[n->c];
	n->c++;

	return true;
}

static void add_words(struct oh_ownnumbers *n, const char *p)
{
	static const char blanks[] = " \t,";
	char word[OH_NUMBER_SIZE];

	while (*(p += strspn(p, blanks))) {
		size_t len = strcspn(p, blanks);

		str_ncpy(word, p, min(len + 1, sizeof(word)));
		(void)add(n, word);
		p += len;
	}
}

static bool owned_handler(const char *number,
			  const struct oh_owned_info *info, void *arg)
{
	(void)info;

	return add(arg, number);
}

/**
 * Collect them
 *
 * @param np   Returned list, release with mem_deref
 * @param conf Configuration
 *
 * @return 0, ENOMEM
 */
int oh_ownnumbers_alloc(struct oh_ownnumbers **np,
			const struct oh_conf *conf)
{
	struct oh_ownnumbers *n = mem_zalloc(sizeof(*n), NULL);

	if (!n)
		return ENOMEM;
	for (uint32_t i = 0; i < conf->trunkc; i++)
		(void)add(n, conf->trunkv[i].caller_id);
	for (uint32_t i = 0; i < conf->routec; i++)
		(void)add(n, conf->routev[i].caller_id);
	for (uint32_t i = 0; i < conf->carrierc; i++) {
		if (conf->carrierv[i].type == OH_CONF_STATIC)
			add_words(n, conf->carrierv[i].numbers);
	}
	/* Without a list there is nothing to choose from there */
	(void)oh_owned_walk(owned_handler, n);
	*np = n;

	return 0;
}

/** The list, borrowed */
const char *const *oh_ownnumbers_v(const struct oh_ownnumbers *n,
				   uint32_t *countp)
{
	*countp = n->c;

	return n->v;
}
