/**
 * @file print.h  Sections as text that reads as it was meant
 *
 * For what writes a configuration for people to look through: what would be
 * a fault becomes a comment, so that nothing is lost and `offhook check` has
 * nothing to say.
 */
#ifndef OH_CONF_PRINT_H
#define OH_CONF_PRINT_H

#include <stdbool.h>
#include "conf/conf.h"

struct mbuf;

/* What a thing may be called: letters, digits, '.', '_' and '-' remain */
void oh_conf_print_name(char name[OH_CONF_NAME], const char *text);
/* "[trunk NAME]", after an empty line */
int  oh_conf_print_title(struct mbuf *mb, const char *section,
			 const char *name);
/* "key = value", or "# key = value  (why not)". *ok: which; may be NULL */
int  oh_conf_print_key(struct mbuf *mb, const char *section, const char *key,
		       const char *value, bool *ok);
/* "# text"; what is no text for a terminal becomes '?' */
int  oh_conf_print_note(struct mbuf *mb, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
