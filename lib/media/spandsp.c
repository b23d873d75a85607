/**
 * @file spandsp.c  spandsp, loaded when it is first wanted
 */
#include <dlfcn.h>
#include <errno.h>
#include "media/spandsp.h"

/* The build knows which one belongs to the headers */
#ifndef OH_SPANDSP_SO
#define OH_SPANDSP_SO "libspandsp.so.2"
#endif

/**
 * Load spandsp, or find it loaded; any thread. The first time takes some
 * milliseconds
 *
 * @param s Filled on success
 *
 * @return 0, or ENOENT: not installed, or without a function we need
 */
int oh_spandsp_load(struct oh_spandsp *s)
{
	void *so = dlopen(OH_SPANDSP_SO, RTLD_LAZY | RTLD_NODELETE);
	int err = 0;

	if (!so)
		return ENOENT;

#define FIND(name) \
	s->name = (__typeof__(s->name))dlsym(so, #name); \
	if (!s->name) \
		err = ENOENT;

	OH_SPANDSP_CALLS(FIND)
#undef FIND
	(void)dlclose(so);

	return err;
}
