/**
 * @file ctl_host.h  A control socket whose process may say anything
 */
#ifndef CTL_HOST_H
#define CTL_HOST_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum { HOST_ROOM = 64 * 1024 };

#define HOST_HELLO(command) "{\"schema\":\"offhook.ctl/1\",\"command\":\"" \
	command "\",\"pid\":4711}\n"

struct host {
	int      fd, conn;             /* -1: none                         */
	const char *hello;             /* said to who connects; or NULL    */
	bool     deaf;                 /* reads nothing                    */
	bool     reply;                /* {"ok":true} to everything        */
	char     buf[HOST_ROOM];
	size_t   len, replied;
	unsigned linec, connc;
	unsigned want;
	bool     gone;                 /* the client has closed            */
	bool     over;
};

int  host_open(struct host *h, const char *path, const char *hello);
void host_close(struct host *h);
void host_hang_up(struct host *h);     /* the connection alone */
int  host_say(struct host *h, const char *text);
/* Until so many lines have come in all */
int  host_await(struct host *h, unsigned lines);
int  host_await_client(struct host *h);
int  host_await_gone(struct host *h);
/* The n-th line, without its id, as text: free(). NULL: there is none */
char *host_line(const struct host *h, unsigned n);

#endif
