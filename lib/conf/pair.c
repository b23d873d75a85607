/**
 * @file pair.c  Sections of which any name is a key: [keys], [colors]
 *
 * Who uses them knows which names there are; here they are only bounded.
 */
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "base/scan.h"
#include "conf/conf.h"
#include "conf/conf_priv.h"

enum { SHOWN = 48 };     /* Bytes of a wrong name in a fault */


static const struct oh_conf_pair *find(const struct oh_conf_pair *v,
				       uint32_t c, const char *name)
{
	for (uint32_t i = 0; i < c; i++) {
		if (0 == strcmp(v[i].name, name))
			return &v[i];
	}

	return NULL;
}


static bool is_fit(struct oh_conf_reader *r, const char *name,
		   const char *value)
{
	const char *sec = r->sec->name;
	char shown[SHOWN];

	oh_scan_safe(shown, sizeof(shown), name, strlen(name));
	if (!*name)
		oh_conf_fault(r->c, r->line, "[%s]: nothing stands before "
			      "the '='", sec);
	else if (strlen(name) >= OH_CONF_NAME)
		oh_conf_fault(r->c, r->line, "[%s]: the name %s... is longer "
			      "than %d bytes", sec, shown, OH_CONF_NAME - 1);
	else if (strlen(value) >= OH_CONF_PAIR_VALUE)
		oh_conf_fault(r->c, r->line, "[%s]: %s: longer than %d bytes",
			      sec, shown, OH_CONF_PAIR_VALUE - 1);
	else
		return true;

	return false;
}


/**
 * Keep a line of a section of pairs
 *
 * @param r     Reader; its section is one of pairs. A line that cannot be
 *              kept is a fault
 * @param name  What stands before the '='
 * @param value What stands behind it, perhaps ""
 */
void oh_conf_pair_set(struct oh_conf_reader *r, const char *name,
		      const char *value)
{
	uint32_t *countp = (void *)((char *)r->c + r->sec->count_off);
	struct oh_conf_pair *v = (void *)((char *)r->c + r->sec->items_off);
	const struct oh_conf_pair *old;
	char shown[SHOWN];

	if (!is_fit(r, name, value))
		return;
	old = find(v, *countp, name);
	if (old) {
		oh_scan_safe(shown, sizeof(shown), name, strlen(name));
		oh_conf_fault(r->c, r->line, "[%s]: %s: set in line %d "
			      "already", r->sec->name, shown, old->line);
		return;
	}
	if (*countp == OH_CONF_PAIRS_MAX) {
		oh_conf_fault(r->c, r->line, "[%s]: more than %d lines",
			      r->sec->name, OH_CONF_PAIRS_MAX);
		return;
	}
	v += (*countp)++;
	v->line = r->line;
	str_ncpy(v->name, name, sizeof(v->name));
	str_ncpy(v->value, value, sizeof(v->value));
}
