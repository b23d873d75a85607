/**
 * @file contacts.h  Names and numbers of people
 *
 * A file of lines as baresip has them, so that its file can be read, too:
 *
 *   "Anna Bell" <sip:+14255550100@example.com>
 *   "Night desk" <+14255550110>       # or tel:, or a bare number
 *
 * Ours: contacts in the configuration folder; baresip's: ~/.baresip/contacts.
 */
#ifndef OH_PHONE_CONTACTS_H
#define OH_PHONE_CONTACTS_H

#include <stddef.h>
#include <stdint.h>

enum { OH_CONTACTS_MAX = 10000, OH_CONTACTS_BYTES_MAX = 4 * 1024 * 1024 };

/** Safe text; borrowed from the contacts */
struct oh_contact {
	const char *name;
	const char *number;            /**< what is dialled: E.164, or a URI */
};

struct oh_contacts;

int  oh_contacts_alloc(struct oh_contacts **cp);
/* Lines that are none are counted, not fatal. country: for national numbers,
   or "" */
int  oh_contacts_parse(struct oh_contacts *c, const char *text, size_t len,
		       const char *country, uint32_t *badp);
/* ENOENT: there is none */
int  oh_contacts_read(struct oh_contacts *c, const char *path,
		      const char *country, uint32_t *badp);
/* Each has those of the other: who keeps a list can be given a new one */
void oh_contacts_swap(struct oh_contacts *c, struct oh_contacts *other);
size_t oh_contacts_count(const struct oh_contacts *c);
const struct oh_contact *oh_contacts_at(const struct oh_contacts *c, size_t i);
/* By number (E.164 compared); NULL */
const struct oh_contact *oh_contacts_find(const struct oh_contacts *c,
					  const char *number);
/* By name, case does not matter; the beginning is enough if only one fits */
const struct oh_contact *oh_contacts_named(const struct oh_contacts *c,
					   const char *name);

#endif
