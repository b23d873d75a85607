/**
 * @file fuzz_agi.c  Lines of an AGI script, and what comes back
 */
#include "base/compat.h"
#include <assert.h>
#include <errno.h>
#include <string.h>
#include "flow/agi_line.h"
#include "flow/agi_reply.h"

static bool is_in(const struct oh_agi_line *l, const char *s)
{
	return !*s || (s >= l->buf && s < l->buf + sizeof(l->buf) &&
		       memchr(s, 0, (size_t)(l->buf + sizeof(l->buf) - s)));
}

/* Whatever is said in return is one line, or the three of a usage. */
static void answer(const struct oh_agi_line *l, int err)
{
	const struct oh_agi_reply r = {
		.code = err == EBADMSG ? OH_AGI_USAGE :
			err ? OH_AGI_UNKNOWN : OH_AGI_OK,
		.note = l->value, .digits = NULL, .result = l->ms,
		.has_endpos = l->beep, .endpos = l->offset,
		.usage = l->usage,
	};
	char buf[OH_AGI_REPLY_SIZE];
	size_t lines = 0;

	assert(!oh_agi_reply_print(buf, sizeof(buf), &r));
	for (const char *p = buf; *p; p++)
		lines += *p == '\n';
	assert(lines == (err == EBADMSG ? 3 : 1));
}

static void parse(const char *line)
{
	struct oh_agi_line l;
	int err = oh_agi_line_parse(&l, line);

	assert(!err || err == ENOENT || err == EBADMSG || err == ERANGE);
	assert(err != EBADMSG || *l.usage);
	assert(is_in(&l, l.text) && is_in(&l, l.value) &&
	       is_in(&l, l.escape));
	assert(l.ms >= OH_AGI_FOR_EVER);
	answer(&l, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = mem_alloc(size + 1, NULL), *line, *end;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	for (line = text; line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		parse(line);
	}
	mem_deref(text);

	return 0;
}
