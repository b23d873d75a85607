/**
 * @file ctl_peer.h  A client of a control socket that may say anything
 */
#ifndef CTL_PEER_H
#define CTL_PEER_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PEER_LINES = 4096, PEER_ROOM = 256 * 1024 };

struct peer {
	int      fd;
	char    *buf;
	size_t   len;
	unsigned linec;              /**< whole ones that have come        */
	unsigned want;
	bool     gone;               /**< they have closed                 */
	bool     deaf;               /**< does not read                    */
	bool     over;
};

int  peer_open(struct peer *p, const char *path);
void peer_close(struct peer *p);
/* All of it, whether they read or not: then EAGAIN */
int  peer_send(struct peer *p, const void *data, size_t len);
int  peer_say(struct peer *p, const char *line);       /* and '\n' */
/* Until so many lines have come in all; EPIPE: they have closed */
int  peer_await(struct peer *p, unsigned lines);
/* Until they have closed */
int  peer_await_end(struct peer *p);
/* The n-th line, to be deleted */
cJSON *peer_line(const struct peer *p, unsigned n);
/* Says it and waits for the next line */
int  peer_ask(struct peer *p, const char *line, cJSON **op);

const char *peer_text(const cJSON *o, const char *name);   /* "": none */
double peer_number(const cJSON *o, const char *name);      /* -1: none */
bool   peer_ok(const cJSON *o);

#endif
