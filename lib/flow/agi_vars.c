/**
 * @file agi_vars.c  The variables of an AGI script
 */
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "flow/agi_vars.h"

enum { NAME_SIZE = 256 };

struct oh_agi_vars {
	struct list l;
	uint32_t    c;
};

struct var {
	struct le le;
	char *name;
	char *value;
};

static void var_destructor(void *arg)
{
	struct var *var = arg;

	list_unlink(&var->le);
	mem_deref(var->name);
	mem_deref(var->value);
}

static void destructor(void *arg)
{
	struct oh_agi_vars *v = arg;

	list_flush(&v->l);
}

/**
 * Make an empty set of variables
 *
 * @param vp Returned, release with mem_deref
 *
 * @return 0, EINVAL, ENOMEM
 */
int oh_agi_vars_alloc(struct oh_agi_vars **vp)
{
	if (!vp)
		return EINVAL;
	*vp = mem_zalloc(sizeof(**vp), destructor);

	return *vp ? 0 : ENOMEM;
}

/* A name of len bytes */
static struct var *find(const struct oh_agi_vars *v, const char *name,
			size_t len)
{
	for (struct le *le = list_head(&v->l); le; le = le->next) {
		struct var *var = le->data;

		if (strlen(var->name) == len &&
		    0 == memcmp(var->name, name, len))
			return var;
	}

	return NULL;
}

static int add(struct oh_agi_vars *v, const char *name, char *value)
{
	struct var *var;
	int err;

	if (v->c >= OH_AGI_VARS_MAX)
		return ERANGE;
	var = mem_zalloc(sizeof(*var), var_destructor);
	if (!var)
		return ENOMEM;
	err = str_dup(&var->name, name);
	if (err) {
		mem_deref(var);
		return err;
	}
	var->value = value;
	list_append(&v->l, &var->le, var);
	v->c++;

	return 0;
}

/**
 * Give a variable a value
 *
 * @param v     Variables
 * @param name  Name
 * @param value Value
 *
 * @return 0, EINVAL, ERANGE (too many), ENOMEM
 */
int oh_agi_vars_set(struct oh_agi_vars *v, const char *name,
		    const char *value)
{
	struct var *var;
	char *copy;
	int err;

	if (!v || !name || !value || strlen(name) >= NAME_SIZE)
		return EINVAL;
	err = str_dup(&copy, value);
	if (err)
		return err;
	var = find(v, name, strlen(name));
	if (var) {
		mem_deref(var->value);
		var->value = copy;
		return 0;
	}
	err = add(v, name, copy);
	if (err)
		mem_deref(copy);

	return err;
}

/** The value of a variable, borrowed; NULL: there is none */
const char *oh_agi_vars_find(const struct oh_agi_vars *v, const char *name)
{
	const struct var *var = v && name ? find(v, name, strlen(name)) : NULL;

	return var ? var->value : NULL;
}

/* The value of "${NAME}..." at *textp, which is moved behind it; NULL: it is
   none */
static const char *take_name(const struct oh_agi_vars *v, const char **textp)
{
	const char *name = *textp + 2, *end;
	const struct var *var;

	if ((*textp)[0] != '$' || (*textp)[1] != '{')
		return NULL;
	end = strchr(name, '}');
	if (!end)
		return NULL;
	*textp = end + 1;
	var = find(v, name, (size_t)(end - name));

	return var ? var->value : "";
}

/**
 * Fill the values of variables into a text
 *
 * Values are not looked into again.
 *
 * @param buf  Receives it, cut if it does not fit
 * @param size Size of it, at least 1
 * @param v    Variables
 * @param text "${FIRST} and ${SECOND}"
 */
void oh_agi_vars_print(char *buf, size_t size, const struct oh_agi_vars *v,
		       const char *text)
{
	size_t len = 0;

	while (*text && len + 1 < size) {
		const char *value = take_name(v, &text);

		if (!value) {
			buf[len++] = *text++;
			continue;
		}
		str_ncpy(buf + len, value, size - len);
		len += strlen(buf + len);
	}
	buf[len] = '\0';
}

/** Whether a variable is there and says no */
bool oh_agi_vars_is_off(const struct oh_agi_vars *v, const char *name)
{
	static const char *const wordv[] = {
		"no", "off", "false", "0", "n", "f",
	};
	const char *value = oh_agi_vars_find(v, name);

	for (size_t i = 0; value && i < ARRAY_SIZE(wordv); i++) {
		if (0 == strcasecmp(value, wordv[i]))
			return true;
	}

	return false;
}
