/**
 * @file sdes.c  Keys in the session description
 */
#include "base/compat.h"
#include "base/scan.h"
#include "media/sdes.h"

enum {
	NUMBER_SIZE    = 20,
	LIFE_LOG2_MAX  = 48,         /* packets of SRTP, RFC 3711 9.2      */
};

static const char base64v[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	"abcdefghijklmnopqrstuvwxyz0123456789+/";

/* Take what stands before the first of these, or before the end */
static struct pl cut(struct pl *rest, const char *ends)
{
	struct pl word = { rest->p, 0 };

	while (word.l < rest->l && !strchr(ends, rest->p[word.l]))
		word.l++;
	pl_advance(rest, (ssize_t)word.l);

	return word;
}

static bool number(uint32_t *np, const struct pl *text, uint32_t most)
{
	char buf[NUMBER_SIZE];

	return 0 == pl_strcpy(text, buf, sizeof(buf)) &&
		0 == oh_scan_u32(np, buf, 1, most);
}

/* "2^20" or a number of packets. It binds whoever sends with this key: that
   they keep to it is their affair. */
static bool is_lifetime(struct pl text)
{
	uint32_t n;

	if (text.l > 2 && 0 == memcmp(text.p, "2^", 2)) {
		pl_advance(&text, 2);
		return number(&n, &text, LIFE_LOG2_MAX);
	}
	for (size_t i = 0; i < text.l; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
	}
	return text.l > 0 && text.l <= 15 && text.p[0] != '0';
}

/* Of exactly the suite's length, and padded as RFC 4648 wants it */
static int parse_key(struct oh_sdes *s, const struct pl *text)
{
	size_t want = oh_cipher_key_bytes(s->suite);
	size_t used = (4 * want + 2) / 3;
	uint8_t key[OH_CIPHER_KEY_MAX + 2];     /* libre wants whole threes */
	size_t len = sizeof(key);
	int err;

	if (text->l != (want + 2) / 3 * 4)
		return EBADMSG;
	for (size_t i = 0; i < text->l; i++) {
		if (i < used ? !strchr(base64v, text->p[i])
			     : text->p[i] != '=')
			return EBADMSG;
	}
	err = base64_decode(text->p, text->l, key, &len);
	if (!err && len == want)
		memcpy(s->key, key, want);
	else
		err = EBADMSG;
	explicit_bzero(key, sizeof(key));

	return err;
}

/* inline:KEY[|LIFETIME][|MKI:LENGTH]. Several keys need an MKI to tell them
   apart, and every packet would have to bear it: we do not. */
static int parse_method(struct oh_sdes *s, struct pl text)
{
	static const char method[] = "inline:";
	struct pl key, life;

	if (text.l < sizeof(method) - 1 ||
	    0 != memcmp(text.p, method, sizeof(method) - 1))
		return EBADMSG;
	pl_advance(&text, sizeof(method) - 1);
	if (memchr(text.p, ';', text.l) || memchr(text.p, ':', text.l))
		return ENOTSUP;

	key = cut(&text, "|");
	if (text.l) {
		pl_advance(&text, 1);
		life = cut(&text, "|");
		if (text.l || !is_lifetime(life))
			return EBADMSG;
	}
	return parse_key(s, &key);
}

/* RFC 4568 6.3.6 and 6.3.7: a hint, and what may be passed over */
static bool is_ignorable(const struct pl *param)
{
	return (param->l > 4 && 0 == memcmp(param->p, "WSH=", 4)) ||
		(param->l > 1 && param->p[0] == '-');
}

static int parse_params(struct pl rest)
{
	while (rest.l) {
		struct pl param;

		pl_advance(&rest, 1);
		param = cut(&rest, " ");
		if (param.l && !is_ignorable(&param))
			return ENOTSUP;
	}
	return 0;
}

/**
 * Parse the value of an a=crypto line
 *
 * @param s     Receives it; wipe it after use
 * @param value Text behind "a=crypto:"
 *
 * @return 0; EBADMSG: malformed; ENOTSUP: sound, but a suite, a parameter or
 *         an MKI that we do not speak. tag is set unless EBADMSG.
 */
int oh_sdes_parse(struct oh_sdes *s, const char *value)
{
	struct pl rest, tag, name, keys;
	int err;

	memset(s, 0, sizeof(*s));
	pl_set_str(&rest, value);
	tag = cut(&rest, " ");
	if (!number(&s->tag, &tag, OH_SDES_TAG_MAX) || !rest.l)
		return EBADMSG;
	pl_advance(&rest, 1);
	name = cut(&rest, " ");
	if (!name.l || !rest.l)
		return EBADMSG;
	pl_advance(&rest, 1);
	keys = cut(&rest, " ");

	s->suite = oh_cipher_find(name.p, name.l);
	if (s->suite == OH_CIPHER_NONE)
		return ENOTSUP;
	err = parse_method(s, keys);

	return err ? err : parse_params(rest);
}

/**
 * Print the value of an a=crypto line
 *
 * @param buf  Receives it; wipe it after use
 * @param size Its size, OH_SDES_SIZE is enough
 * @param s    Line
 *
 * @return 0, EINVAL: no suite, or ERANGE
 */
int oh_sdes_print(char *buf, size_t size, const struct oh_sdes *s)
{
	const struct oh_cipher_info *info = oh_cipher_info(s->suite);
	char key[OH_SDES_SIZE];
	size_t len = sizeof(key);
	int err;

	if (!info)
		return EINVAL;
	err = base64_encode(s->key, oh_cipher_key_bytes(s->suite), key, &len);
	if (!err && re_snprintf(buf, size, "%u %s inline:%b", s->tag,
				info->name, key, len) < 0)
		err = ERANGE;
	explicit_bzero(key, sizeof(key));

	return err;
}
