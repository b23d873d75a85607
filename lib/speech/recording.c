/**
 * @file recording.c  Recorded digits, numbers and letters of a language
 */
#include <errno.h>
#include <string.h>
#include "base/compat.h"
#include "speech/recording.h"

/** One entry of the index: how far away things lie from each field [bytes] */
struct entry {
	int32_t name;
	int32_t data;
	int32_t end;
};

#define INDEX(lang) \
	{ #lang, oh_recording_ ## lang, oh_recording_ ## lang ## _end }

extern const struct entry oh_recording_de[], oh_recording_de_end[];
extern const struct entry oh_recording_en[], oh_recording_en_end[];
extern const struct entry oh_recording_es[], oh_recording_es_end[];
extern const struct entry oh_recording_fr[], oh_recording_fr_end[];

static const struct book {
	const char         *lang;
	const struct entry *first;
	const struct entry *end;
} bookv[] = {
	INDEX(de), INDEX(en), INDEX(es), INDEX(fr),
};

static const struct book *find_book(const char *lang)
{
	for (size_t i = 0; i < ARRAY_SIZE(bookv); i++) {
		if (0 == strcmp(bookv[i].lang, lang))
			return &bookv[i];
	}

	return NULL;
}

static const void *follow(const int32_t *field)
{
	return (const char *)field + *field;
}

static void read_entry(struct oh_recording *rec, const struct entry *e)
{
	rec->name = follow(&e->name);
	rec->data = follow(&e->data);
	rec->len  = (size_t)((const uint8_t *)follow(&e->end) - rec->data);
}

/**
 * Find a recording by its name
 *
 * @param rec  Receives it
 * @param lang Language, "en"
 * @param name Name, "7"
 *
 * @return 0, EINVAL, ENOENT (no such language, or not in it)
 */
int oh_recording_find(struct oh_recording *rec, const char *lang,
		      const char *name)
{
	if (!name)
		return EINVAL;
	for (size_t i = 0; ; i++) {
		int err = oh_recording_at(rec, lang, i);

		if (err || 0 == strcmp(rec->name, name))
			return err;
	}
}

/**
 * Walk through the recordings of a language
 *
 * @param rec  Receives the i-th
 * @param lang Language, "en"
 * @param i    Index from 0
 *
 * @return 0, EINVAL, ENOENT (past the last, or no such language)
 */
int oh_recording_at(struct oh_recording *rec, const char *lang, size_t i)
{
	const struct book *b;

	if (!rec || !lang)
		return EINVAL;
	b = find_book(lang);
	if (!b || i >= (size_t)(b->end - b->first))
		return ENOENT;
	read_entry(rec, &b->first[i]);

	return 0;
}
