/**
 * @file opt.h  Options as tables
 *
 * One array parses, prints --help and is printed for completions
 * (`--print-options`, hidden). On popt. Parsing fills a plain struct and has
 * no other effect. A table may pull in another with OH_OPT_INCLUDE.
 */
#ifndef OH_CLI_OPT_H
#define OH_CLI_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OH_OPT_LIST_MAX = 64 };

enum oh_opt_type {
	OH_OPT_T_END,
	OH_OPT_T_FLAG,       /**< bool *                                  */
	OH_OPT_T_STR,        /**< const char **                           */
	OH_OPT_T_LIST,       /**< struct oh_opt_list *; repeatable        */
	OH_OPT_T_U32,        /**< uint32_t *                              */
	OH_OPT_T_MS,         /**< uint32_t * [ms]; "25" is seconds        */
	OH_OPT_T_OPTSTR,     /**< const char **; "--events[=FILE]"; set to ""
				  when given without a value              */
	OH_OPT_T_COUNT,      /**< uint32_t *; -vv                         */
	OH_OPT_T_INCLUDE,    /**< const struct oh_opt *                   */
	OH_OPT_T_ORDERED,    /**< struct oh_opt_list *: like LIST, and a tag
				  (shortn, else min) is kept per value, so
				  that several options share one order
				  (--play, --say)                         */
};

struct oh_opt_list {
	uint32_t    c;
	const char *v[OH_OPT_LIST_MAX];
	char        tag[OH_OPT_LIST_MAX];
};

struct oh_opt {
	enum oh_opt_type type;
	char             shortn;     /**< 0: none                         */
	const char      *longn;      /**< NULL: none                      */
	const char      *argn;       /**< "FILE", shown in --help         */
	void            *p;
	const char      *help;       /**< lower case, no full stop        */
	uint32_t         min;        /**< U32, MS: the least value;
					  ORDERED: tag without a shortn   */
};

#define OH_OPT_FLAG(s, l, p, h)      { OH_OPT_T_FLAG, s, l, NULL, p, h, 0 }
#define OH_OPT_STR(s, l, a, p, h)    { OH_OPT_T_STR, s, l, a, \
				       (void *)(p), h, 0 }
#define OH_OPT_LIST(s, l, a, p, h)   { OH_OPT_T_LIST, s, l, a, p, h, 0 }
#define OH_OPT_U32(s, l, a, p, h)    { OH_OPT_T_U32, s, l, a, p, h, 1 }
#define OH_OPT_MS(s, l, a, p, h)     { OH_OPT_T_MS, s, l, a, p, h, 1 }
/* For which 0 is a value like any other */
#define OH_OPT_U32_0(s, l, a, p, h)  { OH_OPT_T_U32, s, l, a, p, h, 0 }
#define OH_OPT_MS_0(s, l, a, p, h)   { OH_OPT_T_MS, s, l, a, p, h, 0 }
#define OH_OPT_OPTSTR(s, l, a, p, h) { OH_OPT_T_OPTSTR, s, l, a, \
				       (void *)(p), h, 0 }
#define OH_OPT_COUNT(s, l, p, h)     { OH_OPT_T_COUNT, s, l, NULL, p, h, 0 }
#define OH_OPT_ORDERED(s, l, a, p, h) { OH_OPT_T_ORDERED, s, l, a, p, h, 0 }
/* Without a short name */
#define OH_OPT_TAGGED(tag, l, a, p, h) { OH_OPT_T_ORDERED, 0, l, a, p, h, \
					 tag }
#define OH_OPT_INCLUDE(t)            { OH_OPT_T_INCLUDE, 0, NULL, NULL, \
				       (void *)(t), NULL, 0 }
#define OH_OPT_END                   { OH_OPT_T_END, 0, NULL, NULL, NULL, \
				       NULL, 0 }

struct oh_app;

/*
 * Parses options, whose names live as long as the application (literals);
 * afterwards argv holds the operands only. min/max: how
 * many operands (max 0: none, UINT32_MAX: any). --help prints and gives
 * ECANCELED; a fault is printed to stderr with a hint and gives EINVAL.
 */
int oh_opt_parse(struct oh_app *app, const struct oh_opt *optv,
		 int *argcp, char ***argvp, uint32_t min, uint32_t max);
/* Whether the command line has this option: one that does not belong to the
   verb can be refused, and a default be told from the same value given */
bool oh_opt_is_given(const struct oh_app *app, const char *longn);

#endif
