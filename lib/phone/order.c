/**
 * @file order.c  A line of words becomes what is to be done
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include "base/compat.h"
#include "phone/order_priv.h"
#include "phone/safe.h"

enum { PREFIX_MIN = 2, CANDIDATES_MAX = 5, PART = 64 };

/**
 * Say what is wrong with an order
 *
 * @param m   Order; its name goes before the text
 * @param fmt What is wrong, and how to mend it
 *
 * @return EINVAL
 */
int oh_order_bad(struct order_making *m, const char *fmt, ...)
{
	char text[OH_ORDER_WHY * 2];
	size_t len = 0;
	va_list ap;

	if (m->row)
		len = (size_t)snprintf(text, sizeof(text), "%s: ",
				       m->row->about.name);
	va_start(ap, fmt);
	(void)vsnprintf(&text[len], sizeof(text) - len, fmt, ap);
	va_end(ap);
	(void)oh_safe_text(m->why, OH_ORDER_WHY, text, false);

	return EINVAL;
}

/** Say how an order goes; returns EINVAL */
int oh_order_usage(struct order_making *m)
{
	const struct oh_order_about *a = &m->row->about;

	return oh_order_bad(m, "it goes: %s%s%s", a->name, *a->args ? " " : "",
			    *a->args ? a->args : "(nothing behind it)");
}

static const struct order_row *find_exact(const char *name)
{
	for (const struct order_row *r = oh_order_rowv; r->about.name; r++) {
		if (0 == strcmp(r->about.name, name) ||
		    (r->about.alias && 0 == strcmp(r->about.alias, name)))
			return r;
	}

	return NULL;
}

static int bad_name(struct order_making *m, const char *name,
		    const char *candidates)
{
	if (*candidates)
		return oh_order_bad(m, "\"%.32s\" may be:%s", name,
				    candidates);

	return oh_order_bad(m, "\"%.32s\" is no order (help lists them)",
			    name);
}

/* The whole name, the short one, or the beginning if one alone begins so */
static int find_row(struct order_making *m, const char *name)
{
	size_t len = strlen(name), at = 0;
	const struct order_row *found = find_exact(name);
	char list[PART * CANDIDATES_MAX] = "";
	unsigned n = 0;

	for (const struct order_row *r = oh_order_rowv;
	     !found && len >= PREFIX_MIN && r->about.name; r++) {
		if (0 != strncmp(r->about.name, name, len))
			continue;
		m->row = r;
		if (n++ < CANDIDATES_MAX)
			at += (size_t)snprintf(&list[at], PART, " %s",
					       r->about.name);
	}
	if (found || n == 1) {
		m->row = found ? found : m->row;
		return 0;
	}
	m->row = NULL;

	return bad_name(m, name, list);
}

/* The words as one text */
static void join_words(char *buf, size_t size, const struct order_making *m)
{
	size_t len = 0;

	buf[0] = '\0';
	for (uint32_t i = 0; i < m->argc && len < size; i++)
		len += (size_t)snprintf(&buf[len], size - len, "%s%s",
					i ? " " : "", m->argv[i]);
}

static int make(struct order_making *m)
{
	struct oh_order *o = m->o;
	int err = 0;

	o->word = m->row->about.name;
	o->kind = m->row->about.local ? OH_ORDER_LOCAL : OH_ORDER_ASK;
	if (m->row->bare && m->argc)
		return oh_order_bad(m, "nothing may stand behind it");
	join_words(o->rest, sizeof(o->rest), m);
	if (m->row->make)
		err = m->row->make(m);
	if (!err && o->kind == OH_ORDER_ASK && !o->ask)
		err = ENOMEM;

	return err;
}

/**
 * Understand a line
 *
 * @param o    Receives what is to be done; on success its ask is the caller's
 * @param why  Receives what is wrong, and how to mend it; "" if nothing is
 * @param prm  What it is understood by
 * @param line One line of words
 *
 * @return 0, EINVAL with why, or ENOMEM
 */
int oh_order_parse(struct oh_order *o, char why[OH_ORDER_WHY],
		   const struct oh_order_prm *prm, const char *line)
{
	struct order_making m = { .o = o, .why = why, .prm = prm };
	const char *name;
	int err;

	memset(o, 0, sizeof(*o));
	why[0] = '\0';
	err = oh_order_split(&m, &name, line);
	if (err || !*name)
		return err;
	err = find_row(&m, name);
	if (!err)
		err = make(&m);
	if (err) {
		cJSON_Delete(o->ask);
		memset(o, 0, sizeof(*o));
	}
	if (err == ENOMEM)
		(void)oh_order_bad(&m, "no memory");

	return err;
}

/** The i-th order of the table; NULL: no more */
const struct oh_order_about *oh_order_at(size_t i)
{
	for (size_t n = 0; oh_order_rowv[n].about.name; n++) {
		if (n == i)
			return &oh_order_rowv[n].about;
	}

	return NULL;
}
