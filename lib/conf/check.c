/**
 * @file check.c  What can be judged only when everything was read
 */
#include <stdio.h>
#include <string.h>
#include "conf/conf.h"
#include "conf/conf_priv.h"

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
	if (t->reg == OH_CONF_REGISTER_ALWAYS &&
	    !line_of(lines, OH_CONF_TRUNK, "user"))
		oh_conf_fault(c, line_of(lines, OH_CONF_TRUNK, "register"),
			      "[trunk %s]: register: always needs user",
			      t->name);
	check_secret(c, t->at.line, title, "password", &t->password);
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


/**
 * Check what keys mean for each other
 *
 * @param r Reading, at its end
 */
void oh_conf_check(struct oh_conf_reader *r)
{
	struct oh_conf *c = r->c;

	for (uint32_t i = 0; i < c->trunkc; i++)
		check_trunk(c, &c->trunkv[i], &r->linesv[OH_CONF_TRUNK][i]);
	for (uint32_t i = 0; i < c->carrierc; i++)
		check_carrier(c, &c->carrierv[i],
			      &r->linesv[OH_CONF_CARRIER][i]);

	if (*c->trunk && !oh_conf_trunk_find(c, c->trunk))
		oh_conf_fault(c, line_of(r->linesv[OH_CONF_DIAL],
					 OH_CONF_DIAL, "trunk"),
			      "[dial]: trunk: there is no [trunk %s]",
			      c->trunk);
}
