/**
 * @file agi_env.c  What an AGI script reads first: the call, line by line
 */
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "base/scan.h"
#include "flow/agi_env.h"

enum { VALUE_SIZE = 1024 };

/* Names come from strangers: none of them begins a line of its own. */
static int print_line(struct mbuf *mb, const char *name, const char *value,
		      const char *otherwise)
{
	char safe[VALUE_SIZE];

	if (!value || !*value)
		value = otherwise;
	(void)oh_scan_safe(safe, sizeof(safe), value, strlen(value));

	return mbuf_printf(mb, "agi_%s: %s\n", name, safe);
}

static int print_args(struct mbuf *mb, const struct oh_agi_env *env)
{
	char name[16];
	int err = 0;

	for (uint32_t i = 0; i < env->argc && !err; i++) {
		(void)re_snprintf(name, sizeof(name), "arg_%u", i + 1);
		err = print_line(mb, name, env->argv[i], "");
	}

	return err;
}

/**
 * Print the call for an AGI script, and the empty line behind it
 *
 * There is no dialplan: the context is "default", the extension the number
 * that was dialled, the priority 1.
 *
 * @param mb  Receives it
 * @param env The call
 *
 * @return 0, EINVAL, ERANGE (too many arguments), ENOMEM
 */
int oh_agi_env_print(struct mbuf *mb, const struct oh_agi_env *env)
{
	int err = 0;

	if (!mb || !env || (env->argc && !env->argv))
		return EINVAL;
	if (env->argc > OH_AGI_ENV_ARGS_MAX)
		return ERANGE;

	const struct {
		const char *name;
		const char *value;
		const char *otherwise;
	} v[] = {
		{ "request",      env->request,     ""        },
		{ "channel",      env->channel,     ""        },
		{ "language",     env->language,    "en"      },
		{ "type",         NULL,             "SIP"     },
		{ "uniqueid",     env->unique_id,   ""        },
		{ "version",      NULL,             OH_VERSION },
		{ "callerid",     env->caller,      "unknown" },
		{ "calleridname", env->caller_name, "unknown" },
		{ "callingpres",  NULL,             "0"       },
		{ "callingani2",  NULL,             "0"       },
		{ "callington",   NULL,             "0"       },
		{ "callingtns",   NULL,             "0"       },
		{ "dnid",         env->called,      "unknown" },
		{ "rdnis",        env->diverted,    "unknown" },
		{ "context",      NULL,             "default" },
		{ "extension",    env->called,      "s"       },
		{ "priority",     NULL,             "1"       },
		{ "enhanced",     NULL,             "0.0"     },
		{ "accountcode",  env->account,     ""        },
		{ "threadid",     NULL,             "0"       },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v) && !err; i++)
		err = print_line(mb, v[i].name, v[i].value, v[i].otherwise);
	if (!err)
		err = print_args(mb, env);

	return err ? err : mbuf_write_u8(mb, '\n');
}
