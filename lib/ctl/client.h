/**
 * @file client.h  Asking a process that holds calls
 *
 * For small programs that do one thing and wait: everything here blocks.
 */
#ifndef OH_CTL_CLIENT_H
#define OH_CTL_CLIENT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct oh_ctl_client;

enum { OH_CTL_HELLO_MS = 5000 };    /**< Longest wait for a process to speak */

/* mem_deref() hangs up the connection: what was waited for is cancelled.
   ECONNREFUSED: nobody is there any more; EPROTO: it is none of ours */
int oh_ctl_connect(struct oh_ctl_client **cp, const char *path);
/* What it said first: "command", "pid"; borrowed */
const cJSON *oh_ctl_hello(const struct oh_ctl_client *c);
/* Sends it, with an id, and descriptors beside it */
int oh_ctl_send(struct oh_ctl_client *c, cJSON *o, const int fdv[],
		uint32_t fdc);
/* The next line: a reply (it has "ok") or an event. EPIPE: they are gone */
int oh_ctl_receive(struct oh_ctl_client *c, cJSON **op);
/* Sends and waits for the reply; events meanwhile are dropped */
int oh_ctl_ask(struct oh_ctl_client *c, cJSON *o, cJSON **replyp);
int oh_ctl_fd(const struct oh_ctl_client *c);
/* A line has come already: there is nothing to be waited for */
bool oh_ctl_has_line(const struct oh_ctl_client *c);

/*
 * The process that holds a call. id: as of oh_calls_find(). *whyp: static
 * text for people. ENOENT: no such call anywhere; EEXIST: it fits several.
 */
int oh_ctl_find(struct oh_ctl_client **cp, char *call, size_t size,
		const char *id, const char **whyp);

#endif
