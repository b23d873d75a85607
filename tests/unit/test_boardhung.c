/**
 * @file test_boardhung.c  Processes that do not answer
 */
#include "base/compat.h"
#include "phone/board.h"
#include "test.h"

int test_boardhung(void);

static void add(struct oh_board *b, uint32_t peer, const char *hello)
{
	cJSON *o = cJSON_Parse(hello);

	assert_int_equal(oh_board_add_peer(b, peer, o), 0);
	cJSON_Delete(o);
}

/* Told once each way, with what can be done; its end ends that, too */
int test_boardhung(void)
{
	struct oh_board *b = NULL;
	char text[160];
	int err;

	TEST_OK(err = oh_board_alloc(&b, NULL, NULL));
	add(b, 1, "{\"command\":\"phoned\",\"pid\":4711}");
	add(b, 2, "{\"command\":\"dial\"}");
	assert_false(oh_board_is_hung(b, 1));
	for (int i = 0; i < 2; i++)
		oh_board_hang_peer(b, 1, true);
	assert_true(oh_board_is_hung(b, 1));
	assert_false(oh_board_is_hung(b, 2));
	assert_int_equal(oh_board_log_serial(b), 1);
	assert_true(oh_board_log(b, 0)->alert);
	assert_string_equal(oh_board_log(b, 0)->text, "phoned does not answer"
			    "; wait for it, or 'kill -KILL 4711' ends it, and "
			    "its calls");
	oh_board_hung_text(text, sizeof(text), b, 2);
	assert_string_equal(text, "it does not answer");
	for (int i = 0; i < 2; i++)
		oh_board_hang_peer(b, 1, false);
	assert_false(oh_board_is_hung(b, 1));
	assert_int_equal(oh_board_log_serial(b), 2);
	assert_false(oh_board_log(b, 0)->alert);
	assert_string_equal(oh_board_log(b, 0)->text, "phoned answers again");
	oh_board_hang_peer(b, 3, true);
	assert_false(oh_board_is_hung(b, 3));
	oh_board_hang_peer(b, 1, true);
	oh_board_drop_peer(b, 1, 1);
	assert_false(oh_board_is_hung(b, 1));
 out:
	mem_deref(b);

	return err;
}
