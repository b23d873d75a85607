/**
 * @file args.c  Members of a request, read strictly
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "action/sound.h"
#include "ctl/args.h"

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

static const double SECONDS_MAX = 24.0 * 3600.0;

/**
 * Say what is wrong with a member
 *
 * @param a    Request
 * @param name Member
 * @param what What it should be
 *
 * @return EBADMSG
 */
int oh_args_bad(struct oh_args *a, const char *name, const char *what)
{
	(void)snprintf(a->why, sizeof(a->why), "%s: %s", name, what);

	return EBADMSG;
}

static const cJSON *find(const struct oh_args *a, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(a->o, name);
}

/** Read a string */
int oh_args_str(struct oh_args *a, const char *name, const char **sp)
{
	const cJSON *m = find(a, name);

	if (!m)
		return 0;
	if (!cJSON_IsString(m))
		return oh_args_bad(a, name, "a string is wanted");
	*sp = m->valuestring;

	return 0;
}

/** Read a whole number, 0 or more */
int oh_args_u32(struct oh_args *a, const char *name, uint32_t *np)
{
	const cJSON *m = find(a, name);

	if (!m)
		return 0;
	if (!cJSON_IsNumber(m) || !(m->valuedouble >= 0.0) ||
	    m->valuedouble > UINT32_MAX ||
	    m->valuedouble != floor(m->valuedouble))
		return oh_args_bad(a, name, "a whole number is wanted");
	*np = (uint32_t)m->valuedouble;

	return 0;
}

/** Read seconds, at most a day, as milliseconds */
int oh_args_ms(struct oh_args *a, const char *name, uint32_t *msp)
{
	const cJSON *m = find(a, name);

	if (!m)
		return 0;
	if (!cJSON_IsNumber(m) || !(m->valuedouble >= 0.0) ||
	    m->valuedouble > SECONDS_MAX)
		return oh_args_bad(a, name, "seconds are wanted, at most a "
				   "day");
	*msp = (uint32_t)lround(m->valuedouble * 1000.0);

	return 0;
}

/** Read true or false */
int oh_args_bool(struct oh_args *a, const char *name, bool *bp)
{
	const cJSON *m = find(a, name);

	if (!m)
		return 0;
	if (!cJSON_IsBool(m))
		return oh_args_bad(a, name, "true or false is wanted");
	*bp = cJSON_IsTrue(m);

	return 0;
}

/** Read a list of strings */
int oh_args_list(struct oh_args *a, const char *name, const char *v[],
		 uint32_t *countp)
{
	const cJSON *list = find(a, name), *m;
	uint32_t room = *countp;

	*countp = 0;
	if (list && !cJSON_IsArray(list))
		return oh_args_bad(a, name, "a list is wanted");
	cJSON_ArrayForEach(m, list) {
		if (!cJSON_IsString(m))
			return oh_args_bad(a, name, "strings are wanted");
		if (*countp >= room)
			return oh_args_bad(a, name, "too many");
		v[(*countp)++] = m->valuestring;
	}

	return 0;
}

static const char *read_sound(struct oh_sound_item *it, const cJSON *o)
{
	static const char *const namev[] = {
		[OH_SOUND_FILE]   = "file",
		[OH_SOUND_WORDS]  = "say",
		[OH_SOUND_DIGITS] = "digits",
		[OH_SOUND_NUMBER] = "number",
		[OH_SOUND_SPELL]  = "spell",
	};
	const char *text = NULL;

	for (size_t i = 0; i < COUNT(namev); i++) {
		const cJSON *m = cJSON_GetObjectItemCaseSensitive(o,
								  namev[i]);

		if (!m)
			continue;
		if (text || !cJSON_IsString(m) || !m->valuestring[0])
			return "each has one text to be heard";
		it->kind = (enum oh_sound_kind)i;
		text     = m->valuestring;
	}
	if (!text)
		return "each is file, say, digits, number or spell";
	it->text = text;
	it->lang = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(o, "lang"));

	return it->kind == OH_SOUND_FILE && *text != '/' ?
		"a file needs its whole path" : NULL;
}

/**
 * Read a list of sounds
 *
 * @param a      Request
 * @param name   Member
 * @param itemv  Receives them
 * @param countp How many fit; receives how many there are
 *
 * @return 0, EBADMSG
 */
int oh_args_sounds(struct oh_args *a, const char *name,
		   struct oh_sound_item *itemv, uint32_t *countp)
{
	const cJSON *list = find(a, name), *m;
	uint32_t room = *countp;

	*countp = 0;
	if (list && !cJSON_IsArray(list))
		return oh_args_bad(a, name, "a list is wanted");
	cJSON_ArrayForEach(m, list) {
		const char *what = *countp < room ?
			read_sound(&itemv[*countp], m) : "too many";

		if (what)
			return oh_args_bad(a, name, what);
		++*countp;
	}

	return 0;
}
