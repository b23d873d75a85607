/**
 * @file blank.c  No credentials in what is written down
 */
#include "base/compat.h"
#include "trace/blank.h"

static bool is_secret(const uint8_t *p, size_t n)
{
	static const char *const headerv[] = {
		"Authorization", "Proxy-Authorization", "a=crypto",
	};

	for (size_t i = 0; i < ARRAY_SIZE(headerv); i++) {
		size_t l = strlen(headerv[i]);

		if (n <= l || 0 != strncasecmp((const char *)p, headerv[i],
					       l))
			continue;
		while (l < n && (p[l] == ' ' || p[l] == '\t'))
			++l;
		if (l < n && p[l] == ':')
			return true;
	}

	return false;
}

static void blank(uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!strchr("\r\n\t ", p[i]))
			p[i] = 'x';
	}
}

/**
 * Blank the credentials and keys of a SIP message, its length kept
 *
 * Whole values of credentials and of keys (RFC 4568) go, also where they are
 * folded over several lines: a digest is enough to try passwords against at
 * leisure.
 *
 * @param p Message, changed in place
 * @param n Its length [bytes]
 */
void oh_blank_secrets(uint8_t *p, size_t n)
{
	bool secret = false;

	while (n) {
		uint8_t *nl = memchr(p, '\n', n);
		size_t len = nl ? (size_t)(nl - p) + 1 : n;
		bool folded = *p == ' ' || *p == '\t';
		uint8_t *value = folded ? p : memchr(p, ':', len);

		if (!folded)
			secret = is_secret(p, len);
		if (secret && value)
			blank(value + !folded, len - (value - p) - !folded);
		p += len;
		n -= len;
	}
}
