/**
 * @file read.c  INI text into the configuration
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "base/ini.h"
#include "base/scan.h"
#include "conf/conf.h"
#include "conf/conf_priv.h"


enum {
	SHOWN     = 48,          /* Bytes of a wrong text in a fault */
	KIND_SIZE = 24,
	LIST_SIZE = 160,
	LINES_GROWTH = 16,       /* Items                        */
};

/* "[trunk a]" or "[dial]" */
static const char *title(const struct oh_conf_reader *r, char *buf,
			 size_t size)
{
	if (r->sec->max)
		snprintf(buf, size, "[%s %s]", r->sec->name,
			 oh_conf_item_name(r->base));
	else
		snprintf(buf, size, "[%s]", r->sec->name);

	return buf;
}


/* "trunk NAME" or "dial" */
static const char *kind(const struct oh_conf_section *sec, char *buf,
			size_t size)
{
	snprintf(buf, size, "%s%s", sec->name, sec->max ? " NAME" : "");

	return buf;
}


static const char *shown(char *buf, size_t size, const char *text)
{
	char safe[SHOWN];
	size_t len = strlen(text);

	oh_scan_safe(safe, sizeof(safe), text, len);
	snprintf(buf, size, "%s%s", safe, len < sizeof(safe) ? "" : "...");

	return buf;
}


static void unknown_key(struct oh_conf_reader *r, const char *name)
{
	const char *near = oh_conf_key_near(r->sec, name);
	char where[OH_CONF_NAME + 16], what[SHOWN + 4], other[KIND_SIZE];

	title(r, where, sizeof(where));
	shown(what, sizeof(what), name);
	if (near) {
		oh_conf_fault(r->c, r->line, "%s: no key '%s': did you mean "
			      "%s?", where, what, near);
		return;
	}
	for (size_t i = 0; i < OH_CONF_SECTIONS; i++) {
		if (!oh_conf_key_find(&oh_conf_sectionv[i], name))
			continue;
		oh_conf_fault(r->c, r->line, "%s: no key '%s': it belongs "
			      "into [%s]", where, what,
			      kind(&oh_conf_sectionv[i], other,
				   sizeof(other)));
		return;
	}
	oh_conf_fault(r->c, r->line, "%s: no key '%s' (see offhook.conf(5))",
		      where, what);
}


static void secret_value(struct oh_conf_reader *r,
			 const struct oh_conf_key *key, const char *where)
{
	const char *stem = key->wordv ? key->wordv[0] : key->name;

	oh_conf_fault(r->c, r->line, "%s: %s: no secret stands in a "
		      "configuration: use %s_file, %s_command or %s_env",
		      where, key->name, stem, stem, stem);
}


static void wrong_value(struct oh_conf_reader *r,
			const struct oh_conf_key *key, const char *value,
			int err)
{
	char where[OH_CONF_NAME + 16], what[SHOWN + 4];
	char allow[OH_CONF_ALLOW_SIZE];

	title(r, where, sizeof(where));
	if (err == EPERM) {
		secret_value(r, key, where);
		return;
	}
	oh_conf_value_allow(allow, sizeof(allow), key);
	oh_conf_fault(r->c, r->line, "%s: %s: '%s' is %s: write %s", where,
		      key->name, shown(what, sizeof(what), value),
		      err == ERANGE ? "out of limits" : "not allowed", allow);
}


static void set_key(struct oh_conf_reader *r, const char *name,
		    const char *value)
{
	const struct oh_conf_key *key = oh_conf_key_find(r->sec, name);
	char where[OH_CONF_NAME + 16];
	int *linep, err;

	if (!key) {
		unknown_key(r, name);
		return;
	}
	linep = &r->lines->linev[key - r->sec->keyv];
	if (*linep) {
		oh_conf_fault(r->c, r->line, "%s: %s: set in line %d already",
			      title(r, where, sizeof(where)), name, *linep);
		return;
	}
	*linep = r->line;
	err = oh_conf_value_set(key, r->base + key->off, value);
	if (err)
		wrong_value(r, key, value, err);
}


static void pair_handler(int line, const char *name, const char *value,
			 void *arg)
{
	struct oh_conf_reader *r = arg;

	r->line = line;
	if (r->skip)
		return;
	if (r->sec && r->sec->pairs)
		oh_conf_pair_set(r, name, value);
	else if (r->sec)
		set_key(r, name, value);
	else
		oh_conf_fault(r->c, r->line, "a key before the first "
			      "[section]");
}


static void enter(struct oh_conf_reader *r, enum oh_conf_section_id id,
		  void *base, struct oh_conf_lines *lines)
{
	r->sec   = &oh_conf_sectionv[id];
	r->base  = base;
	r->lines = lines;
}


static struct oh_conf_lines *spare_lines(struct oh_conf_reader *r)
{
	memset(&r->spare_lines, 0, sizeof(r->spare_lines));

	return &r->spare_lines;
}


/* The lines of an item; they may move when the next begins */
static struct oh_conf_lines *lines_at(struct oh_conf_reader *r,
				      enum oh_conf_section_id id, uint32_t i)
{
	struct oh_conf_lines *v = r->linesv[id];
	const uint32_t c = i + LINES_GROWTH;

	if (i >= r->linesc[id]) {
		v = v ? mem_realloc(v, c * sizeof(*v))
		      : mem_alloc(c * sizeof(*v), NULL);
		if (!v) {
			r->err = ENOMEM;
			return spare_lines(r);
		}
		memset(&v[r->linesc[id]], 0,
		       (c - r->linesc[id]) * sizeof(*v));
		r->linesv[id] = v;
		r->linesc[id] = c;
	}

	return &v[i];
}


/* An item that cannot be kept is read all the same, for its faults. */
static void *add_item(struct oh_conf_reader *r, enum oh_conf_section_id id,
		      const char *name)
{
	const struct oh_conf_section *sec = &oh_conf_sectionv[id];
	void *item = oh_conf_item_find(r->c, id, name);
	int err;

	if (item)
		oh_conf_fault(r->c, r->line, "%s %s stands in line %d "
			      "already", sec->name, name,
			      oh_conf_item_at(item)->line);
	else {
		err = oh_conf_item_add(&item, r->c, id, sec->init);
		if (!err)
			return item;
		if (err == ENOMEM)
			r->err = err;
		oh_conf_fault(r->c, r->line, "more than %u %ss", sec->max,
			      sec->name);
	}

	return memcpy(&r->spare, sec->init, sec->size);
}


static void enter_item(struct oh_conf_reader *r, enum oh_conf_section_id id,
		       const char *name)
{
	const struct oh_conf_section *sec = &oh_conf_sectionv[id];
	struct oh_conf_lines *lines;
	void *item;

	if (!oh_conf_is_name(name)) {
		r->skip = true;
		oh_conf_fault(r->c, r->line, "the name of a %s holds "
			      "letters, digits, '.', '_' and '-', %d at most",
			      sec->name, OH_CONF_NAME - 1);
		return;
	}
	item = add_item(r, id, name);
	if (item == &r->spare)
		lines = spare_lines(r);
	else
		lines = lines_at(r, id, oh_conf_item_count(r->c, id) - 1);

	snprintf(oh_conf_item_name(item), OH_CONF_NAME, "%s", name);
	*oh_conf_item_at(item) = (struct oh_conf_at){ r->c->file, r->line };
	enter(r, id, item, lines);
}


/* "[dial], [guard] and [trunk NAME]" */
static void list_kinds(char *buf, size_t size)
{
	char name[KIND_SIZE];
	size_t n = 0;

	for (size_t i = 0; i < OH_CONF_SECTIONS && n < size; i++)
		n += (size_t)snprintf(buf + n, size - n, "%s[%s]",
			i == 0 ? "" : i + 1 < OH_CONF_SECTIONS ? ", " :
			" and ", kind(&oh_conf_sectionv[i], name,
				      sizeof(name)));
}


static void unknown_section(struct oh_conf_reader *r, const char *name)
{
	char what[SHOWN + 4], word[SHOWN], meant[KIND_SIZE], all[LIST_SIZE];
	const struct oh_conf_section *near;

	snprintf(word, sizeof(word), "%.*s", (int)strcspn(name, " \t"), name);
	near = oh_conf_section_near(word);
	shown(what, sizeof(what), name);
	list_kinds(all, sizeof(all));
	r->skip = true;
	if (near)
		oh_conf_fault(r->c, r->line, "no section [%s]: did you mean "
			      "[%s]?", what, kind(near, meant, sizeof(meant)));
	else
		oh_conf_fault(r->c, r->line, "no section [%s]: there are %s",
			      what, all);
}


static void open_section(struct oh_conf_reader *r, const char *name)
{
	size_t len = strcspn(name, " \t");
	const char *rest = name + len + strspn(name + len, " \t");

	for (size_t i = 0; i < OH_CONF_SECTIONS; i++) {
		const struct oh_conf_section *sec = &oh_conf_sectionv[i];

		if (strlen(sec->name) != len || !sec->max != !*rest ||
		    strncmp(sec->name, name, len))
			continue;
		if (sec->max)
			enter_item(r, i, rest);
		else
			enter(r, i, r->c, lines_at(r, i, 0));
		return;
	}
	unknown_section(r, name);
}


static void section_handler(int line, const char *name, void *arg)
{
	struct oh_conf_reader *r = arg;

	r->line = line;
	r->skip = !name;
	if (name)
		open_section(r, name);
}


static void fault_handler(int line, const char *why, void *arg)
{
	struct oh_conf_reader *r = arg;

	oh_conf_fault(r->c, line, "%s", why);
}


/**
 * Read INI text into a configuration
 *
 * @param c    Configuration; faults are added
 * @param text Text
 *
 * @return 0 if success, also with faults; ENOMEM
 */
int oh_conf_read(struct oh_conf *c, const char *text)
{
	struct oh_conf_reader r = { .c = c };
	const struct oh_ini_prm prm = {
		.sectionh = section_handler,
		.pairh    = pair_handler,
		.faulth   = fault_handler,
		.arg      = &r,
	};
	int err = oh_ini_parse(text, &prm);

	if (err)
		r.err = err;
	if (!r.err)
		r.err = oh_conf_check(&r);
	for (size_t i = 0; i < OH_CONF_SECTIONS; i++)
		mem_deref(r.linesv[i]);

	return r.err;
}
