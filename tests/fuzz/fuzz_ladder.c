/**
 * @file fuzz_ladder.c  SIP messages as lines for people
 */
#include "base/compat.h"
#include "trace/ladder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A line is short, and safe to show on a terminal */
static void line_h(const char *line, void *arg)
{
	(void)arg;
	if (strlen(line) >= 512)
		abort();
	for (; *line; line++) {
		if ((uint8_t)*line < 0x20 || *line == 0x7f)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct oh_trace t = { .data = data, .len = size };
	struct oh_ladder *l;

	if (oh_ladder_alloc(&l, line_h, NULL))
		return 0;
	oh_ladder_add(l, &t);
	oh_ladder_add(l, &t);
	mem_deref(l);

	return 0;
}
