/**
 * @file value.c  What a value may be, and how it is kept
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/child.h"
#include "base/scan.h"
#include "conf/conf.h"
#include "conf/conf_priv.h"
#include "number/plan.h"


enum { STRIP_MAX = 20 };       /* Longer than any number */

static const char separators[] = " \t,";


static int set_text(const struct oh_conf_key *key, char *field,
		    const char *value)
{
	size_t len = strlen(value);

	if (len >= key->size)
		return ERANGE;
	memcpy(field, value, len + 1);

	return 0;
}


/* Only visible ASCII, and none of these */
static bool is_visible_but(const char *s, const char *none)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c <= ' ' || c >= 0x7f || strchr(none, c))
			return false;
	}

	return true;
}


/**
 * Tell whether a text can be the name of a trunk or a carrier
 *
 * @param name Text
 *
 * @return true if it holds letters, digits, '.', '_' and '-' only
 */
bool oh_conf_is_name(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

	return len > 0 && len < OH_CONF_NAME && !name[len];
}


static bool is_ip6(const char *s)
{
	unsigned char bin[16];

	return 1 == inet_pton(AF_INET6, s, bin);
}


static bool is_ip(const char *s)
{
	unsigned char bin[4];

	return 1 == inet_pton(AF_INET, s, bin) || is_ip6(s);
}


/* address, or address/bits */
static bool is_network(const char *s)
{
	const size_t len = strcspn(s, "/");
	char addr[INET6_ADDRSTRLEN];
	uint32_t bits;

	if (!s[len])
		return is_ip(s);
	if (len >= sizeof(addr))
		return false;
	snprintf(addr, sizeof(addr), "%.*s", (int)len, s);

	return is_ip(addr) && 0 == oh_scan_u32(&bits, s + len + 1, 0,
					       strchr(addr, ':') ? 128 : 32);
}


static bool is_host(const char *s)
{
	return is_ip(s) || (*s && !s[strspn(s, "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")]);
}


static bool is_port(const char *s)
{
	uint32_t port;

	return 0 == oh_scan_u32(&port, s, 1, UINT16_MAX);
}


/* host, host:port, [address]:port; an IPv6 address may stand alone */
static bool is_with_port(const char *s, bool (*ish)(const char *s))
{
	bool bracket = *s == '[';
	char host[OH_CONF_VALUE];
	const char *rest;

	if (ish(s))
		return true;

	s += bracket;
	rest = s + strcspn(s, bracket ? "]" : ":");
	snprintf(host, sizeof(host), "%.*s", (int)(rest - s), s);
	if (bracket && *rest++ != ']')
		return false;
	if (bracket && !*rest)
		return ish(host);

	return *rest == ':' && ish(host) && is_port(rest + 1);
}


/* Takes the next word of a list; false at its end */
static bool next_word(char *word, size_t size, const char **sp)
{
	const char *s = *sp + strspn(*sp, separators);
	size_t len = strcspn(s, separators);

	*sp = s + len;
	snprintf(word, size, "%.*s", (int)len, s);

	return len > 0;
}


static bool is_prefix(const char *s)
{
	size_t len = strspn(s + 1, "0123456789");

	return *s == '+' && len >= 1 && len <= 15 && !s[1 + len];
}


static bool is_e164(const char *s)
{
	struct oh_number n;

	return *s == '+' && 0 == oh_number_parse(&n, s, NULL, NULL) &&
		n.kind == OH_NUMBER_E164 && 0 == strcmp(n.text, s);
}


/* 2025-06-01 or 2025-06-01-preview */
static bool is_version(const char *s)
{
	static const char form[] = "dddd-dd-dd";
	size_t i;

	for (i = 0; form[i]; i++) {
		if (form[i] == 'd' ? !isdigit((unsigned char)s[i])
				   : s[i] != form[i])
			return false;
	}

	return !s[i] || 0 == strcmp(s + i, "-preview");
}


/* Of HOST[:PORT]; 127.example.com is no loopback */
static bool is_loopback(const char *s)
{
	char host[OH_CONF_VALUE];
	unsigned char bin[4];

	if (0 == strncmp(s, "[::1]", 5))
		return true;
	snprintf(host, sizeof(host), "%.*s", (int)strcspn(s, ":"), s);

	return 0 == strcmp(host, "localhost") ||
		(1 == inet_pton(AF_INET, host, bin) && bin[0] == 127);
}


/* Only this machine is spoken to in clear. */
static bool is_endpoint(const char *s)
{
	bool clear = 0 == strncmp(s, "http://", 7);

	if (!clear && strncmp(s, "https://", 8))
		return false;
	s += clear ? 7 : 8;

	/* In a URL an IPv6 address has its brackets. */
	return is_with_port(s, is_host) && !is_ip6(s) &&
		(!clear || is_loopback(s));
}


/* A count, or a text that cannot be one */
static bool is_stripped(const char *s)
{
	uint32_t count;

	if (*s == '+' || *s == '0')
		return !s[1 + strspn(s + 1, "0123456789")];

	return 0 == oh_scan_u32(&count, s, 1, STRIP_MAX);
}


static bool is_country(const char *s)
{
	return oh_plan_find(s);
}


static bool is_list(const char *s, bool (*ish)(const char *s))
{
	char word[OH_CONF_VALUE];
	bool any = false;

	while (next_word(word, sizeof(word), &s)) {
		if (!ish(word))
			return false;
		any = true;
	}

	return any;
}


static bool is_command(const char *s)
{
	const char *argv[OH_CHILD_ARGS_MAX];
	char buf[2 * OH_CONF_VALUE];

	return 0 == oh_child_split(s, buf, sizeof(buf), argv,
				   OH_CHILD_ARGS_MAX);
}


/* Port 0 is one that the system chooses */
static bool is_listen(const char *s)
{
	char word[OH_CONF_VALUE];
	size_t len = strlen(s);

	if (len < 3 || strcmp(s + len - 2, ":0"))
		return is_with_port(s, is_ip);
	snprintf(word, sizeof(word), "%.*s", (int)(len - 2), s);

	return is_with_port(word, is_ip);
}


static bool is_listens(const char *s)
{
	char word[OH_CONF_VALUE];
	uint32_t c = 0;

	for (const char *p = s; next_word(word, sizeof(word), &p); c++)
		;

	return c <= OH_CONF_LISTENS_MAX && is_list(s, is_listen);
}


/* A "$" stands before a digit, or another one */
static bool is_target(const char *s)
{
	for (const char *p = strchr(s, '$'); p; p = strchr(p + 2, '$')) {
		if (p[1] != '$' && !isdigit((unsigned char)p[1]))
			return false;
	}

	return is_visible_but(s, "\"\\<>");
}


/* Whether a text is of a type that is kept as text */
static bool is_of_type(enum oh_conf_type type, const char *s)
{
	switch (type) {

	case OH_CONF_DISPLAY:    return !strpbrk(s, "\"\\");
	case OH_CONF_TOKEN:      return is_visible_but(s, "\"\\");
	case OH_CONF_USER:       return is_visible_but(s, "\"\\<>@:");
	case OH_CONF_ITEM_NAME:  return oh_conf_is_name(s);
	case OH_CONF_HOST:       return is_host(s);
	case OH_CONF_HOST_PORT:  return is_with_port(s, is_host);
	case OH_CONF_ADDRESS:    return is_with_port(s, is_ip);
	case OH_CONF_ADDRESSES:  return is_list(s, is_network);
	case OH_CONF_LISTENS:    return is_listens(s);
	case OH_CONF_PATH:       return *s != '~';
	case OH_CONF_COMMAND:    return is_command(s);
	case OH_CONF_COUNTRIES:  return 0 == strcasecmp(s, "all") ||
					 is_list(s, is_country);
	case OH_CONF_NUMBERS:    return is_list(s, is_e164);
	case OH_CONF_VERSION:    return is_version(s);
	case OH_CONF_PATTERN:    return is_visible_but(s, "");
	case OH_CONF_SHARES:     return oh_conf_is_shares(s);
	case OH_CONF_NAMES:      return oh_conf_is_names(s);
	case OH_CONF_TARGET:     return is_target(s);
	case OH_CONF_STRIPPED:   return is_stripped(s);
	case OH_CONF_DIALLED:    return !s[strspn(s, "+0123456789*#")];
	case OH_CONF_FAILOVER:   return 0 == strcmp(s, "none") ||
					 is_list(s, oh_conf_is_failover);
	case OH_CONF_HANDSET:    return oh_conf_is_handset(s);
	case OH_CONF_DEVICE:     return oh_conf_is_device(s);
	case OH_CONF_PREFIXES:   return 0 == strcmp(s, "all") ||
					 is_list(s, is_prefix);
	default:                 return true;
	}
}


static int set_time(const struct oh_conf_key *key, void *field,
		    const char *value)
{
	uint32_t ms, v = OH_CONF_OFF;
	int err;

	if (key->type == OH_CONF_SECONDS_OFF && 0 == strcmp(value, "off")) {
		memcpy(field, &v, sizeof(v));
		return 0;
	}
	err = oh_scan_ms(&ms, value);
	if (err)
		return err;
	if (ms < key->min_s * 1000 || ms > key->max_s * 1000)
		return ERANGE;
	if (key->type != OH_CONF_MS && ms % 1000)
		return EBADMSG;

	v = key->type == OH_CONF_MS ? ms : ms / 1000;
	memcpy(field, &v, sizeof(v));

	return 0;
}


static int set_count(const struct oh_conf_key *key, void *field,
		     const char *value)
{
	uint32_t v;
	int err = oh_scan_u32(&v, value, key->min_s, key->max_s);

	if (!err)
		memcpy(field, &v, sizeof(v));

	return err;
}


static int set_port(void *field, const char *value)
{
	uint32_t v;
	uint16_t port;
	int err;

	err = oh_scan_u32(&v, value, 1, UINT16_MAX);
	if (err)
		return err;

	port = (uint16_t)v;
	memcpy(field, &port, sizeof(port));

	return 0;
}


static int find_word(const struct oh_conf_key *key, const char *value)
{
	for (int i = 0; key->wordv[i]; i++) {
		if (0 == strcasecmp(key->wordv[i], value))
			return i;
	}

	return -1;
}


/* The words stand in the order of their enumeration. */
static int set_word(const struct oh_conf_key *key, void *field,
		    const char *value)
{
	int i = find_word(key, value);

	if (i < 0)
		return EBADMSG;
	if (key->type == OH_CONF_DTMF)
		return set_text(key, field, key->wordv[i]);
	memcpy(field, &i, sizeof(i));

	return 0;
}


static int set_bool(const struct oh_conf_key *key, void *field,
		    const char *value)
{
	int i = find_word(key, value);
	bool v = i > 0;

	if (i < 0)
		return EBADMSG;
	memcpy(field, &v, sizeof(v));

	return 0;
}


static const char *find_codec(const char *name)
{
	static const char *const codecv[] = { "PCMU", "PCMA", "G722", "opus" };

	for (size_t i = 0; i < sizeof(codecv) / sizeof(codecv[0]); i++) {
		if (0 == strcasecmp(codecv[i], name))
			return codecv[i];
	}

	return NULL;
}


static bool has_codec(const struct oh_conf_trunk *t, const char *name)
{
	for (uint32_t i = 0; i < t->codecc; i++) {
		if (0 == strcmp(t->codecs[i], name))
			return true;
	}

	return false;
}


static int set_codecs(struct oh_conf_trunk *t, const char *value)
{
	char word[OH_CONF_VALUE];

	t->codecc = 0;
	while (next_word(word, sizeof(word), &value)) {
		const char *name = find_codec(word);

		if (!name || has_codec(t, name) ||
		    t->codecc >= OH_CONF_CODECS_MAX) {
			t->codecc = 0;
			return EBADMSG;
		}
		snprintf(t->codecs[t->codecc++], sizeof(t->codecs[0]), "%s",
			 name);
	}

	return t->codecc ? 0 : EBADMSG;
}


static int set_country(const struct oh_conf_key *key, char *field,
		       const char *value)
{
	const struct oh_plan *plan = oh_plan_find(value);

	return plan ? set_text(key, field, plan->iso) : EBADMSG;
}


static int set_e164(const struct oh_conf_key *key, char *field,
		    const char *value)
{
	struct oh_number n;

	if (oh_number_parse(&n, value, NULL, NULL) ||
	    n.kind != OH_NUMBER_E164 || *n.uri || *n.ext)
		return EBADMSG;

	return set_text(key, field, n.text);
}


static int set_caller_id(const struct oh_conf_key *key, char *field,
			 const char *value)
{
	return strcasecmp(value, "keep") ? set_e164(key, field, value)
					 : set_text(key, field, "");
}


static int set_endpoint(const struct oh_conf_key *key, char *field,
			const char *value)
{
	char text[OH_CONF_VALUE];
	size_t len = strlen(value);

	len -= value[len - 1] == '/';
	if ((size_t)snprintf(text, sizeof(text), "%.*s", (int)len, value) >=
	    sizeof(text))
		return ERANGE;

	return is_endpoint(text) ? set_text(key, field, text) : EBADMSG;
}


/* "25.00 USD" */
static int set_money(struct oh_money *field, const char *value)
{
	size_t len = strcspn(value, " \t");
	const char *currency = value + len + strspn(value + len, " \t");
	char amount[OH_MONEY_SIZE];
	struct oh_money m;
	int err;

	if (strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3 ||
	    currency[3] || len >= sizeof(amount))
		return EBADMSG;
	snprintf(amount, sizeof(amount), "%.*s", (int)len, value);
	err = oh_money_parse(&m, amount, currency);
	if (err)
		return err;
	if (m.micro < 0)
		return ERANGE;
	*field = m;

	return 0;
}


/**
 * Check a value and keep it
 *
 * @param key   Key
 * @param field Its field, left alone on failure
 * @param value Text
 *
 * @return 0 if success, EBADMSG if it is of another type, ERANGE if it is
 *         out of limits, EPERM if it must not stand in a configuration
 */
int oh_conf_value_set(const struct oh_conf_key *key, void *field,
		      const char *value)
{
	if (key->type != OH_CONF_SECRET && !*value)
		return EBADMSG;

	switch (key->type) {

	case OH_CONF_MS:
	case OH_CONF_SECONDS:
	case OH_CONF_SECONDS_OFF: return set_time(key, field, value);
	case OH_CONF_HOURS:   return oh_conf_hours_parse(field, value);
	case OH_CONF_COUNT:   return set_count(key, field, value);
	case OH_CONF_PORT:    return set_port(field, value);
	case OH_CONF_WORD:
	case OH_CONF_DTMF:    return set_word(key, field, value);
	case OH_CONF_CODECS:  return set_codecs(field, value);
	case OH_CONF_COUNTRY: return set_country(key, field, value);
	case OH_CONF_E164:    return set_e164(key, field, value);
	case OH_CONF_BOOL:    return set_bool(key, field, value);
	case OH_CONF_CALLER_ID: return set_caller_id(key, field, value);
	case OH_CONF_ENDPOINT: return set_endpoint(key, field, value);
	case OH_CONF_MONEY:   return set_money(field, value);
	case OH_CONF_SECRET:  return EPERM;
	default:
		if (!is_of_type(key->type, value))
			return EBADMSG;
		return set_text(key, field, value);
	}
}
