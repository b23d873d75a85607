/**
 * @file home.h  A home of its own for one case
 */
#ifndef HOME_H
#define HOME_H

enum { HOME_VARS = 6 };

struct home {
	char  dir[64];
	char  path[320];             /* of the last home_path() */
	char *oldv[HOME_VARS];
};

/* HOME is a new folder, and no XDG_* says otherwise */
void home_enter(struct home *h);
/* The environment as it was; the folder goes, with all that is in it */
void home_leave(struct home *h);
const char *home_path(struct home *h, const char *name);
/* Text into a file below it, whose folders are made */
void home_write(struct home *h, const char *name, const char *text);

#endif
