/**
 * @file find.c  Which process holds a call
 *
 * Inside a flow the environment says it; from elsewhere all of the user's
 * control sockets are asked.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/compat.h"
#include "ctl/client.h"
#include "ctl/dir.h"

struct search {
	const char           *id;
	char                 *call;
	size_t                size;
	struct oh_ctl_client *found;
	unsigned              count;
};

static bool fits(const char *call, const char *id)
{
	size_t len = strlen(id), have = strlen(call);

	return len <= have && (0 == strncmp(call, id, len) ||
			       0 == strcmp(&call[have - len], id));
}

static void look(struct search *s, struct oh_ctl_client *c,
		 const cJSON *reply)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(reply, "calls");
	const cJSON *m;

	cJSON_ArrayForEach(m, list) {
		const char *call = cJSON_GetStringValue(
			cJSON_GetObjectItemCaseSensitive(m, "call"));

		if (!call || !fits(call, s->id))
			continue;
		if (s->count++ == 0) {
			s->found = mem_ref(c);
			str_ncpy(s->call, call, s->size);
		}
	}
}

/* One that cannot be asked holds no call of ours */
static int ask(const char *path, void *arg)
{
	struct oh_ctl_client *c = NULL;
	struct search *s = arg;
	cJSON *o, *reply = NULL;
	int err = oh_ctl_connect(&c, path);

	if (err == ECONNREFUSED)
		(void)unlink(path);      /* a killed process's */
	if (err)
		return 0;
	o = cJSON_CreateObject();
	if (cJSON_AddStringToObject(o, "do", "list") &&
	    0 == oh_ctl_ask(c, o, &reply))
		look(s, c, reply);
	cJSON_Delete(reply);
	cJSON_Delete(o);
	mem_deref(c);

	return 0;
}

static int search(struct search *s, const char **whyp)
{
	int err = oh_ctl_dir_each(ask, s);

	if (err)
		*whyp = strerror(err);
	else if (!s->count) {
		err   = ENOENT;
		*whyp = *s->id ? "no such call" : "no call is under way";
	}
	else if (s->count > 1) {
		err   = EEXIST;
		*whyp = "several calls: say which with --call ID "
			"('call list' shows them)";
	}
	if (err)
		s->found = mem_deref(s->found);

	return err;
}

/**
 * Find the process that holds a call, and connect to it
 *
 * @param cp   Returned client, release with mem_deref
 * @param call Receives the call's whole id
 * @param size Its size [bytes]
 * @param id   What was given for it: the beginning or the end is enough; NULL:
 *             OFFHOOK_CALL, or else the only call there is
 * @param whyp Receives what is wrong, for people; static text
 *
 * @return 0, ENOENT, EEXIST, or an errno of the connection
 */
int oh_ctl_find(struct oh_ctl_client **cp, char *call, size_t size,
		const char *id, const char **whyp)
{
	const char *path = getenv("OFFHOOK_SOCKET");
	struct search s = { .call = call, .size = size };
	int err;

	s.id = id ? id : getenv("OFFHOOK_CALL");
	if (!id && path && *path && s.id) {
		str_ncpy(call, s.id, size);
		err = oh_ctl_connect(cp, path);
		if (err)
			*whyp = "the call of OFFHOOK_CALL is gone";

		return err == ECONNREFUSED ? ENOENT : err;
	}
	if (!s.id)
		s.id = "";
	err = search(&s, whyp);
	if (!err)
		*cp = s.found;

	return err;
}
