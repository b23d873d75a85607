/**
 * @file holder.c  Which process a row in flight belongs to
 *
 * A number of a process comes again; its start does not (proc(5): field 22
 * of /proc/PID/stat).
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cdr/store_priv.h"

enum { STAT_SIZE = 1024, STAT_PATH = 64, FIELD_START = 22 };

/* The name in field 2 may hold anything, also ')': what follows its last
   one is plain */
static int64_t start_of(const char *stat)
{
	const char *p = strrchr(stat, ')');
	int64_t born = 0;

	for (int field = 2; p && field < FIELD_START; field++)
		p = strchr(p + 1, ' ');
	if (!p || sscanf(p, " %" SCNd64, &born) != 1)
		return 0;

	return born;
}

/* 0: there is no such process, or it cannot be told */
static int64_t born(int64_t pid)
{
	char path[STAT_PATH], stat[STAT_SIZE];
	ssize_t n;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%" PRId64 "/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	n = read(fd, stat, sizeof(stat) - 1);
	(void)close(fd);
	if (n <= 0)
		return 0;
	stat[n] = '\0';

	return start_of(stat);
}

/** This process */
void oh_holder_self(struct oh_holder *h)
{
	h->pid  = getpid();
	h->born = born(h->pid);
}

/** Whether the process still runs that wrote the row */
bool oh_holder_is_alive(const struct oh_holder *h)
{
	int64_t now = born(h->pid);

	return now && now == h->born;
}
