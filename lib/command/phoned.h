/**
 * @file phoned.h  The process that holds a person's calls, seen from outside
 *
 *   screen ──lock taken?──▶ pid in it ──▶ its control socket ──▶ it speaks
 *             └─ no: start it, in a session of its own
 *
 * One for each user: it holds a lock, in which its pid stands.
 */
#ifndef OH_COMMAND_PHONED_H
#define OH_COMMAND_PHONED_H

#include <stdbool.h>
#include <stddef.h>
#include "cli/app.h"
#include "command/devices.h"

enum {
	OH_PHONED_START_MS  = 5000,    /**< it speaks within               */
	OH_PHONED_SCREEN_MS = 30000,   /**< its screen comes within        */
};

#define OH_PHONED_LOG "phoned.log"     /**< in the state folder            */

/** How one is started; NULL each: as the configuration says */
struct oh_phoned_prm {
	const char *handset;           /**< --handset                      */
	struct oh_devices_opts devices;
};

/* The control socket of the one that runs. ENOENT: there is none */
int  oh_phoned_find(char *path, size_t size);
/* The same, started if there is none, and waited for: it has spoken. 0 or the
   exit status; what is wrong has been printed */
int  oh_phoned_start(char *path, size_t size, struct oh_app *app,
		     const struct oh_phoned_prm *prm);
/* Nobody is it, nor about to be */
bool oh_phoned_is_free(void);
/* For itself: EAGAIN: another one runs. fd -1: none held */
int  oh_phoned_lock(int *fdp);
/* For itself: what it says goes to its log from now on */
int  oh_phoned_log(void);
/* .. or nowhere */
void oh_phoned_mute(void);
int  oh_phoned_log_path(char *buf, size_t size);

/* phoned_start.c: the same in steps, for a main loop. EAGAIN: on its way;
   ESRCH: it has ended; ETIMEDOUT: late */
struct oh_phoned_birth;
int  oh_phoned_begin(struct oh_phoned_birth **bp, struct oh_app *app,
		     const struct oh_phoned_prm *prm);
int  oh_phoned_look(struct oh_phoned_birth *b);
void oh_phoned_said(const struct oh_phoned_birth *b, char *buf, size_t size);
const char *oh_phoned_birth_log(const struct oh_phoned_birth *b);

#endif
