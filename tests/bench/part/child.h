/**
 * @file child.h  The process that is measured
 */
#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H

#include <stdint.h>
#include <sys/types.h>

/** stdout of the child goes nowhere, it dies with us */
struct child {
	pid_t    pid;
	int      stdin_fd;     /**< its stdin; -1: none was wanted    */
	uint64_t start_us;     /**< just before it was made           */
	uint64_t end_us;
	uint64_t cpu_us;       /**< of its whole life, once it ended  */
	uint64_t peak_kib;     /**< the most memory that was resident */
	int      status;       /**< as waitpid() tells                */
};

enum child_stdin { CHILD_NO_STDIN, CHILD_STDIN };

int      child_start(struct child *c, char *const argv[],
		     enum child_stdin in);
uint64_t child_cpu_us(const struct child *c);
uint64_t child_rss_kib(const struct child *c);
int      child_poll(struct child *c);
void     child_stop(struct child *c);

#endif
