/**
 * @file page.h  Lists, a page at a time
 *
 * A handler shows every item there is to oh_page_takes(), or starts at skip
 * when it can count, and adds what is taken. The end says where the next
 * page is, if there is one.
 */
#ifndef OH_SIMREST_PAGE_H
#define OH_SIMREST_PAGE_H

#include <stdbool.h>
#include <stdint.h>
#include "simrest/turn.h"

enum {
	OH_PAGE_DEFAULT  = 100,
	OH_PAGE_MAX      = 1000,         /**< Items a page                 */
	OH_PAGE_SKIP_MAX = 100000000,
};

struct oh_page {
	uint32_t      skip;
	uint32_t      size;
	uint64_t      seen;              /**< items shown so far           */
	struct cJSON *items;             /**< array                        */
};

/* size: "top" or "maxPageSize". EBADMSG: refused; ENOMEM.
   oh_page_end() or oh_page_reset() must follow */
int  oh_page_start(struct oh_page *p, struct oh_turn *t, const char *size);
bool oh_page_takes(struct oh_page *p);
/* json: given, NULL is ENOMEM */
int  oh_page_add(struct oh_page *p, struct cJSON *json);
/* Answers {"NAME":[...],"nextLink":...} */
int  oh_page_end(struct oh_page *p, struct oh_turn *t, const char *name);
void oh_page_reset(struct oh_page *p);

#endif
