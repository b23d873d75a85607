/**
 * @file routing.c  Lists that say where calls go: trunks, statuses
 */
#include <string.h>
#include "base/scan.h"
#include "conf/conf.h"
#include "conf/conf_priv.h"


enum { WEIGHT_MAX = 1000 };

static const char separators[] = " \t,";


/* "a", "a:3" */
static bool parse_share(struct oh_conf_share *s, const char *text, size_t len)
{
	size_t n = strcspn(text, ":");
	char weight[8];

	if (n > len)
		n = len;
	if (n >= sizeof(s->name) || len - n > sizeof(weight))
		return false;
	memcpy(s->name, text, n);
	s->name[n] = '\0';
	s->weight = 1;
	if (n == len)
		return oh_conf_is_name(s->name);
	memcpy(weight, text + n + 1, len - n - 1);
	weight[len - n - 1] = '\0';

	return oh_conf_is_name(s->name) &&
		0 == oh_scan_u32(&s->weight, weight, 1, WEIGHT_MAX);
}


/* The next word: 1, at the end 0, and -1 if it is no trunk */
static int next_share(struct oh_conf_share *s, const char **textp)
{
	const char *text = *textp + strspn(*textp, separators);
	size_t len = strcspn(text, separators);

	*textp = text + len;
	if (!len)
		return 0;

	return parse_share(s, text, len) ? 1 : -1;
}


/**
 * Take the next trunk of a route
 *
 * @param s     Set to the trunk's name and weight
 * @param textp Begins as the route's trunks; moved on
 *
 * @return false at the end
 */
bool oh_conf_share_next(struct oh_conf_share *s, const char **textp)
{
	return 1 == next_share(s, textp);
}


static bool has_share(const char *text, const char *end, const char *name)
{
	struct oh_conf_share s;

	while (text < end && oh_conf_share_next(&s, &text) && text < end) {
		if (0 == strcmp(s.name, name))
			return true;
	}

	return false;
}


/**
 * Tell whether a text is a list of trunks
 *
 * @param text Text
 *
 * @return true if it names at least one trunk, and none of them twice
 */
bool oh_conf_is_shares(const char *text)
{
	const char *next = text;
	struct oh_conf_share s;
	uint32_t count = 0;
	int more;

	while ((more = next_share(&s, &next)) > 0) {
		if (has_share(text, next, s.name) ||
		    ++count > OH_CONF_SHARES_MAX)
			return false;
	}

	return more == 0 && count;
}


/**
 * Tell whether a text is a list of names
 *
 * @param text Text
 *
 * @return true if it has at least one, none of them twice, and no weights
 */
bool oh_conf_is_names(const char *text)
{
	return !strchr(text, ':') && oh_conf_is_shares(text);
}


/**
 * Tell whether after an answer another trunk may be asked at all
 *
 * @param word "503", or "network": no answer came
 *
 * @return false if it is none, or if a person or the numbering plan has
 *         spoken: another trunk would ring them again, or cannot know better
 */
bool oh_conf_is_failover(const char *word)
{
	static const uint32_t finalv[] = { 401, 404, 407, 410, 484, 485, 486,
					   487, 600, 603, 604, 607, 608 };
	uint32_t scode;

	if (0 == strcmp(word, "network"))
		return true;
	if (oh_scan_u32(&scode, word, 400, 699))
		return false;
	for (size_t i = 0; i < sizeof(finalv) / sizeof(finalv[0]); i++) {
		if (finalv[i] == scode)
			return false;
	}

	return true;
}
