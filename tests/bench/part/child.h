/**
 * @file child.h  The process that is measured
 */
#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H

#include <stdint.h>
#include <sys/types.h>

/** Where no pipe leads there is /dev/null; it dies with us */
struct child {
	pid_t    pid;
	int      pipe_fd;      /**< our end; -1: none was wanted      */
	uint64_t start_us;     /**< just before it was made           */
	uint64_t end_us;
	uint64_t cpu_us;       /**< of its whole life, once it ended  */
	uint64_t peak_kib;     /**< the most memory that was resident */
	int      status;       /**< as waitpid() tells                */
};

/** Which of its ends is ours */
enum child_pipe { CHILD_NO_PIPE, CHILD_STDIN, CHILD_STDOUT };

int      child_start(struct child *c, char *const argv[],
		     enum child_pipe which);
uint64_t child_cpu_us(const struct child *c);
uint64_t child_rss_kib(const struct child *c);
int      child_poll(struct child *c);
void     child_stop(struct child *c);

#endif
