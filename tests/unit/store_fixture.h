/**
 * @file store_fixture.h  A store to try, and what tests ask of it
 */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include "simrest/store.h"

enum {
	STORE_OP_US   = 2000000,
	STORE_HOLD_US = 15 * 60 * 1000000,
};

struct store_fixture {
	struct oh_store *s;
	const struct oh_operation *op;   /* of the last call               */
	char id[OH_MODEL_ID];            /* of the last search             */
	const char *why;
	unsigned changes;
};

/* Freezes the clock; operations take 2 s. path may be NULL */
int  store_open(struct store_fixture *f, const char *path);
int  store_close(struct store_fixture *f, int err);
/* Lets the last operation come due and expects it to end so ("": well) */
void store_expect(struct store_fixture *f, const char *error);
int  store_search(struct store_fixture *f, const char *country,
		  enum oh_type type, uint32_t quantity);
/* A search and a purchase that end well */
int  store_own(struct store_fixture *f, const char *country,
	       enum oh_type type, uint32_t quantity);
void store_item(struct oh_available *a, const char *number);

#endif
