/**
 * @file dir.h  Where control sockets lie
 *
 * $XDG_RUNTIME_DIR/offhook/ctl/PID, in a folder of the user's alone. What a
 * killed process has left behind is found by its refusing to be connected.
 */
#ifndef OH_CTL_DIR_H
#define OH_CTL_DIR_H

#include <stddef.h>
#include <sys/types.h>

/* Folder made, path of the socket of pid. 0, ERANGE, errno of the folder */
int oh_ctl_dir_path(char *buf, size_t size, pid_t pid);
/* Each socket there is; a handler's errno ends it and is returned */
int oh_ctl_dir_each(int (*h)(const char *path, void *arg), void *arg);

#endif
