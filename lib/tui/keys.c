/**
 * @file keys.c  Which key means which line of words
 */
#include "base/compat.h"
#include "base/scan.h"
#include "phone/safe.h"
#include "tui/keys.h"

enum { FKEYS = 12, CTRL = 0x1f, UNSHOWN = 0xfffd };

struct oh_keys {
	struct oh_key_bind v[OH_KEYS_MAX];
	size_t n;
};

/** Keys with names; the first name of a key is the one shown */
static const struct {
	const char *name;
	uint32_t    key;
} namev[] = {
	{ "Tab",       OH_KEY_TAB },
	{ "Enter",     OH_KEY_ENTER },
	{ "Esc",       OH_KEY_ESC },
	{ "Backspace", OH_KEY_BACKSPACE },
	{ "Space",     ' ' },
	{ "Up",        OH_KEY_UP },
	{ "Down",      OH_KEY_DOWN },
	{ "Left",      OH_KEY_LEFT },
	{ "Right",     OH_KEY_RIGHT },
	{ "Home",      OH_KEY_HOME },
	{ "End",       OH_KEY_END },
	{ "PgUp",      OH_KEY_PGUP },
	{ "PgDn",      OH_KEY_PGDN },
	{ "Insert",    OH_KEY_INSERT },
	{ "Delete",    OH_KEY_DELETE },
	{ "BackTab",   OH_KEY_BACKTAB },
	{ "S-Tab",     OH_KEY_BACKTAB },
	{ "Return",    OH_KEY_ENTER },
	{ "Escape",    OH_KEY_ESC },
	{ "PageUp",    OH_KEY_PGUP },
	{ "PageDown",  OH_KEY_PGDN },
	/* what the syntax of the configuration keeps for itself */
	{ "Colon",     ':' },
	{ "Semicolon", ';' },
	{ "Equals",    '=' },
	{ "Hash",      '#' },
	{ "Bracket",   '[' },
};

/** What may stand before the point of "calls.h" */
static const char *const panev[] = {
	"all", "entry", "calls", "history", "contacts", "ladder", "quality",
	"log", "card", "leave", "help",
};

static uint32_t named(const char *name)
{
	uint32_t n;

	for (size_t i = 0; i < ARRAY_SIZE(namev); i++)
		if (0 == str_casecmp(namev[i].name, name))
			return namev[i].key;
	if ((name[0] == 'F' || name[0] == 'f') &&
	    0 == oh_scan_u32(&n, name + 1, 1, FKEYS))
		return OH_KEY_F1 + n - 1;
	if ((name[0] == 'C' || name[0] == 'c') && name[1] == '-' &&
	    name[2] >= '@' && name[2] <= '~' && !name[3])
		return (uint32_t)name[2] & CTRL;

	return OH_KEY_NONE;
}

/**
 * The key with a name
 *
 * @param name "h", "F5", "C-d", "Space"; the names of more than one letter
 *             may be in capitals or not
 *
 * @return The key, or OH_KEY_NONE
 */
uint32_t oh_keys_parse(const char *name)
{
	const char *p = name;
	uint32_t code;
	int width;

	if (!str_isset(name))
		return OH_KEY_NONE;
	if (oh_safe_next(&p, &code, &width) && !*p)
		return code == UNSHOWN ? OH_KEY_NONE : code;

	return named(name);
}

static void print_code(char buf[OH_KEYS_NAME], uint32_t key)
{
	size_t n = 0;

	if (key >= 0x800)
		buf[n++] = (char)(0xe0 | key >> 12);
	if (key >= 0x80)
		buf[n] = (char)(key >= 0x800 ? 0x80 | (key >> 6 & 0x3f)
					     : 0xc0 | key >> 6);
	if (key >= 0x80)
		++n;
	buf[n++] = (char)(key >= 0x80 ? 0x80 | (key & 0x3f) : key);
	buf[n] = '\0';
}

/**
 * Name of a key, as oh_keys_parse() takes it
 *
 * @param buf Where to write it; "?" + number for one without a name
 * @param key Key
 */
void oh_keys_name(char buf[OH_KEYS_NAME], uint32_t key)
{
	buf[0] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(namev); i++) {
		if (namev[i].key != key || (key > ' ' && key < 127))
			continue;
		str_ncpy(buf, namev[i].name, OH_KEYS_NAME);
		return;
	}
	if (key >= OH_KEY_F1 && key <= OH_KEY_F12)
		(void)snprintf(buf, OH_KEYS_NAME, "F%u", key - OH_KEY_F1 + 1);
	else if (key < ' ')
		(void)snprintf(buf, OH_KEYS_NAME, "C-%c",
			       key >= 1 && key <= 26 ? (int)key + 'a' - 1
						     : (int)key + '@');
	else if (key < 0x10000)
		print_code(buf, key);
	else
		(void)snprintf(buf, OH_KEYS_NAME, "U+%x", key);
}

static const char *pane_of(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(panev); i++)
		if (strlen(panev[i]) == len &&
		    0 == strncmp(panev[i], name, len))
			return panev[i];

	return NULL;
}

/* "calls.h" into both; EINVAL */
static int split(const char **panep, uint32_t *keyp, const char *name)
{
	const char *dot = strchr(name, '.');

	*panep = "all";
	if (dot && dot != name && dot[1]) {
		*panep = pane_of(name, (size_t)(dot - name));
		name = dot + 1;
	}
	*keyp = oh_keys_parse(name);

	return *panep && *keyp != OH_KEY_NONE ? 0 : EINVAL;
}

static struct oh_key_bind *exact(struct oh_keys *k, const char *pane,
				 uint32_t key)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->v[i].key == key && 0 == strcmp(k->v[i].pane, pane))
			return &k->v[i];

	return NULL;
}

/* An order that a default has keeps its words */
static void describe(struct oh_key_bind *b)
{
	const struct oh_key_default *d;

	b->label = NULL;
	b->help = NULL;
	for (size_t i = 0; (d = oh_keys_default(i)); i++) {
		if (strcmp(d->order, b->order))
			continue;
		b->label = d->label;
		b->help = d->help;
		if (0 == strcmp(d->pane, b->pane))
			return;
	}
}

static int set_bind(struct oh_keys *k, const char *pane, uint32_t key,
		    const char *order)
{
	struct oh_key_bind *b = exact(k, pane, key);

	if (!b && k->n >= OH_KEYS_MAX)
		return ERANGE;
	if (!b)
		b = &k->v[k->n++];
	b->pane = pane;
	b->key = key;
	str_ncpy(b->order, order, sizeof(b->order));
	describe(b);

	return 0;
}

static int add_default(struct oh_keys *k, const struct oh_key_default *d)
{
	const char *pane = pane_of(d->pane, strlen(d->pane));
	uint32_t key = oh_keys_parse(d->key);
	int err;

	if (!pane || key == OH_KEY_NONE)
		return EINVAL;
	err = set_bind(k, pane, key, d->order);
	if (err)
		return err;
	k->v[k->n - 1].label = d->label;
	k->v[k->n - 1].help = d->help;

	return 0;
}

/** Make the bindings, as the table of defaults has them */
int oh_keys_alloc(struct oh_keys **kp)
{
	const struct oh_key_default *d;
	struct oh_keys *k;
	int err = 0;

	if (!kp)
		return EINVAL;
	k = mem_zalloc(sizeof(*k), NULL);
	if (!k)
		return ENOMEM;
	for (size_t i = 0; !err && (d = oh_keys_default(i)); i++)
		err = add_default(k, d);
	if (err)
		mem_deref(k);
	else
		*kp = k;

	return err;
}

static bool is_plain(const char *order)
{
	uint32_t code;
	int width;

	while (oh_safe_next(&order, &code, &width))
		if (code == UNSHOWN)
			return false;

	return true;
}

/**
 * Bind a key to an order, in place of what it meant before
 *
 * @param k     Bindings
 * @param name  "h", "F5", "C-d", "Space"; of one pane only: "calls.h"
 * @param order Line of words; "": the key means nothing any more
 *
 * @return 0; EINVAL no such key or pane, or an order with control
 *         characters; ERANGE order too long, or too many bindings
 */
int oh_keys_set(struct oh_keys *k, const char *name, const char *order)
{
	struct oh_key_bind *b;
	const char *pane;
	uint32_t key;
	int err;

	if (!k || !name || !order)
		return EINVAL;
	err = split(&pane, &key, name);
	if (err)
		return err;
	if (strlen(order) >= OH_KEYS_ORDER)
		return ERANGE;
	if (!is_plain(order))
		return EINVAL;
	if (*order)
		return set_bind(k, pane, key, order);
	b = exact(k, pane, key);
	if (b) {
		memmove(b, b + 1,
			(size_t)(&k->v[k->n] - (b + 1)) * sizeof(*b));
		--k->n;
	}

	return 0;
}

/**
 * What a key means
 *
 * @param k    Bindings
 * @param pane Pane that has the keys: its own bindings come first
 * @param key  Key
 *
 * @return Borrowed, or NULL: nothing
 */
const struct oh_key_bind *oh_keys_find(const struct oh_keys *k,
				       const char *pane, uint32_t key)
{
	const struct oh_key_bind *all = NULL;

	for (size_t i = 0; i < k->n; i++) {
		const struct oh_key_bind *b = &k->v[i];

		if (b->key != key)
			continue;
		if (0 == str_cmp(b->pane, pane))
			return b;
		if (0 == strcmp(b->pane, "all"))
			all = b;
	}

	return all;
}

/** Binding number i, in the order of the table; NULL: no more */
const struct oh_key_bind *oh_keys_at(const struct oh_keys *k, size_t i)
{
	return i < k->n ? &k->v[i] : NULL;
}

/** Print all bindings, one a line */
int oh_keys_print(struct re_printf *pf, const struct oh_keys *k)
{
	char name[OH_KEYS_NAME];
	int err = 0;

	for (size_t i = 0; !err && i < k->n; i++) {
		const struct oh_key_bind *b = &k->v[i];

		oh_keys_name(name, b->key);
		err = re_hprintf(pf, "%s\t%s\t%s\t%s\t%s\n", b->pane, name,
				 b->order, b->label ? b->label : "",
				 b->help ? b->help : "");
	}

	return err;
}
