/**
 * @file verbs.c  What may be asked for over the control socket
 */
#include "ctl/server_priv.h"

/** In the order of their names */
static const struct ctl_verb verbv[] = {
	{ "events", false, oh_ctl_do_events },
	{ "gather", true,  oh_ctl_do_gather },
	{ "hangup", true,  oh_ctl_do_hangup },
	{ "hold",   true,  oh_ctl_do_hold },
	{ "join",   true,  oh_ctl_do_join },
	{ "ladder", false, oh_ctl_do_ladder },
	{ "list",   false, oh_ctl_do_list },
	{ "message", false, oh_ctl_do_message },
	{ "meters", false, oh_ctl_do_meters },
	{ "mute",   true,  oh_ctl_do_mute },
	{ "ping",   false, oh_ctl_do_ping },
	{ "pipe",   true,  oh_ctl_do_pipe },
	{ "play",   true,  oh_ctl_do_play },
	{ "record", true,  oh_ctl_do_record },
	{ "record-call", true, oh_ctl_do_record_call },
	{ "save-ladder", false, oh_ctl_do_save_ladder },
	{ "send-digits", true, oh_ctl_do_send },
	{ "show",   true,  oh_ctl_do_show },
	{ "transfer", true, oh_ctl_do_transfer },
	{ "wait",   true,  oh_ctl_do_wait },
};

/** Find a verb; NULL: there is none of that name */
const struct ctl_verb *oh_ctl_verb(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(verbv); i++) {
		if (0 == strcmp(verbv[i].name, name))
			return &verbv[i];
	}

	return NULL;
}
