/**
 * @file routing_inbound.c  What becomes of calls that come in: listed,
 * explained, and what no call reaches
 */
#include <cjson/cJSON.h>
#include "base/compat.h"
#include "cli/exit.h"
#include "cli/table.h"
#include "command/routing_priv.h"
#include "route/inbound.h"

enum { COUNT_SIZE = 12, WHY_SIZE = 96 };

/** A call that might come in */
struct view {
	const struct oh_conf         *conf;
	const struct oh_conf_inbound *in;       /* or NULL                */
	char to[OH_CONF_VALUE];
	char from[OH_CONF_VALUE];
	char target[OH_CONF_VALUE];             /* of a forward, or ""    */
	struct oh_inbound_call call;
};

/* -------------------------------------------------------------------- list */

static const struct oh_column columnv[] = {
	{ "position",    OH_CELL_DECIMAL,  8, false },
	{ "name",        OH_CELL_TEXT,    16, false },
	{ "trunk",       OH_CELL_LIST,    16, false },
	{ "pattern",     OH_CELL_TEXT,    24, false },
	{ "from",        OH_CELL_TEXT,    16, false },
	{ "action",      OH_CELL_TEXT,     8, false },
	{ "target",      OH_CELL_TEXT,    24, false },
	{ "description", OH_CELL_TEXT,    24, false },
	{ "file",        OH_CELL_TEXT,    24, true },
	{ "line",        OH_CELL_DECIMAL,  6, true },
	{ NULL,          OH_CELL_TEXT,     0, false },
};

static const char *action_of(const struct oh_conf_inbound *in)
{
	if (*in->forward)
		return "forward";

	return in->reject == OH_CONF_REJECT_NO ? "answer" : "reject";
}

static int put_row(struct oh_table *table, const struct oh_conf *conf,
		   uint32_t i)
{
	const struct oh_conf_inbound *in = &conf->inboundv[i];
	char position[COUNT_SIZE], row[COUNT_SIZE], scode[COUNT_SIZE] = "";

	(void)re_snprintf(position, sizeof(position), "%u", i + 1);
	(void)re_snprintf(row, sizeof(row), "%d", in->at.line);
	if (in->reject != OH_CONF_REJECT_NO)
		(void)re_snprintf(scode, sizeof(scode), "%u",
				  oh_inbound_scode(in->reject));

	return oh_table_row(table, (const char *const []) {
		position, in->name, in->trunk, in->pattern, in->from,
		action_of(in), *in->forward ? in->forward : scode,
		in->description, in->at.file, row });
}

/**
 * List the [inbound NAME] in their order
 *
 * @param app  The command
 * @param conf Configuration
 *
 * @return Exit status; 1 if there are none
 */
int oh_routing_inbound_list(struct oh_app *app, const struct oh_conf *conf)
{
	const struct routing_list list = {
		.schema  = "offhook.inbounds/1",
		.columnv = columnv,
		.rowc    = conf->inboundc,
		.rowh    = put_row,
		.none    = "no [inbound NAME]",
	};

	return oh_routing_rows(app, conf, &list);
}

/**
 * Look whether a call reaches one of them
 *
 * @param conf Configuration without faults
 * @param i    Index of the one
 *
 * @return 1 if likely none does, which has been printed; else 0
 */
uint32_t oh_routing_inbound_look(const struct oh_conf *conf, uint32_t i)
{
	const struct oh_conf_inbound *in = &conf->inboundv[i];
	struct oh_inbound_shadow s;

	oh_inbound_shadow_find(&s, conf, i);
	if (!s.by)
		return 0;
	if (!s.samples)
		(void)re_printf("%s:%d: inbound %s: never reached: %s (line "
				"%d) means all of its calls\n", in->at.file,
				in->at.line, in->name, s.by->name,
				s.by->at.line);
	else
		(void)re_printf("%s:%d: inbound %s: not reached by any of %u "
				"sample numbers: %s (line %d) takes %s, for "
				"one\n", in->at.file, in->at.line, in->name,
				s.samples, s.by->name, s.by->at.line,
				s.sample);

	return 1;
}

/* ----------------------------------------------------------------- explain */

static void show_action(const struct view *v)
{
	const struct oh_conf_inbound *in = v->in;

	if (!in)
		oh_routing_line("action", "what the options of answer say");
	else if (in->reject != OH_CONF_REJECT_NO)
		oh_routing_line("action", "reject: %u",
				oh_inbound_scode(in->reject));
	else if (!*in->forward)
		oh_routing_line("action", "answer: what its options say");
	else if (*v->target)
		oh_routing_line("action", "forward to %s%s", v->target,
				in->show_caller ?
				", who sees the caller's number" : "");
	else
		oh_routing_line("action",
				"reject: 404: the number called is none that "
				"could be forwarded");
}

static void show(const struct view *v)
{
	(void)puts(v->to);
	oh_routing_line("from", "%s", *v->from ? v->from : "not said");
	oh_routing_line("trunk", "%s",
			*v->call.trunk ? v->call.trunk : "not said");
	if (v->in)
		oh_routing_line("inbound", "%s (%s:%d)", v->in->name,
				v->in->at.file, v->in->at.line);
	else
		oh_routing_line("inbound", "none matches");
	for (uint32_t i = 0; i < v->conf->inboundc; i++) {
		const struct oh_conf_inbound *in = &v->conf->inboundv[i];
		char why[WHY_SIZE];

		if (in == v->in)
			break;
		oh_inbound_why(why, sizeof(why), in, &v->call);
		oh_routing_line("before", "%s (%s:%d): %s", in->name,
				in->at.file, in->at.line, why);
	}
	show_action(v);
}

static cJSON *some(const char *s)
{
	return *s ? cJSON_CreateString(s) : cJSON_CreateNull();
}

static bool put_rule(cJSON *array, const struct view *v, uint32_t i)
{
	const struct oh_conf_inbound *in = &v->conf->inboundv[i];
	cJSON *o = cJSON_CreateObject();
	char why[WHY_SIZE];

	oh_inbound_why(why, sizeof(why), in, &v->call);
	if (!o || !cJSON_AddItemToArray(array, o)) {
		cJSON_Delete(o);
		return false;
	}

	return cJSON_AddStringToObject(o, "name", in->name) &&
		cJSON_AddStringToObject(o, "file", in->at.file) &&
		cJSON_AddNumberToObject(o, "line", in->at.line) &&
		cJSON_AddBoolToObject(o, "matches", !*why) &&
		cJSON_AddBoolToObject(o, "taken", in == v->in) &&
		cJSON_AddItemToObject(o, "why", some(why));
}

static bool add_rules(cJSON *o, const struct view *v)
{
	cJSON *array = cJSON_AddArrayToObject(o, "inbounds");

	for (uint32_t i = 0; array && i < v->conf->inboundc; i++) {
		if (!put_rule(array, v, i))
			return false;
	}

	return array;
}

/* What it means for the caller: 0, or a status */
static uint16_t scode_of(const struct view *v)
{
	if (v->in && *v->in->forward)
		return *v->target ? 0 : 404;

	return v->in ? oh_inbound_scode(v->in->reject) : 0;
}

static int show_json(const struct view *v)
{
	cJSON *o = cJSON_CreateObject();
	char *text = NULL;

	if (o && cJSON_AddStringToObject(o, "schema", "offhook.inbound/1") &&
	    cJSON_AddStringToObject(o, "to", v->to) &&
	    cJSON_AddItemToObject(o, "from", some(v->from)) &&
	    cJSON_AddItemToObject(o, "trunk", some(v->call.trunk)) &&
	    cJSON_AddItemToObject(o, "inbound", some(v->in ? v->in->name
						     : "")) &&
	    cJSON_AddStringToObject(o, "action", v->in ? action_of(v->in)
				    : "answer") &&
	    cJSON_AddItemToObject(o, "forward", some(v->target)) &&
	    cJSON_AddItemToObject(o, "sip_status", scode_of(v) ?
				  cJSON_CreateNumber(scode_of(v)) :
				  cJSON_CreateNull()) &&
	    add_rules(o, v))
		text = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);
	if (!text)
		return ENOMEM;
	(void)puts(text);
	cJSON_free(text);

	return 0;
}

static int explain(struct oh_app *app, struct view *v,
		   const struct oh_routing_opts *o, const char *number)
{
	const struct oh_conf_trunk *t = NULL;
	const struct oh_conf_inbound *spent;
	int err = 0;

	if (o->trunk)
		t = oh_conf_trunk_find(v->conf, o->trunk);
	if (o->trunk && !t)
		return oh_app_fail(app, OH_EXIT_CONFIG, "no trunk named '%s' "
				   "in %s", o->trunk, v->conf->file);
	oh_inbound_number(v->to, sizeof(v->to), number, t, v->conf->country);
	oh_inbound_number(v->from, sizeof(v->from), o->from ? o->from : "",
			  t, v->conf->country);
	v->call = (struct oh_inbound_call){ t ? t->name : "", v->to,
					    v->from };
	v->in = oh_inbound_find(v->conf, &v->call, &spent);
	if (!v->in || !*v->in->forward ||
	    oh_inbound_target(v->target, sizeof(v->target), v->in, v->to))
		v->target[0] = '\0';
	if (oh_app_opts(app)->json)
		err = show_json(v);
	else
		show(v);

	return err ? oh_app_fail(app, OH_EXIT_SOFTWARE, "%s", strerror(err))
		   : OH_EXIT_OK;
}

/**
 * Explain what would become of calls
 *
 * @param app  The command
 * @param conf Configuration
 * @param o    Who calls, and by which trunk
 * @param argc Number of numbers
 * @param argv Numbers called
 *
 * @return Exit status
 */
int oh_routing_inbound(struct oh_app *app, const struct oh_conf *conf,
		       const struct oh_routing_opts *o, int argc,
		       char **argv)
{
	int status = 0;

	for (int i = 0; i < argc && !status; i++) {
		struct view v = { .conf = conf };

		status = explain(app, &v, o, argv[i]);
	}

	return status;
}
