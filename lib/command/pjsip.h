/**
 * @file pjsip.h  Asterisk's pjsip.conf as sections and their values
 *
 *     [NAME](TEMPLATE,...)      ; also (!): a template, (+): goes on
 *     key = value               ; also key => value
 *
 * Templates are resolved: a section begins with the values of those it
 * names. What is no such text is skipped. Pure.
 */
#ifndef OH_COMMAND_PJSIP_H
#define OH_COMMAND_PJSIP_H

#include <stdbool.h>
#include <stddef.h>

enum {
	OH_PJSIP_SECTIONS_MAX = 4096,
	OH_PJSIP_VALUES_MAX   = 256,      /**< of one section              */
};

struct oh_pjsip;

struct oh_pjsip_value {
	const char *key;                  /**< lower case                  */
	const char *value;
	unsigned    line;
	bool        used;                 /**< somebody has asked for it   */
};

struct oh_pjsip_section {
	const char            *name;
	unsigned               line;
	bool                   is_template;
	bool                   used;      /**< for who reads it to remember */
	struct oh_pjsip_value *valuev;
	size_t                 valuec;
};

/* ENOMEM, ERANGE: too many */
int oh_pjsip_parse(struct oh_pjsip **pp, const char *text);
size_t oh_pjsip_count(const struct oh_pjsip *p);
struct oh_pjsip_section *oh_pjsip_at(struct oh_pjsip *p, size_t i);
/* By name and type; NULL: none */
struct oh_pjsip_section *oh_pjsip_find(struct oh_pjsip *p, const char *name,
				       const char *type);
/* The last value, which counts; "" if there is none. Marks it as used */
const char *oh_pjsip_get(struct oh_pjsip_section *s, const char *key);
bool oh_pjsip_is(const struct oh_pjsip_section *s, const char *type);

#endif
