/**
 * @file inbound.c  What the keys of an [inbound NAME] mean for each other
 */
#include <errno.h>
#include <string.h>
#include "conf/conf.h"
#include "conf/conf_priv.h"
#include "number/pattern.h"


static int line_of(const struct oh_conf_lines *lines, const char *name)
{
	const struct oh_conf_section *sec = &oh_conf_sectionv[OH_CONF_INBOUND];

	return lines->linev[oh_conf_key_find(sec, name) - sec->keyv];
}


static int compile(struct oh_conf *c, struct oh_pattern **pp,
		   const struct oh_conf_inbound *in, const char *key,
		   const char *text, int line)
{
	struct oh_pattern_fault f;
	int err;

	if (!*text)
		return 0;
	err = oh_pattern_alloc_groups(pp, text, &f);
	if (err == EBADMSG)
		oh_conf_fault(c, line, "[inbound %s]: %s: at offset %zu, "
			      "'%.16s': %s", in->name, key, f.offset,
			      text + f.offset, f.why);

	return err == EBADMSG ? 0 : err;
}


static void check_trunks(struct oh_conf *c, const struct oh_conf_inbound *in,
			 int line)
{
	const char *text = in->trunk;
	struct oh_conf_share s;

	while (oh_conf_share_next(&s, &text)) {
		if (!oh_conf_trunk_find(c, s.name))
			oh_conf_fault(c, line, "[inbound %s]: trunk: there is "
				      "no [trunk %s]", in->name, s.name);
	}
}


/* The highest group that is asked for */
static unsigned last_group(const char *text)
{
	unsigned last = 0;

	for (const char *p = strchr(text, '$'); p; p = strchr(p + 2, '$')) {
		unsigned i = (unsigned)(p[1] - '0');

		if (p[1] != '$' && i > last)
			last = i;
	}

	return last;
}


static const char *target_fault(const struct oh_conf *c,
				const struct oh_conf_inbound *in)
{
	const char *why = NULL;
	struct oh_number n;

	/* As good as a telephone of ours in the hands of whoever rings */
	if (in->forward[0] == '$' && in->forward[1] != '$' && !*in->trunk)
		return "who calls chooses the number: trunk must say who may";
	if (strchr(in->forward, '$') ||
	    0 == oh_number_parse(&n, in->forward, *c->country ? c->country
				 : NULL, &why))
		return NULL;

	return why;
}


static void check_forward(struct oh_conf *c, const struct oh_conf_inbound *in,
			  int line)
{
	unsigned last = last_group(in->forward);
	unsigned have = in->compiled ? oh_pattern_groups(in->compiled) : 0;
	const char *why = target_fault(c, in);

	if (why)
		oh_conf_fault(c, line, "[inbound %s]: forward: %s", in->name,
			      why);
	if (last > have && (in->compiled || !*in->pattern))
		oh_conf_fault(c, line, "[inbound %s]: forward: $%u, and "
			      "pattern has %u group%s", in->name, last, have,
			      have == 1 ? "" : "s");
}


/* A wrong value has been told already */
static bool is_wrong(const struct oh_conf *c, int line)
{
	for (uint32_t i = 0; i < c->faultc && line; i++) {
		if (c->faultv[i].line == line)
			return true;
	}

	return false;
}


static void check_action(struct oh_conf *c, const struct oh_conf_inbound *in,
			 const struct oh_conf_lines *lines)
{
	unsigned actions = !!*in->forward + (in->reject != OH_CONF_REJECT_NO)
		+ in->answer;
	bool tried = is_wrong(c, line_of(lines, "forward")) ||
		is_wrong(c, line_of(lines, "reject")) ||
		is_wrong(c, line_of(lines, "answer"));

	if (!actions && !tried)
		oh_conf_fault(c, in->at.line, "[inbound %s]: does nothing: "
			      "write forward = NUMBER, reject = busy or "
			      "answer = yes", in->name);
	if (actions > 1)
		oh_conf_fault(c, in->at.line, "[inbound %s]: forward, reject "
			      "and answer exclude each other", in->name);
	if (in->show_caller && !*in->forward && !line_of(lines, "forward"))
		oh_conf_fault(c, line_of(lines, "show_caller"), "[inbound "
			      "%s]: show_caller needs forward", in->name);
}


static int check(struct oh_conf *c, struct oh_conf_inbound *in,
		 const struct oh_conf_lines *lines)
{
	int err;

	err = compile(c, &in->compiled, in, "pattern", in->pattern,
		      line_of(lines, "pattern"));
	if (!err)
		err = compile(c, &in->from_compiled, in, "from", in->from,
			      line_of(lines, "from"));
	if (err)
		return err;
	check_trunks(c, in, line_of(lines, "trunk"));
	check_action(c, in, lines);
	if (*in->forward)
		check_forward(c, in, line_of(lines, "forward"));

	return 0;
}


/**
 * Check the [inbound NAME]
 *
 * @param r Reading, at its end
 *
 * @return 0 if success, also with faults; ENOMEM
 */
int oh_conf_check_inbounds(struct oh_conf_reader *r)
{
	struct oh_conf *c = r->c;
	int err = 0;

	for (uint32_t i = 0; i < c->inboundc && !err; i++)
		err = check(c, &c->inboundv[i],
			    &r->linesv[OH_CONF_INBOUND][i]);

	return err;
}
