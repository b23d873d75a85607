/**
 * @file cdr_fixture.h  A store of call records, and looking into it
 */
#ifndef CDR_FIXTURE_H
#define CDR_FIXTURE_H

#include <stdbool.h>
#include "cdr/store.h"
#include "temp.h"

enum { FLUSH_MS = 10000 };

/** What a begin was told */
struct cdr_told {
	struct oh_cdr_usage usage;
	bool  may;
	bool  asked;
	bool  begun;
	int   err;
	char  why[OH_CDR_WHY_SIZE];
};

/* A call that begins now, at 0.60 USD a minute */
void cdr_make_result(struct oh_result *res, const char *trunk,
		     const char *to);
/* It is over now */
void cdr_end_result(struct oh_result *res);
/* calls.db in t */
int cdr_open(struct oh_cdr **cp, struct temp *t);
/* arg: struct cdr_told */
bool cdr_decide_handler(const struct oh_cdr_usage *usage, char *why,
			size_t size, void *arg);
void cdr_begun_handler(int err, const char *why, void *arg);
/* Begin, and wait until told is told; told->may decides */
int cdr_begin(struct oh_cdr_call **callp, struct oh_cdr *c,
	      const struct oh_result *res, const char *prefix,
	      struct cdr_told *told);
/* One value of the database, as text; "" if there is no row */
const char *cdr_ask(struct temp *t, const char *sql);
void cdr_exec(struct temp *t, const char *sql);

#endif
