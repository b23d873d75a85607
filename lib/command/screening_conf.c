/**
 * @file screening_conf.c  Keys and colours of the configuration, checked
 */
#include <errno.h>
#include "cli/exit.h"
#include "command/config.h"
#include "command/people.h"
#include "command/screening_priv.h"
#include "phone/order.h"

enum { WORD_SIZE = 32 };

/* Panes have words of their own, to which keys are bound */
static bool is_bound(const char *word)
{
	const struct oh_key_default *d;
	const size_t len = strlen(word);

	for (size_t i = 0; (d = oh_keys_default(i)); i++) {
		if (0 == strncmp(d->order, word, len) &&
		    (!d->order[len] || d->order[len] == ' '))
			return true;
	}

	return false;
}

static bool is_word(const char *word)
{
	const struct oh_order_about *a;

	for (size_t i = 0; (a = oh_order_at(i)); i++) {
		if (0 == strcmp(a->name, word) ||
		    (a->alias && 0 == strcmp(a->alias, word)))
			return true;
	}

	return is_bound(word);
}

static int fault(const struct screening *s, const struct oh_conf_pair *p,
		 const char *section, const char *why)
{
	return oh_app_fail(s->app, OH_EXIT_CONFIG, "%s:%d: [%s]: %s: %s",
			   s->conf->file, p->line, section, p->name, why);
}

static bool is_order(const char *order)
{
	char word[WORD_SIZE];
	size_t len;

	if (*order == ':')
		order++;
	len = strcspn(order, " \t");
	if (!len || len >= sizeof(word))
		return false;
	memcpy(word, order, len);
	word[len] = '\0';

	return is_word(word);
}

static int set_key(struct screening *s, const struct oh_conf_pair *p)
{
	int err;

	if (*p->value && !is_order(p->value))
		return fault(s, p, "keys", "no such order; ':help' in the "
			     "dialer shows all");
	err = oh_keys_set(s->keys, p->name, p->value);
	switch (err) {

	case 0:
		return 0;

	case ERANGE:
		return fault(s, p, "keys", "too long, or too many keys");

	default:
		return fault(s, p, "keys", "no such key; it is one like 'h', "
			     "'F5', 'C-d', 'Space' or 'calls.h'");
	}
}

static int set_keys(struct screening *s)
{
	int status = 0;

	if (oh_keys_alloc(&s->keys))
		return oh_app_fail(s->app, OH_EXIT_SOFTWARE, "out of memory");
	for (uint32_t i = 0; i < s->conf->boundc; i++) {
		int one = set_key(s, &s->conf->boundv[i]);

		status = status ? status : one;
	}

	return status;
}

static bool is_style(const char *name)
{
	for (int i = 0; i < OH_STYLES; i++) {
		if (0 == strcmp(oh_style_name((enum oh_style)i), name))
			return true;
	}

	return false;
}

static int check_colors(struct screening *s)
{
	struct oh_theme th;
	int status = 0;

	oh_theme_init(&th, 256);
	for (uint32_t i = 0; i < s->conf->colorc; i++) {
		const struct oh_conf_pair *p = &s->conf->colorv[i];

		if (0 == oh_theme_set(&th, p->name, p->value))
			continue;
		status = fault(s, p, "colors", is_style(p->name) ?
			       "not a colour; it is like 'black on yellow "
			       "bold' or '208 on default'" :
			       "nothing has that name; see dialer(1)");
	}

	return status;
}

/**
 * Make the theme for a number of colours
 *
 * @param th     Theme
 * @param conf   Configuration that has been checked
 * @param colors 256, 16, 8, 0
 */
void oh_screening_theme(struct oh_theme *th, const struct oh_conf *conf,
			int colors)
{
	oh_theme_init(th, colors);
	for (uint32_t i = 0; i < conf->colorc; i++)
		(void)oh_theme_set(th, conf->colorv[i].name,
				   conf->colorv[i].value);
}

static int check(struct screening *s)
{
	int status = set_keys(s), colors;

	if (!s->keys)
		return status;
	colors = check_colors(s);

	return status ? status : colors;
}

/**
 * Say what is wrong with the keys and colours of a configuration
 *
 * @param app  The command
 * @param conf Configuration, borrowed
 *
 * @return 0 or the exit status; every fault has been printed
 */
int oh_screening_check(struct oh_app *app, struct oh_conf *conf)
{
	struct screening s = { .app = app, .conf = conf };
	int status = check(&s);

	mem_deref(s.keys);

	return status;
}

/**
 * Read the configuration, and what it says of keys and colours
 *
 * @param s Screening
 *
 * @return 0 or the exit status; every fault has been printed
 */
int oh_screening_conf(struct screening *s)
{
	int status = oh_config_load(&s->conf, s->app), looks;

	if (!s->conf)
		return status;
	looks = check(s);

	return status ? status : looks;
}
