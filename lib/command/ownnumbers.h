/**
 * @file ownnumbers.h  The numbers of one's own, to choose a caller ID from
 */
#ifndef OH_COMMAND_OWNNUMBERS_H
#define OH_COMMAND_OWNNUMBERS_H

#include <stdint.h>
#include "conf/conf.h"

enum { OH_OWNNUMBERS_MAX = 256 };

struct oh_ownnumbers;

/* Those of trunks, of routes, of carriers that are a list, and what was heard
   of others; in this order, each once */
int  oh_ownnumbers_alloc(struct oh_ownnumbers **np,
			 const struct oh_conf *conf);
/* Borrowed; *countp: how many */
const char *const *oh_ownnumbers_v(const struct oh_ownnumbers *n,
				   uint32_t *countp);

#endif
