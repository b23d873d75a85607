/**
 * @file environ.c  What a flow finds in its environment
 */
#include <errno.h>
#include <stdlib.h>
#include "base/compat.h"
#include "base/scan.h"
#include "call/hearsay.h"
#include "flow/environ.h"

enum { STRINGS_MAX = 64, VALUE_SIZE = 512 };

struct oh_environ {
	char   *v[STRINGS_MAX + 1];
	size_t  n;
};

static void destructor(void *arg)
{
	struct oh_environ *e = arg;

	for (size_t i = 0; i < e->n; i++)
		mem_deref(e->v[i]);
}

static int add(struct oh_environ *e, const char *name, const char *value)
{
	char safe[VALUE_SIZE];
	int err;

	if (e->n >= STRINGS_MAX)
		return 0;
	(void)oh_scan_safe(safe, sizeof(safe), value, str_len(value));
	err = re_sdprintf(&e->v[e->n], "%s=%s", name, safe);
	if (!err)
		e->n++;

	return err;
}

/* Ours first: what a flow calls must be what belongs to us */
static int add_path(struct oh_environ *e, const char *verbs)
{
	const char *path = getenv("PATH");
	int err;

	err = re_sdprintf(&e->v[e->n], "PATH=%s%s%s", verbs,
			  path ? ":" : "", path ? path : "");
	if (!err)
		e->n++;

	return err;
}

static int add_call(struct oh_environ *e, const struct oh_live *lv)
{
	const struct oh_result *res = oh_live_result(lv);
	const struct { const char *name, *value; } v[] = {
		{ "OFFHOOK_DIRECTION", res->incoming ? "in" : "out" },
		{ "OFFHOOK_FROM",      res->from },
		{ "OFFHOOK_TO",        res->to },
		{ "OFFHOOK_TRUNK",     res->trunk },
		{ "OFFHOOK_SIP_CALL_ID", res->call_id },
	};
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = add(e, v[i].name, v[i].value);

	return err;
}

static int add_headers(struct oh_environ *e, const struct oh_call *call)
{
	const struct oh_hearsay *h = oh_call_hearsay(call);
	const struct oh_hearsay_line *hdr;
	char name[sizeof(OH_ENVIRON_SIP) + OH_HEARSAY_NAME];
	int err = 0;

	for (size_t i = 0; (hdr = oh_hearsay_at(h, i)) && !err; i++) {
		(void)re_snprintf(name, sizeof(name), "%s%s", OH_ENVIRON_SIP,
				  hdr->name);
		err = add(e, name, hdr->value);
	}

	return err;
}

/**
 * Make the environment of a flow
 *
 * @param ep     Returned environment, release with mem_deref
 * @param call   Call it works on
 * @param calls  Where it is registered
 * @param socket Control socket
 * @param verbs  Folder of the verbs
 *
 * @return 0, ENOENT (the call is not registered), ENOMEM
 */
int oh_environ_make(struct oh_environ **ep, const struct oh_call *call,
		    const struct oh_calls *calls, const char *socket,
		    const char *verbs)
{
	struct oh_environ *e;
	struct oh_live *lv;
	int err;

	err = oh_calls_find(&lv, calls, oh_call_id(call));
	if (err)
		return err;
	e = mem_zalloc(sizeof(*e), destructor);
	if (!e)
		return ENOMEM;
	err = add_path(e, verbs);
	if (!err)
		err = add(e, "OFFHOOK_CALL", oh_call_id(call));
	if (!err)
		err = add(e, "OFFHOOK_SOCKET", socket);
	if (!err)
		err = add_call(e, lv);
	if (!err)
		err = add_headers(e, call);
	if (err)
		mem_deref(e);
	else
		*ep = e;

	return err;
}

/** The strings "NAME=value", NULL at the end */
const char *const *oh_environ_strings(const struct oh_environ *e)
{
	return (const char *const *)e->v;
}
