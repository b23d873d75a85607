/**
 * @file test_ordercomplete.c  Words that may stand where the last one stands
 */
#include "base/compat.h"
#include "test.h"
#include "order_fixture.h"

static void word_handler(const char *word, const char *help, void *arg)
{
	char *buf = arg;
	size_t len = strlen(buf);

	assert_non_null(help);
	(void)snprintf(&buf[len], 1024 - len, "%s%s", len ? " " : "", word);
}

int test_ordercomplete(void)
{
	static const struct {
		const char *line, *words;
	} casev[] = {
		{ "re", "reject resume record redial redraw" },
		{ "RE", "reject resume record redial redraw" },
		{ "bogus ", "" }, { "bogus", "" },
		{ "call an", "'Anna Bell'" },
		{ "call 'anna b", "'Anna Bell'" },
		{ "call b", "'Bob Carter' 'Bob Dole'" },
		{ "call +14255550122", "+14255550122" },
		{ "call +14255550177", "+14255550177" },
		{ "call n", "" },
		{ "call 1 --", "--from --trunk" },
		{ "call 1 --from ", "+14255550199" },
		{ "call 1 --trunk o", "other" },
		{ "hold ", "#1 #2 #3 #4 #5 #6" },
		{ "hold #2", "#2" },
		{ "hangup 01a20e35-0002", HELD },
		{ "hangup a", "all" },
		/* only with whom the call could be joined */
		{ "transfer --to #", "#2" }, { "transfer #", "#2" },
		{ "transfer ", "#2 'Anna Bell' 'Bob Carter' 'Bob Dole'" },
		{ "transfer #2 ", "" }, { "join ", "#2" },
		{ "join #1 ", "#2" },
		{ "transfer anna #1", "#1" },
		{ "trunk ", "simulated other auto" },
		{ "from ", "+14255550199 auto" },
		{ "dnd o", "on off" },
		{ "record p", "pause" },
		{ "pane l", "ladder log" },
		{ "help ho", "hold" },
		{ "dnd on x", "" },
		{ "say 'it's", "" },
	};
	struct oh_past past = { .number = "+14255550177" };
	struct order_fix f;
	int err;

	TEST_OK(err = order_start(&f));
	order_fill(&f);
	TEST_OK(err = oh_history_add(f.h, &past));
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		char buf[1024] = "";

		oh_order_complete(&f.prm, casev[i].line, word_handler, buf);
		assert_string_equal(buf, casev[i].words);
	}
 out:
	order_stop(&f);

	return err;
}
