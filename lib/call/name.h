/**
 * @file name.h  File names of recordings, from a template
 *
 *	{from} {to}       numbers
 *	{date} {time}     2026-01-02 and 030405, local time
 *	{id} {trunk} {n}  the call, its trunk, its number in a list
 *
 * What is put in was chosen by strangers: it stays within one path component
 * and is never "", "..", hidden, or an option.
 */
#ifndef OH_CALL_NAME_H
#define OH_CALL_NAME_H

#include <stddef.h>
#include <stdint.h>

#define OH_NAME_DEFAULT "{date}-{time}-{to}.wav"

enum {
	OH_NAME_SIZE      = 4096,   /**< Room for a path [bytes]        */
	OH_NAME_VALUE_MAX = 64,     /**< Taken of each value [bytes]    */
	OH_NAME_TRIES_MAX = 9999,   /**< -2, -3 .. for names that exist */
};

/** What may be put into a name. NULL or "": "unknown" */
struct oh_name {
	const char *from;
	const char *to;
	const char *id;
	const char *trunk;
	uint64_t    wall_us;        /**< when the recording begins */
	uint32_t    n;
};

int oh_name_print(char *path, size_t size, const char *templ,
		  const struct oh_name *name, const char **whyp);
int oh_name_find(char *path, size_t size, const char *templ,
		 const struct oh_name *name, const char **whyp);

#endif
