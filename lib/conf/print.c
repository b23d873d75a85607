/**
 * @file print.c  Sections as text that reads as it was meant
 *
 * The table of keys that reads a value says whether it may be written. There
 * are no quotes in the format: what cannot stand there bare cannot stand
 * there.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/compat.h"
#include "base/ini.h"
#include "base/scan.h"
#include "conf/conf_priv.h"
#include "conf/print.h"
#include "number/pattern.h"

enum { NOTE_SIZE = OH_INI_LINE_MAX };


static const struct oh_conf_section *find_section(const char *name)
{
	for (size_t i = 0; i < OH_CONF_SECTIONS; i++) {
		if (0 == strcmp(oh_conf_sectionv[i].name, name))
			return &oh_conf_sectionv[i];
	}

	return NULL;
}


/**
 * Make a name of a text
 *
 * @param name Set to it: what cannot stand in a name is '-', and a text
 *             without anything that can is "unnamed"
 * @param text Text of strangers
 */
void oh_conf_print_name(char name[OH_CONF_NAME], const char *text)
{
	size_t n = 0;

	for (; *text && n + 1 < OH_CONF_NAME; text++) {
		char c = *text;

		if (!isalnum((unsigned char)c) && !strchr("._-", c))
			c = '-';
		/* Of several in a row one is enough, and none begins it */
		if (c == '-' && *text != '-' && (!n || name[n - 1] == '-'))
			continue;
		name[n++] = c;
	}
	while (n && name[n - 1] == '-')
		n--;
	name[n] = '\0';
	if (!n)
		str_ncpy(name, "unnamed", OH_CONF_NAME);
}


/**
 * Print the title of a section
 *
 * @param mb      Text, appended to
 * @param section Kind of section
 * @param name    Its name: of oh_conf_print_name()
 *
 * @return 0 or ENOMEM
 */
int oh_conf_print_title(struct mbuf *mb, const char *section,
			const char *name)
{
	return mbuf_printf(mb, "%s[%s %s]\n", mb->end ? "\n" : "", section,
			   name);
}


/**
 * Print a comment
 *
 * @param mb  Text, appended to
 * @param fmt Format of one line; what is too long is cut
 *
 * @return 0 or ENOMEM
 */
int oh_conf_print_note(struct mbuf *mb, const char *fmt, ...)
{
	char raw[NOTE_SIZE], safe[NOTE_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	(void)oh_scan_safe(safe, sizeof(safe), raw, strlen(raw));

	return mbuf_printf(mb, "# %s\n", safe);
}


/* Whether the line would be read as it is written */
static bool is_bare(const char *key, const char *value)
{
	size_t len = strlen(value);

	if (!len || len + strlen(key) + 4 > OH_INI_LINE_MAX ||
	    isspace((unsigned char)value[0]) || value[0] == ';' ||
	    isspace((unsigned char)value[len - 1]))
		return false;
	for (const char *p = value; *p; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f ||
		    (*p == ' ' && p[1] == ';'))
			return false;
	}

	return true;
}


/* 0, EBADMSG, ERANGE, EPERM, ENOMEM */
static int try_value(const struct oh_conf_section *sec,
		     const struct oh_conf_key *key, const char *value)
{
	struct oh_pattern_fault fault;
	struct oh_pattern *p = NULL;
	char *item;
	int err;

	if (!is_bare(key->name, value))
		return EBADMSG;
	if (key->type == OH_CONF_PATTERN) {
		err = oh_pattern_alloc(&p, value, &fault);
		mem_deref(p);
		if (err)
			return err;
	}
	/* Those without a name are parts of the whole. */
	item = mem_zalloc(sec->max ? sec->size : sizeof(struct oh_conf),
			  NULL);
	if (!item)
		return ENOMEM;
	err = oh_conf_value_set(key, item + key->off, value);
	mem_deref(item);

	return err;
}


/**
 * Print a key and its value
 *
 * @param mb      Text, appended to
 * @param section Kind of section
 * @param key     Key; one that this kind does not have is a comment
 * @param value   Value, of strangers
 * @param ok      Set to whether it is no comment; or NULL
 *
 * @return 0 or ENOMEM
 */
int oh_conf_print_key(struct mbuf *mb, const char *section, const char *key,
		      const char *value, bool *ok)
{
	const struct oh_conf_section *sec = find_section(section);
	const struct oh_conf_key *k = sec ? oh_conf_key_find(sec, key) : NULL;
	char allow[OH_CONF_ALLOW_SIZE] = "there is no such key here";
	int err = k ? try_value(sec, k, value) : ENOENT;

	if (ok)
		*ok = !err;
	if (!err)
		return mbuf_printf(mb, "%s = %s\n", key, value);
	if (err == ENOMEM)
		return err;
	if (k)
		oh_conf_value_allow(allow, sizeof(allow), k);

	return oh_conf_print_note(mb, "%s = %.600s  (not taken over: %s)",
				  key, value, allow);
}
