/**
 * @file path.h  Where files of ours lie (XDG base directories)
 *
 * The only reader of XDG_* and HOME. Folders are created 0700 on demand; the
 * run-time folder falls back to one of the user's own under /tmp, whose
 * ownership is checked.
 */
#ifndef OH_BASE_PATH_H
#define OH_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

enum oh_path {
	OH_PATH_CONFIG,    /**< $XDG_CONFIG_HOME/offhook  */
	OH_PATH_STATE,     /**< $XDG_STATE_HOME/offhook   */
	OH_PATH_DATA,      /**< $XDG_DATA_HOME/offhook    */
	OH_PATH_CACHE,     /**< $XDG_CACHE_HOME/offhook   */
	OH_PATH_RUNTIME,   /**< $XDG_RUNTIME_DIR/offhook  */
};

int oh_path_print(char *buf, size_t size, enum oh_path where,
		  const char *name);
int oh_path_make(char *buf, size_t size, enum oh_path where,
		 const char *name);
int oh_path_home(char *buf, size_t size, const char *name);
int oh_path_check(const char *dir);      /* a folder, ours alone? */
int oh_path_beside(char *buf, size_t size, const char *program);
bool oh_path_has(const char *program);   /* somewhere in $PATH */

#endif
