/**
 * @file check.c  What can be judged only when everything was read
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "conf/conf.h"
#include "conf/conf_priv.h"
#include "number/pattern.h"

enum { TITLE_SIZE = OH_CONF_NAME + 16 };


/* The line on which a key was set, 0: nowhere */
static int line_of(const struct oh_conf_lines *lines,
		   enum oh_conf_section_id id, const char *name)
{
	const struct oh_conf_section *sec = &oh_conf_sectionv[id];

	return lines->linev[oh_conf_key_find(sec, name) - sec->keyv];
}


static bool has(const struct oh_conf_secret *s)
{
	return *s->file || *s->command || *s->env;
}


/* title: "trunk a"; name: of the secret */
static void check_secret(struct oh_conf *c, int line, const char *title,
			 const char *name, const struct oh_conf_secret *s)
{
	if (!!*s->file + !!*s->command + !!*s->env > 1)
		oh_conf_fault(c, line, "[%s]: more than one of %s_file, "
			      "%s_command and %s_env", title, name, name,
			      name);
}


/* Keys that would mean nothing are promises not kept. */
static const char *tls_fault(const struct oh_conf_trunk *t)
{
	if (*t->tls_key && !*t->tls_cert)
		return "tls_key needs tls_cert";
	if (t->transport != OH_CONF_TLS &&
	    (*t->tls_ca || *t->tls_cert || *t->tls_name))
		return "tls_ca, tls_cert and tls_name need transport = tls";
	if (*t->stun && *t->public_address)
		return "stun finds what public_address says: set one of them";

	return NULL;
}


/* Help that is sent nowhere, and an address that nobody is told */
static void check_emergency(struct oh_conf *c, const struct oh_conf_trunk *t,
			    const struct oh_conf_lines *lines)
{
	int marked = line_of(lines, OH_CONF_TRUNK, "emergency");
	int address = line_of(lines, OH_CONF_TRUNK, "emergency_address");

	if (t->emergency && !*t->emergency_address)
		oh_conf_fault(c, marked, "[trunk %s]: emergency = yes needs "
			      "the address that is registered with it: write "
			      "emergency_address = STREET, TOWN", t->name);
	if (address && !t->emergency && !marked)
		oh_conf_fault(c, address, "[trunk %s]: emergency_address "
			      "needs emergency = yes", t->name);
}


static void check_trunk(struct oh_conf *c, const struct oh_conf_trunk *t,
			const struct oh_conf_lines *lines)
{
	char title[TITLE_SIZE];

	snprintf(title, sizeof(title), "trunk %s", t->name);
	if (!line_of(lines, OH_CONF_TRUNK, "server"))
		oh_conf_fault(c, t->at.line, "[trunk %s]: no server: write "
			      "server = HOST", t->name);
	if (t->number_format == OH_NUMBER_NATIONAL && !*c->country)
		oh_conf_fault(c, line_of(lines, OH_CONF_TRUNK,
					 "number_format"),
			      "[trunk %s]: number_format: national needs "
			      "country in [dial]", t->name);
	if (t->caller_id_format == OH_NUMBER_NATIONAL + 1 && !*c->country)
		oh_conf_fault(c, line_of(lines, OH_CONF_TRUNK,
					 "caller_id_format"),
			      "[trunk %s]: caller_id_format: national needs "
			      "country in [dial]", t->name);
	if (t->reg == OH_CONF_REGISTER_ALWAYS &&
	    !line_of(lines, OH_CONF_TRUNK, "user"))
		oh_conf_fault(c, line_of(lines, OH_CONF_TRUNK, "register"),
			      "[trunk %s]: register: always needs user",
			      t->name);
	check_emergency(c, t, lines);
	check_secret(c, t->at.line, title, "password", &t->password);
	if (tls_fault(t))
		oh_conf_fault(c, t->at.line, "[%s]: %s", title,
			      tls_fault(t));
}


static void check_answer(struct oh_conf *c, const struct oh_conf_lines *lines)
{
	const struct oh_conf_answer *a = &c->answer;

	if (!lines)
		return;
	if (*a->listen_tls && !line_of(lines, OH_CONF_ANSWER, "tls_cert"))
		oh_conf_fault(c, line_of(lines, OH_CONF_ANSWER, "listen_tls"),
			      "[answer]: listen_tls needs tls_cert");
	else if (*a->tls_cert &&
		 !line_of(lines, OH_CONF_ANSWER, "listen_tls"))
		oh_conf_fault(c, line_of(lines, OH_CONF_ANSWER, "tls_cert"),
			      "[answer]: tls_cert needs listen_tls");
	if ((*a->tls_key || *a->tls_ca) &&
	    !line_of(lines, OH_CONF_ANSWER, "tls_cert"))
		oh_conf_fault(c, line_of(lines, OH_CONF_ANSWER, *a->tls_key ?
					 "tls_key" : "tls_ca"),
			      "[answer]: tls_key and tls_ca need tls_cert");
}


static void check_trace(struct oh_conf *c, const struct oh_conf_lines *lines)
{
	const struct oh_conf_key *keyv = oh_conf_sectionv[OH_CONF_TRACE].keyv;
	int line = 0;

	if (!lines)
		return;
	for (size_t i = 0; keyv[i].name; i++) {
		if (lines->linev[i] && 0 == strncmp(keyv[i].name, "hep", 3))
			line = lines->linev[i];
	}
	if (line && !line_of(lines, OH_CONF_TRACE, "hep"))
		oh_conf_fault(c, line, "[trace]: no collector: write hep = "
			      "ADDRESS:PORT");
	check_secret(c, line, "trace", "hep_password",
		     &c->trace.hep_password);
}


/* What a carrier's way in lacks, or has too much of */
static const char *access_fault(const struct oh_conf_carrier *k)
{
	bool connection = has(&k->connection), endpoint = *k->endpoint;
	bool key = has(&k->key), token = has(&k->token);

	if (connection && (endpoint || key || token))
		return "a connection holds endpoint and key: set no other";
	if (key && token)
		return "key and token: set one of them";
	if (endpoint && !key && !token)
		return "endpoint needs a key or a token: set key_file, for "
			"one";
	if (!endpoint && (key || token))
		return "a key or a token needs endpoint";
	if (k->type == OH_CONF_ACS && !connection && !endpoint)
		return "no way in: set connection_file, or endpoint and "
			"key_file, for instance";

	return NULL;
}


static const char *list_fault(const struct oh_conf_carrier *k)
{
	return *k->numbers || *k->numbers_file ? NULL
		: "no numbers: set numbers or numbers_file";
}


/* Only the static type has a list of numbers, and it has nothing else. */
static void check_keys(struct oh_conf *c, const struct oh_conf_carrier *k,
		       const struct oh_conf_lines *lines)
{
	const struct oh_conf_key *keyv =
		oh_conf_sectionv[OH_CONF_CARRIER].keyv;
	bool is_static = k->type == OH_CONF_STATIC;

	for (size_t i = 0; keyv[i].name; i++) {
		bool is_list = 0 == strncmp(keyv[i].name, "numbers", 7);

		if (!lines->linev[i] || is_list == is_static ||
		    0 == strcmp(keyv[i].name, "type"))
			continue;
		oh_conf_fault(c, lines->linev[i], "[carrier %s]: %s: %s",
			      k->name, keyv[i].name, is_static ?
			      "a carrier of type static has none" :
			      "only a carrier of type static has it");
	}
}


static bool is_faulty(const struct oh_conf *c,
		      const struct oh_conf_lines *lines)
{
	for (uint32_t i = 0; i < c->faultc; i++) {
		for (size_t j = 0; j < OH_CONF_KEYS_MAX; j++) {
			if (lines->linev[j] &&
			    lines->linev[j] == c->faultv[i].line)
				return true;
		}
	}

	return false;
}


/* A wrong value is a fault already: what it would mean is not asked. */
static void check_carrier(struct oh_conf *c, const struct oh_conf_carrier *k,
			  const struct oh_conf_lines *lines)
{
	char title[TITLE_SIZE];
	const char *why;

	snprintf(title, sizeof(title), "carrier %s", k->name);
	if (!line_of(lines, OH_CONF_CARRIER, "type")) {
		oh_conf_fault(c, k->at.line, "[%s]: no type: write type = "
			      "acs, sim or static", title);
		return;
	}
	if (is_faulty(c, lines))
		return;

	check_secret(c, k->at.line, title, "connection", &k->connection);
	check_secret(c, k->at.line, title, "key", &k->key);
	check_secret(c, k->at.line, title, "token", &k->token);
	check_keys(c, k, lines);
	why = k->type == OH_CONF_STATIC ? list_fault(k) : access_fault(k);
	if (why)
		oh_conf_fault(c, k->at.line, "[%s]: %s", title, why);
}


static void check_share(struct oh_conf *c, const struct oh_conf_route *r,
			const struct oh_conf_share *s, int line)
{
	if (!oh_conf_trunk_find(c, s->name))
		oh_conf_fault(c, line, "[route %s]: trunks: there is no "
			      "[trunk %s]", r->name, s->name);
	if (s->weight != 1 && r->order != OH_CONF_WEIGHT)
		oh_conf_fault(c, line, "[route %s]: trunks: %s:%u needs "
			      "order = weight", r->name, s->name, s->weight);
}


static void check_shares(struct oh_conf *c, const struct oh_conf_route *r,
			 const struct oh_conf_lines *lines)
{
	int line = line_of(lines, OH_CONF_ROUTE, "trunks");
	const char *text = r->trunks;
	struct oh_conf_share s;

	if (!line)
		oh_conf_fault(c, r->at.line, "[route %s]: no trunks: write "
			      "trunks = NAME...", r->name);
	while (oh_conf_share_next(&s, &text))
		check_share(c, r, &s, line);
}


static int check_pattern(struct oh_conf *c, struct oh_conf_route *r,
			 const struct oh_conf_lines *lines)
{
	int err, line = line_of(lines, OH_CONF_ROUTE, "pattern");
	struct oh_pattern_fault f;

	if (!line)
		oh_conf_fault(c, r->at.line, "[route %s]: no pattern: write "
			      "pattern = ^\\+1\\d{10}$, for one", r->name);
	if (!*r->pattern)
		return 0;
	err = oh_pattern_alloc(&r->compiled, r->pattern, &f);
	if (err == ENOMEM)
		return err;
	if (err)
		oh_conf_fault(c, line, "[route %s]: pattern: at offset %zu, "
			      "'%.16s': %s", r->name, f.offset,
			      r->pattern + f.offset, f.why);

	return 0;
}


static int check_routes(struct oh_conf_reader *r)
{
	struct oh_conf *c = r->c;
	int err = oh_conf_check_inbounds(r);

	for (uint32_t i = 0; i < c->routec && !err; i++) {
		const struct oh_conf_lines *lines =
			&r->linesv[OH_CONF_ROUTE][i];

		check_shares(c, &c->routev[i], lines);
		err = check_pattern(c, &c->routev[i], lines);
	}

	return err;
}


/* The line of a cap that was asked for in [guard], 0: there is none */
static int cap_line(const struct oh_conf_lines *lines)
{
	static const char *const namev[] = {
		"calls_max", "day_calls", "day_cost", "day_minutes",
		"minute_max", "night", "prefix_max",
	};
	int line = 0;

	for (size_t i = 0; lines && i < sizeof(namev) / sizeof(namev[0]);
	     i++) {
		int at = line_of(lines, OH_CONF_GUARD, namev[i]);

		line = at ? at : line;
	}

	return line;
}


/* What holds at night needs to be told when that is */
static void check_night(struct oh_conf *c, const struct oh_conf_lines *guard)
{
	static const char *const namev[] = {
		"night_calls_max", "night_minute_max",
	};

	for (size_t i = 0; guard && i < sizeof(namev) / sizeof(namev[0]);
	     i++) {
		if (line_of(guard, OH_CONF_GUARD, namev[i]) &&
		    !line_of(guard, OH_CONF_GUARD, "night"))
			oh_conf_fault(c, line_of(guard, OH_CONF_GUARD,
						 namev[i]),
				      "[guard]: %s needs night = HH:MM-HH:MM",
				      namev[i]);
	}
}


static bool has_cap(const struct oh_conf_trunk *t)
{
	return t->calls || t->cps || t->day_calls || t->day_minutes ||
		*t->day_cost.currency;
}


/* Who sets a cap relies on it: without records it would be no more than a
   wish. */
static void check_caps(struct oh_conf *c, const struct oh_conf_lines *guard)
{
	int line = cap_line(guard);

	for (uint32_t i = 0; i < c->trunkc; i++) {
		if (has_cap(&c->trunkv[i]))
			line = c->trunkv[i].at.line;
	}
	c->guard.strict = line > 0;
	if (line && !c->cdr.enabled)
		oh_conf_fault(c, line, "a cap on calls needs call records: "
			      "set enabled = yes in [cdr]");
}


/**
 * Check what keys mean for each other
 *
 * @param r Reading, at its end
 *
 * @return 0 if success, also with faults; ENOMEM
 */
int oh_conf_check(struct oh_conf_reader *r)
{
	struct oh_conf *c = r->c;

	for (uint32_t i = 0; i < c->trunkc; i++)
		check_trunk(c, &c->trunkv[i], &r->linesv[OH_CONF_TRUNK][i]);
	for (uint32_t i = 0; i < c->carrierc; i++)
		check_carrier(c, &c->carrierv[i],
			      &r->linesv[OH_CONF_CARRIER][i]);

	check_answer(c, r->linesv[OH_CONF_ANSWER]);
	check_trace(c, r->linesv[OH_CONF_TRACE]);
	if (*c->trunk && !oh_conf_trunk_find(c, c->trunk))
		oh_conf_fault(c, line_of(r->linesv[OH_CONF_DIAL],
					 OH_CONF_DIAL, "trunk"),
			      "[dial]: trunk: there is no [trunk %s]",
			      c->trunk);
	if (r->linesv[OH_CONF_GUARD])
		c->guard.emergency_line = line_of(r->linesv[OH_CONF_GUARD],
						  OH_CONF_GUARD, "emergency");
	check_night(c, r->linesv[OH_CONF_GUARD]);
	check_caps(c, r->linesv[OH_CONF_GUARD]);

	return check_routes(r);
}
