/**
 * @file test_environ.c  What a flow finds around itself
 */
#include "flow/environ.h"
#include "live_fixture.h"

/* "" if it is not there */
static const char *value_of(const struct oh_environ *e, const char *name)
{
	size_t len = strlen(name);

	for (const char *const *v = oh_environ_strings(e); *v; v++) {
		if (0 == strncmp(*v, name, len) && (*v)[len] == '=')
			return &(*v)[len + 1];
	}
	return "";
}

int test_environ_of_a_call(void)
{
	struct oh_environ *e = NULL;
	struct live l;
	const char *id;

	LIVE_OK(live_init(&l));
	LIVE_OK(live_call(&l));
	id = oh_call_id(l.pairv[0].near.call);
	LIVE_OK(oh_environ_make(&e, l.pairv[0].near.call, l.calls,
				"/run/ctl/1", "/usr/lib/verbs"));
	LIVE_STR(value_of(e, "OFFHOOK_CALL"), id);
	LIVE_STR(value_of(e, "OFFHOOK_SOCKET"), "/run/ctl/1");
	LIVE_STR(value_of(e, "OFFHOOK_DIRECTION"), "out");
	LIVE_STR(value_of(e, "OFFHOOK_FROM"), "+14255550199");
	LIVE_STR(value_of(e, "OFFHOOK_TO"), "+14255550100");
	LIVE_STR(value_of(e, "OFFHOOK_TRUNK"), "test");
	/* From their 200 */
	LIVE_STR(value_of(e, "OFFHOOK_SIP_SERVER"), "test");
	LIVE_TRUE(strstr(value_of(e, "OFFHOOK_SIP_TO"), ";tag="));
	LIVE_TRUE(0 == strncmp(value_of(e, "PATH"), "/usr/lib/verbs:", 15));
	e = mem_deref(e);
	/* Of a call that is not registered nothing is known */
	LIVE_INT(oh_environ_make(&e, l.pairv[0].far.call, l.calls, "", ""),
		 ENOENT);
 out:
	mem_deref(e);
	live_close(&l);
	return test_or_refused(0);
}
