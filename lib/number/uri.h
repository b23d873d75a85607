/**
 * @file uri.h  The SIP URIs that people type (RFC 3261 19.1)
 */
#ifndef OH_NUMBER_URI_H
#define OH_NUMBER_URI_H

#include <stdbool.h>
#include <stddef.h>

bool oh_uri_is_sip(const char *text);
int  oh_uri_user(char *user, size_t size, const char *uri,
		 const char **whyp);

#endif
