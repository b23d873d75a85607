/**
 * @file allow.c  What a key allows, in words
 */
#include <stdio.h>
#include "conf/conf.h"
#include "conf/conf_priv.h"


static void allow_time(char *buf, size_t size, const struct oh_conf_key *key)
{
	snprintf(buf, size,
		 "a time from %us to %us, such as 25, 90s or 2m%s%s",
		 key->min_s, key->max_s,
		 key->type != OH_CONF_MS ? ", in whole seconds" : "",
		 key->type == OH_CONF_SECONDS_OFF ? "; or off" : "");
}


static void allow_words(char *buf, size_t size, const char *const *wordv)
{
	size_t n = (size_t)snprintf(buf, size, "one of");

	for (; *wordv && n < size; wordv++)
		n += (size_t)snprintf(buf + n, size - n, " %s", *wordv);
}


static const char *allow_type(enum oh_conf_type type)
{
	switch (type) {

	case OH_CONF_DISPLAY:    return "a text without \" and \\";
	case OH_CONF_TOKEN:      return "a word of visible ASCII characters, "
					"without \" and \\";
	case OH_CONF_USER:       return "a user name, without @, : and host";
	case OH_CONF_ITEM_NAME:  return "a name: letters, digits, '.', "
					"'_' and '-'";
	case OH_CONF_HOST:       return "a host name or an address, with no "
					"port and no sip:";
	case OH_CONF_HOST_PORT:  return "HOST, HOST:PORT or [ADDRESS]:PORT, "
					"with no sip:";
	case OH_CONF_ADDRESS:    return "an address, ADDRESS:PORT or "
					"[IPv6 ADDRESS]:PORT";
	case OH_CONF_ADDRESSES:  return "a list of addresses and networks";
	case OH_CONF_LISTENS:    return "1 to 4 addresses of this machine, "
					"each ADDRESS or ADDRESS:PORT";
	case OH_CONF_PATH:       return "a path; ~ is the shell's, write it "
					"in full";
	case OH_CONF_COMMAND:    return "a command; quotes must be closed";
	case OH_CONF_PORT:       return "a number from 1 to 65535";
	case OH_CONF_CODECS:     return "a list of PCMU, PCMA, G722, opus, "
					"each of them once";
	case OH_CONF_HOURS:      return "hours such as 22:00-06:00, or off";
	case OH_CONF_COUNTRY:    return "an ISO 3166 country code, such as US "
					"or GB";
	case OH_CONF_COUNTRIES:  return "ISO 3166 country codes, such as US "
					"CA, or all";
	case OH_CONF_E164:       return "a number with its country code, such "
					"as +14255550100";
	case OH_CONF_NUMBERS:    return "numbers with their country codes, "
					"such as +14255550100";
	case OH_CONF_ENDPOINT:   return "https://HOST or https://HOST:PORT; "
					"http:// is for this machine only";
	case OH_CONF_VERSION:    return "a version such as 2025-06-01";
	case OH_CONF_MONEY:      return "an amount and its currency, such as "
					"25.00 USD";
	case OH_CONF_PREFIXES:   return "prefixes such as +1900 +44871, or "
					"all";
	case OH_CONF_PATTERN:    return "a regular expression, such as "
					"^\\+1(425|206)\\d{7}$";
	case OH_CONF_SHARES:     return "trunks such as a b, or a:3 b:1, "
					"each of them once, 16 at most";
	case OH_CONF_NAMES:      return "names of trunks, each of them once, "
					"16 at most";
	case OH_CONF_TARGET:     return "a number or sip:USER@HOST, with $1 "
					"for a group of pattern, and $$ for "
					"a $";
	case OH_CONF_CALLER_ID:  return "a number with its country code, or "
					"keep";
	case OH_CONF_STRIPPED:   return "how many characters, 1 to 20, or "
					"what begins with + or 0: +44";
	case OH_CONF_DIALLED:    return "digits, +, * and #";
	case OH_CONF_FAILOVER:   return "statuses from 400 to 699 and "
					"network, or none; no person's or "
					"number's answer, such as 486";
	case OH_CONF_HANDSET:    return "baresip, none or sip:USER@HOST";
	case OH_CONF_DEVICE:     return "DRIVER,DEVICE, as in alsa,default";
	default:                 return "a text";
	}
}


/**
 * Say what a key allows
 *
 * @param buf  Buffer, OH_CONF_ALLOW_SIZE is enough
 * @param size Size of buf [bytes]
 * @param key  Key
 */
void oh_conf_value_allow(char *buf, size_t size,
			 const struct oh_conf_key *key)
{
	switch (key->type) {

	case OH_CONF_MS:
	case OH_CONF_SECONDS:
	case OH_CONF_SECONDS_OFF:
		allow_time(buf, size, key);
		break;

	case OH_CONF_COUNT:
		snprintf(buf, size, "a whole number from %u to %u",
			 key->min_s, key->max_s);
		break;

	case OH_CONF_WORD:
	case OH_CONF_BOOL:
	case OH_CONF_DTMF:
		allow_words(buf, size, key->wordv);
		break;

	case OH_CONF_HOURS:
	case OH_CONF_PORT:
	case OH_CONF_CODECS:
	case OH_CONF_COUNTRY:
	case OH_CONF_E164:
	case OH_CONF_CALLER_ID:
	case OH_CONF_STRIPPED:
	case OH_CONF_MONEY:
		snprintf(buf, size, "%s", allow_type(key->type));
		break;

	default:
		snprintf(buf, size, "%s, of %zu bytes at most",
			 allow_type(key->type), key->size - 1);
	}
}
