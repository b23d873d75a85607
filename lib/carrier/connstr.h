/**
 * @file connstr.h  "endpoint=https://HOST/;accesskey=BASE64"
 *
 * The form in which the service's portal hands out a name and its key.
 */
#ifndef OH_CARRIER_CONNSTR_H
#define OH_CARRIER_CONNSTR_H

enum {
	OH_CONNSTR_SIZE     = 1024,   /**< Whole text, NUL and slack [bytes] */
	OH_CONNSTR_ENDPOINT = 512,
	OH_CONNSTR_KEY      = 360,    /**< Base64 of OH_SIGN_KEY_MAX bytes   */
};

/** Its two parts, as they are written; the key is a secret: wipe it */
struct oh_connstr {
	char endpoint[OH_CONNSTR_ENDPOINT];
	char key[OH_CONNSTR_KEY];
};

int oh_connstr_parse(struct oh_connstr *cs, const char *text,
		     const char **whyp);

#endif
