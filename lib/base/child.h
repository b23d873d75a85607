/**
 * @file child.h  Programs we start
 *
 * No shell is ever between us and an argument. A child gets /dev/null as
 * stdin and our stderr unless told otherwise, none of our descriptors,
 * default signals, and may be told to die with us.
 */
#ifndef OH_BASE_CHILD_H
#define OH_BASE_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	OH_CHILD_ARGS_MAX   = 64,
	OH_CHILD_OUTPUT_MAX = 64 * 1024,   /**< Kept of its stdout [bytes] */
};

/** A running child */
struct oh_child {
	pid_t pid;
	int   out;       /**< Read end of its stdout, or -1 */
};

/** What a child gets. All borrowed while it is started. */
struct oh_child_prm {
	const char *const *argv;   /**< NULL at the end                     */
	const char *const *envv;   /**< "NAME=value" beside or in place of
					ours, NULL at the end; or NULL      */
	const char *without;       /**< of ours, it does not get those whose
					names begin so; or NULL             */
	int   in;                  /**< becomes its stdin; -1: /dev/null    */
	int   out;                 /**< its stdout; -1: our stderr          */
	bool  all_out;             /**< its stderr goes there, too          */
	bool  die_with_us;
	bool  at_once;             /**< by SIGKILL then: it could linger over
					its good-byes                       */
	bool  session;             /**< its own: no terminal that goes away
					takes it along                      */
};

int  oh_child_start(struct oh_child *ch, const char *const argv[],
		    bool die_with_us);
int  oh_child_spawn(pid_t *pidp, const struct oh_child_prm *prm);
void oh_child_stop(struct oh_child *ch);
/* Neither waits: SIGKILL to its group; a look whether it has ended (EAGAIN:
   it runs), what it prints thrown away */
void oh_child_kill(struct oh_child *ch);
int  oh_child_look(struct oh_child *ch, int *statusp);

/* Waits; reads all stdout; kills it when the deadline has passed */
int  oh_child_run(const char *const argv[], uint32_t timeout_ms,
		  char *out, size_t size, int *statusp);

/* "espeak-ng -v en {text}" -> argv; words split at blanks, "..." groups */
int  oh_child_split(const char *command, char *buf, size_t size,
		    const char *argv[], size_t argc);

#endif
