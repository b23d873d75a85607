/**
 * @file folder.h  The folder of one baresip: its configuration, for nobody
 *                 else to read
 */
#ifndef OH_HANDSET_FOLDER_H
#define OH_HANDSET_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include "handset/device.h"

/** What baresip is told */
struct oh_folder_prm {
	const char *modules;     /**< folder of its modules              */
	const struct oh_device *input;
	const struct oh_device *output; /**< one that plays              */
	const char *user;        /**< whom we shall call                 */
	const char *dump;        /**< folder for what is said; or NULL   */
	bool        srtp;        /**< it has that, and shall insist on it */
	bool        wide;        /**< it has G.722                       */
};

/* A new one, 0700, below the folder of run-time files; those of who has died
   without a word are removed. 0 or an errno */
int  oh_folder_make(char *path, size_t size, const struct oh_folder_prm *prm);
/* The folder with what is in it; "" is none */
void oh_folder_remove(const char *path);

#endif
