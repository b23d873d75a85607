/**
 * @file phone.c  What people speak into, as the configuration names it
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "conf/conf_priv.h"

enum { DRIVER_MAX = 31 };


/* Nothing that could end a line or an address */
static bool is_visible(const char *s)
{
	for (; *s; s++) {
		if (!isgraph((unsigned char)*s) || strchr("\"\\<>", *s))
			return false;
	}

	return true;
}


/**
 * Tell whether a text can be the handset
 *
 * @param text Text
 *
 * @return true if it is "baresip", "none" or a SIP URI with a user or a host
 */
bool oh_conf_is_handset(const char *text)
{
	if (0 == strcasecmp(text, "baresip") || 0 == strcasecmp(text, "none"))
		return true;

	return 0 == strncasecmp(text, "sip:", 4) && isalnum((unsigned char)
		text[4 + strspn(text + 4, "[+")]) && is_visible(text);
}


/**
 * Tell whether a text can name a sound device
 *
 * @param text Text
 *
 * @return true if it is a driver of baresip's, or one with its device; there
 *         is no blank in it, which would end it in baresip's configuration
 */
bool oh_conf_is_device(const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (!n || n > DRIVER_MAX || (text[n] && text[n] != ','))
		return false;
	for (; text[n]; n++) {
		if (!isgraph((unsigned char)text[n]))
			return false;
	}

	return true;
}


/** A folder for recordings of both sides of the handset, or NULL */
const char *oh_conf_dump_env(void)
{
	const char *value = getenv("OFFHOOK_HANDSET_DUMP");

	return value && *value ? value : NULL;
}
