/**
 * @file args.h  Members of a request, read strictly
 *
 * A member that is missing leaves the value as it is. One of a wrong kind is
 * EBADMSG, and why says which and what it should be.
 */
#ifndef OH_CTL_ARGS_H
#define OH_CTL_ARGS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

struct oh_sound_item;

enum { OH_ARGS_WHY_SIZE = 160 };

/** A request. Strings read from it are borrowed, as long as it. */
struct oh_args {
	const cJSON *o;
	char         why[OH_ARGS_WHY_SIZE];   /**< what is wrong, or ""    */
};

/* EBADMSG, with why set: "NAME: WHAT" */
int oh_args_bad(struct oh_args *a, const char *name, const char *what);

int oh_args_str(struct oh_args *a, const char *name, const char **sp);
int oh_args_u32(struct oh_args *a, const char *name, uint32_t *np);
/* Seconds in JSON, at most a day; milliseconds here */
int oh_args_ms(struct oh_args *a, const char *name, uint32_t *msp);
int oh_args_bool(struct oh_args *a, const char *name, bool *bp);
/* A list of strings; *countp: room, then how many */
int oh_args_list(struct oh_args *a, const char *name, const char *v[],
		 uint32_t *countp);
/* A list of {"file":"/a.wav"} {"say":"Hello"} {"digits":"12"} {"spell":"AB"}
   {"number":"12","lang":"de"}; *countp: room, then how many */
int oh_args_sounds(struct oh_args *a, const char *name,
		   struct oh_sound_item *itemv, uint32_t *countp);

#endif
