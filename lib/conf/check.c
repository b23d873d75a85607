/**
 * @file check.c  What can be judged only when everything was read
 */
#include <string.h>
#include "conf/conf.h"
#include "conf/conf_priv.h"


/* The line on which a key was set, 0: nowhere */
static int line_of(const struct oh_conf_lines *lines,
		   enum oh_conf_section_id id, const char *name)
{
	const struct oh_conf_section *sec = &oh_conf_sectionv[id];

	return lines->linev[oh_conf_key_find(sec, name) - sec->keyv];
}


static void check_password(struct oh_conf *c, const struct oh_conf_trunk *t)
{
	int n = !!*t->password_file + !!*t->password_command +
		!!*t->password_env;

	if (n > 1)
		oh_conf_fault(c, t->at.line, "[trunk %s]: more than one of "
			      "password_file, password_command and "
			      "password_env", t->name);
}


static void check_trunk(struct oh_conf *c, const struct oh_conf_trunk *t,
			const struct oh_conf_lines *lines)
{
	if (!line_of(lines, OH_CONF_TRUNK, "server"))
		oh_conf_fault(c, t->at.line, "[trunk %s]: no server: write "
			      "server = HOST", t->name);
	if (t->number_format == OH_NUMBER_NATIONAL && !*c->country)
		oh_conf_fault(c, line_of(lines, OH_CONF_TRUNK,
					 "number_format"),
			      "[trunk %s]: number_format: national needs "
			      "country in [dial]", t->name);
	if (t->reg == OH_CONF_REGISTER_ALWAYS &&
	    !line_of(lines, OH_CONF_TRUNK, "user"))
		oh_conf_fault(c, line_of(lines, OH_CONF_TRUNK, "register"),
			      "[trunk %s]: register: always needs user",
			      t->name);
	check_password(c, t);
}


/**
 * Check what keys mean for each other
 *
 * @param r Reading, at its end
 */
void oh_conf_check(struct oh_conf_reader *r)
{
	struct oh_conf *c = r->c;

	for (uint32_t i = 0; i < c->trunkc; i++)
		check_trunk(c, &c->trunkv[i], &r->trunk_linesv[i]);

	if (*c->trunk && !oh_conf_trunk_find(c, c->trunk))
		oh_conf_fault(c, line_of(&r->linesv[OH_CONF_DIAL],
					 OH_CONF_DIAL, "trunk"),
			      "[dial]: trunk: there is no [trunk %s]",
			      c->trunk);
}
