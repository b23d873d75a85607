/**
 * @file routing_check.c  The voice routes: listed, and those nobody reaches
 */
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/compat.h"
#include "cli/exit.h"
#include "cli/table.h"
#include "command/routing_priv.h"
#include "route/shadow.h"

enum { COUNT_SIZE = 12, TEXT_SIZE = 320 };

static const struct oh_column columnv[] = {
	{ "position",    OH_CELL_DECIMAL,  8, false },
	{ "name",        OH_CELL_TEXT,    16, false },
	{ "pattern",     OH_CELL_TEXT,    28, false },
	{ "trunks",      OH_CELL_LIST,    20, false },
	{ "order",       OH_CELL_TEXT,     6, false },
	{ "caller_id",   OH_CELL_TEXT,    16, false },
	{ "description", OH_CELL_TEXT,    24, false },
	{ "file",        OH_CELL_TEXT,    24, true },
	{ "line",        OH_CELL_DECIMAL,  6, true },
	{ NULL,          OH_CELL_TEXT,     0, false },
};

static int put_row(struct oh_table *table, const struct oh_conf *conf,
		   uint32_t i)
{
	const struct oh_conf_route *r = &conf->routev[i];
	char position[COUNT_SIZE], row[COUNT_SIZE];

	(void)re_snprintf(position, sizeof(position), "%u", i + 1);
	(void)re_snprintf(row, sizeof(row), "%d", r->at.line);

	return oh_table_row(table, (const char *const []) {
		position, r->name, r->pattern, r->trunks,
		r->order == OH_CONF_WEIGHT ? "weight" : "listed",
		r->caller_id, r->description, r->at.file, row });
}

/**
 * Print a table of what the configuration has
 *
 * @param app  The command
 * @param conf Configuration
 * @param list Which of it
 *
 * @return Exit status; 1 if there is none of it
 */
int oh_routing_rows(struct oh_app *app, const struct oh_conf *conf,
		    const struct routing_list *list)
{
	const struct oh_table_prm prm = {
		.app     = app,
		.style   = oh_app_opts(app)->json ? OH_TABLE_JSON
						  : OH_TABLE_TEXT,
		.schema  = list->schema,
		.columnv = list->columnv,
	};
	struct oh_table *table = NULL;
	const char *bad;
	int err = oh_table_alloc(&table, &prm, &bad);

	for (uint32_t i = 0; !err && i < list->rowc; i++)
		err = list->rowh(table, conf, i);
	if (!err)
		err = oh_table_close(table);
	mem_deref(table);
	if (err)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err));

	return list->rowc ? OH_EXIT_OK
		: oh_app_fail(app, OH_EXIT_FAILED, "%s", list->none);
}

/**
 * List the voice routes in their order
 *
 * @param app  The command
 * @param conf Configuration
 *
 * @return Exit status; 1 if there are none
 */
int oh_routing_list(struct oh_app *app, const struct oh_conf *conf)
{
	const struct routing_list list = {
		.schema  = "offhook.routes/1",
		.columnv = columnv,
		.rowc    = conf->routec,
		.rowh    = put_row,
		.none    = "no routes",
	};

	return oh_routing_rows(app, conf, &list);
}

static void say(char *buf, size_t size, const struct oh_shadow *s)
{
	switch (s->kind) {

	case OH_SHADOW_NONE:
		*buf = '\0';
		break;

	case OH_SHADOW_EQUAL:
		(void)re_snprintf(buf, size, "never reached: %s (line %d) "
				  "has the same pattern", s->by->name,
				  s->by->at.line);
		break;

	case OH_SHADOW_TAKEN:
		(void)re_snprintf(buf, size, "not reached by any of %u sample "
				  "numbers: %s (line %d) takes %s, for one",
				  s->samples, s->by->name, s->by->at.line,
				  s->sample);
		break;

	case OH_SHADOW_NO_PLUS:
		(void)re_snprintf(buf, size, "matches %s, but no number with "
				  "a +: E.164 numbers begin with one",
				  s->sample);
		break;

	case OH_SHADOW_EMPTY:
		(void)re_snprintf(buf, size, "its pattern seems to match no "
				  "number");
		break;
	}
}

static uint32_t look_at(const struct oh_conf *conf, uint32_t i)
{
	const struct oh_conf_route *r = &conf->routev[i];
	char text[TEXT_SIZE];
	struct oh_shadow s;

	oh_shadow_find(&s, conf, i);
	say(text, sizeof(text), &s);
	if (!*text)
		return 0;
	(void)re_printf("%s:%d: route %s: %s\n", r->at.file, r->at.line,
			r->name, text);

	return 1;
}

/* A thousand patterns that backtrack take minutes: between two of them,
   signals and --timeout count. */
static int look_at_all(uint32_t *foundp, struct oh_app *app,
		       const struct oh_conf *conf)
{
	int fd = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
	int err = fd < 0 ? errno : 0;

	for (uint32_t i = 0; i < conf->routec && !err; i++) {
		err = oh_app_wait(app, fd);
		if (!err)
			*foundp += look_at(conf, i);
	}
	for (uint32_t i = 0; i < conf->inboundc && !err; i++) {
		err = oh_app_wait(app, fd);
		if (!err)
			*foundp += oh_routing_inbound_look(conf, i);
	}
	if (fd >= 0)
		(void)close(fd);

	return err;
}

/**
 * Look for routes, and [inbound NAME], that no number reaches
 *
 * Unknown trunks and patterns that are none are faults of the configuration:
 * they were found when it was read.
 *
 * @param app  The command
 * @param conf Configuration without faults
 *
 * @return Exit status; 1 if something was found, which is on stdout; that of
 *         a signal or --timeout if one came first
 */
int oh_routing_check(struct oh_app *app, const struct oh_conf *conf)
{
	uint32_t found = 0;
	int err = look_at_all(&found, app, conf);

	if (err == ECANCELED)
		return oh_exit_of(oh_app_cause(app));
	if (err)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "%s",
				   strerror(err));
	if (!found && conf->inboundc)
		oh_app_say(app, "%u route%s, %u inbound, each of them reached "
			   "by some number", conf->routec,
			   conf->routec == 1 ? "" : "s", conf->inboundc);
	else if (!found)
		oh_app_say(app, "%u route%s, each of them reached by some "
			   "number", conf->routec,
			   conf->routec == 1 ? "" : "s");

	return found ? OH_EXIT_FAILED : OH_EXIT_OK;
}
