/**
 * @file json.h  One event or one result as one line of JSON
 *
 * Times are ISO 8601 with offset, durations seconds, numbers E.164 strings.
 * Secret digits are printed as '*' of their count.
 */
#ifndef OH_EVENT_JSON_H
#define OH_EVENT_JSON_H

#include "event/event.h"
#include "event/result.h"

/* Returned string is the caller's: release with mem_deref. No line end. */
int oh_json_event(char **linep, const struct oh_event *ev);
int oh_json_result(char **linep, const struct oh_result *res, int exit_code);
int oh_json_tries(char **textp, const struct oh_result *res,
		  const char *number);

#endif
