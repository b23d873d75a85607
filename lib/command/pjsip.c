/**
 * @file pjsip.c  Asterisk's pjsip.conf as sections and their values
 *
 * All texts are cut out of one copy of the file.
 */
#include <ctype.h>
#include "base/compat.h"
#include "command/pjsip.h"

enum { ROOM_MIN = 8 };

struct oh_pjsip {
	char                    *text;        /* its values are in it */
	struct oh_pjsip_section *sectionv;
	size_t                   sectionc;
	unsigned                 line;
	bool                     comment;     /* within ;-- and --;   */
};

static void destructor(void *arg)
{
	struct oh_pjsip *p = arg;

	for (size_t i = 0; i < p->sectionc; i++)
		mem_deref(p->sectionv[i].valuev);
	mem_deref(p->sectionv);
	if (p->text)
		explicit_bzero(p->text, strlen(p->text));
	mem_deref(p->text);
}

/* The array, or a bigger one in its place if there is no room for one more:
   it doubles. NULL: out of memory, and the array is as it was */
static void *room(void *v, size_t count, size_t size)
{
	if (!v)
		return mem_zalloc(ROOM_MIN * size, NULL);
	if (count < ROOM_MIN || count & (count - 1))
		return v;

	return mem_realloc(v, 2 * count * size);
}

static int add_value(struct oh_pjsip_section *s,
		     const struct oh_pjsip_value *value)
{
	void *v;

	if (s->valuec == OH_PJSIP_VALUES_MAX)
		return ERANGE;
	v = room(s->valuev, s->valuec, sizeof(*s->valuev));
	if (!v)
		return ENOMEM;
	s->valuev = v;
	s->valuev[s->valuec++] = *value;

	return 0;
}

static int add_section(struct oh_pjsip *p, const char *name)
{
	void *v;

	if (p->sectionc == OH_PJSIP_SECTIONS_MAX)
		return ERANGE;
	v = room(p->sectionv, p->sectionc, sizeof(*p->sectionv));
	if (!v)
		return ENOMEM;
	p->sectionv = v;
	p->sectionv[p->sectionc++] = (struct oh_pjsip_section){
		.name = name, .line = p->line,
	};

	return 0;
}

static char *trim(char *s)
{
	size_t len;

	s += strspn(s, " \t\r");
	len = strlen(s);
	while (len && strchr(" \t\r", s[len - 1]))
		s[--len] = '\0';

	return s;
}

/* From a template, or from the section that is gone on with */
static int inherit(struct oh_pjsip *p, const char *name)
{
	struct oh_pjsip_section *to = &p->sectionv[p->sectionc - 1];
	int err = 0;

	for (size_t i = 0; i + 1 < p->sectionc; i++) {
		const struct oh_pjsip_section *from = &p->sectionv[i];

		if (strcmp(from->name, name))
			continue;
		for (size_t k = 0; k < from->valuec && !err; k++)
			err = add_value(to, &from->valuev[k]);
		return err;
	}

	return 0;
}

/* "!", "+", "template,other" */
static int take_options(struct oh_pjsip *p, char *text)
{
	int err = 0;

	while (*text && !err) {
		size_t len = strcspn(text, ",");
		char *next = text + len + (text[len] == ',');

		text[len] = '\0';
		text = trim(text);
		if (0 == strcmp(text, "!"))
			p->sectionv[p->sectionc - 1].is_template = true;
		else if (0 == strcmp(text, "+"))
			err = inherit(p, p->sectionv[p->sectionc - 1].name);
		else
			err = inherit(p, text);
		text = next;
	}

	return err;
}

/* "[NAME](OPTIONS)" */
static int take_title(struct oh_pjsip *p, char *text)
{
	char *close = strchr(text, ']'), *options, *end;
	int err;

	if (!close)
		return 0;
	*close = '\0';
	err = add_section(p, trim(text + 1));
	options = strchr(close + 1, '(');
	end = options ? strchr(options, ')') : NULL;
	if (err || !end)
		return err;
	*end = '\0';

	return take_options(p, options + 1);
}

/* "key = value", "key => value" */
static int take_value(struct oh_pjsip *p, char *text)
{
	struct oh_pjsip_value v = { .line = p->line };
	char *eq = strchr(text, '=');

	if (!eq || !p->sectionc)
		return 0;
	*eq++ = '\0';
	eq += *eq == '>';
	text = trim(text);
	for (char *c = text; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	v.key   = text;
	v.value = trim(eq);

	return add_value(&p->sectionv[p->sectionc - 1], &v);
}

/* Cuts the line at its comment; "\;" is a ';' that is none. ";--" begins
   one over several lines, unless it is a rule of hyphens */
static void cut_comment(struct oh_pjsip *p, char *line)
{
	char *to = line, *from = line;

	while (*from) {
		if (p->comment) {
			char *end = strstr(from, "--;");

			p->comment = !end;
			from = end ? end + 3 : from + strlen(from);
			continue;
		}
		if (from[0] == '\\' && from[1] == ';')
			from++;
		else if (0 == strncmp(from, ";--", 3) && from[3] != '-') {
			p->comment = true;
			from += 3;
			continue;
		}
		else if (*from == ';')
			break;
		*to++ = *from++;
	}
	*to = '\0';
}

static int take_line(struct oh_pjsip *p, char *line)
{
	cut_comment(p, line);
	line = trim(line);
	if (*line == '[')
		return take_title(p, line);

	return *line && *line != '#' ? take_value(p, line) : 0;
}

/**
 * Take a file apart
 *
 * @param pp   Returned; mem_deref()
 * @param text Its content; copied
 *
 * @return 0, ENOMEM, ERANGE if there is more than anybody writes
 */
int oh_pjsip_parse(struct oh_pjsip **pp, const char *text)
{
	struct oh_pjsip *p = mem_zalloc(sizeof(*p), destructor);
	char *line, *end;
	int err;

	if (!p)
		return ENOMEM;
	err = str_dup(&p->text, text);
	line = p->text;
	while (!err && line && *line) {
		end = line + strcspn(line, "\n");
		p->line++;
		if (*end)
			*end++ = '\0';
		err = take_line(p, line);
		line = end;
	}
	if (err)
		mem_deref(p);
	else
		*pp = p;

	return err;
}

/**
 * How many sections there are, templates among them
 *
 * @param p File
 *
 * @return Their number
 */
size_t oh_pjsip_count(const struct oh_pjsip *p)
{
	return p->sectionc;
}

/**
 * Go through the sections
 *
 * @param p File
 * @param i Below oh_pjsip_count()
 *
 * @return Section, a part of the file
 */
struct oh_pjsip_section *oh_pjsip_at(struct oh_pjsip *p, size_t i)
{
	return &p->sectionv[i];
}

/**
 * The value of a key
 *
 * @param s   Section, or NULL, which has none
 * @param key Key
 *
 * @return Its last value, or ""; all of them are marked as used
 */
const char *oh_pjsip_get(struct oh_pjsip_section *s, const char *key)
{
	const char *value = "";

	for (size_t i = 0; s && i < s->valuec; i++) {
		if (strcmp(s->valuev[i].key, key))
			continue;
		s->valuev[i].used = true;
		value = s->valuev[i].value;
	}

	return value;
}

/**
 * Tell whether a section is of a type
 *
 * @param s    Section
 * @param type "endpoint", "registration" ...
 *
 * @return true if its last type is that, and it is no template
 */
bool oh_pjsip_is(const struct oh_pjsip_section *s, const char *type)
{
	const char *value = "";

	for (size_t i = 0; i < s->valuec; i++) {
		if (0 == strcmp(s->valuev[i].key, "type"))
			value = s->valuev[i].value;
	}

	return !s->is_template && 0 == strcasecmp(value, type);
}

/**
 * Find a section
 *
 * @param p    File
 * @param name Name; there may be one of each type
 * @param type Type
 *
 * @return Section, a part of the file, or NULL
 */
struct oh_pjsip_section *oh_pjsip_find(struct oh_pjsip *p, const char *name,
				       const char *type)
{
	for (size_t i = 0; *name && i < p->sectionc; i++) {
		struct oh_pjsip_section *s = &p->sectionv[i];

		if (0 == strcmp(s->name, name) && oh_pjsip_is(s, type))
			return s;
	}

	return NULL;
}
