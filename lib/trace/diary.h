/**
 * @file diary.h  The ladders of the calls that go on, by Call-ID
 *
 * For the record of a call: what was said on the wire, as lines of ladder.h,
 * which hold no credentials. Only what begins with an INVITE is kept, and of
 * many calls, or long ones, no more than there is room for.
 */
#ifndef OH_TRACE_DIARY_H
#define OH_TRACE_DIARY_H

#include "event/result.h"
#include "trace/trace.h"

struct oh_diary;

enum {
	OH_DIARY_CALLS = 1024,      /**< Then one gives way, of those that
					 are over first               */
	OH_DIARY_SIZE  = 16384,     /**< Text of one [bytes]          */
};

int  oh_diary_alloc(struct oh_diary **dp);
void oh_diary_add(struct oh_diary *d, const struct oh_trace *t);
/* All tries of a call; *textp NULL: nothing is known */
int  oh_diary_print(char **textp, struct oh_diary *d,
		    const struct oh_result *res);

#endif
