/**
 * @file test_word.c  Words on the wire and for people, both ways
 */
#include "base/compat.h"
#include "carrier/word.h"
#include "test.h"

int test_word_type(void)
{
	static const struct {
		enum oh_type type; const char *api, *text;
	} v[] = {
		{ OH_TYPE_GEOGRAPHIC, "geographic", "geographic" },
		{ OH_TYPE_TOLL_FREE,  "tollFree",   "toll-free"  },
		{ OH_TYPE_MOBILE,     "mobile",     "mobile"     },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		enum oh_type t = OH_TYPE_ANY;

		assert_string_equal(oh_word_type(v[i].type), v[i].api);
		assert_string_equal(oh_word_type_text(v[i].type), v[i].text);
		assert_int_equal(oh_word_type_parse(&t, v[i].api), 0);
		assert_int_equal(t, v[i].type);
		t = OH_TYPE_ANY;
		assert_int_equal(oh_word_type_parse(&t, v[i].text), 0);
		assert_int_equal(t, v[i].type);
	}
	assert_string_equal(oh_word_type(OH_TYPE_ANY), "");
	assert_string_equal(oh_word_type_text(OH_TYPE_ANY), "");
	assert_string_equal(oh_word_type((enum oh_type)99), "");

	return 0;
}

int test_word_capability(void)
{
	static const struct {
		enum oh_capability cap; const char *api, *text;
	} v[] = {
		{ OH_CAPABLE_NONE,     "none",             "none"     },
		{ OH_CAPABLE_INBOUND,  "inbound",          "inbound"  },
		{ OH_CAPABLE_OUTBOUND, "outbound",         "outbound" },
		{ OH_CAPABLE_BOTH,     "inbound+outbound", "both"     },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		enum oh_capability c = OH_CAPABLE_ANY;

		assert_string_equal(oh_word_capability(v[i].cap), v[i].api);
		assert_string_equal(oh_word_capability_text(v[i].cap),
				    v[i].text);
		assert_int_equal(oh_word_capability_parse(&c, v[i].api), 0);
		assert_int_equal(c, v[i].cap);
		c = OH_CAPABLE_ANY;
		assert_int_equal(oh_word_capability_parse(&c, v[i].text), 0);
		assert_int_equal(c, v[i].cap);
	}
	assert_string_equal(oh_word_capability(OH_CAPABLE_ANY), "");
	assert_string_equal(oh_word_capability_text(OH_CAPABLE_ANY), "");

	return 0;
}

int test_word_assignment(void)
{
	enum oh_assignment a = OH_ASSIGN_ANY;

	assert_string_equal(oh_word_assignment(a), "");
	assert_string_equal(oh_word_assignment(OH_ASSIGN_PERSON), "person");
	assert_int_equal(oh_word_assignment_parse(&a, "APPLICATION"), 0);
	assert_int_equal(a, OH_ASSIGN_APPLICATION);

	return 0;
}

int test_word_states(void)
{
	for (int i = OH_OP_NOT_STARTED; i <= OH_OP_FAILED; i++) {
		enum oh_op_status s = OH_OP_RUNNING;
		const char *w = oh_word_op_status((enum oh_op_status)i);

		assert_true(*w);
		assert_int_equal(oh_word_op_status_parse(&s, w), 0);
		assert_int_equal(s, i);
	}
	for (int i = OH_OP_PURCHASE; i <= OH_OP_RESERVATION_PURCHASE; i++) {
		enum oh_op_type t = OH_OP_SEARCH;
		const char *w = oh_word_op_type((enum oh_op_type)i);

		assert_true(*w);
		assert_int_equal(oh_word_op_type_parse(&t, w), 0);
		assert_int_equal(t, i);
	}
	for (int i = OH_AVAIL_AVAILABLE; i <= OH_AVAIL_PURCHASED; i++) {
		enum oh_availability a = OH_AVAIL_UNKNOWN;
		const char *w = oh_word_availability((enum oh_availability)i);

		assert_int_equal(oh_word_availability_parse(&a, w), 0);
		assert_int_equal(a, i);
	}
	for (int i = OH_RES_ACTIVE; i <= OH_RES_EXPIRED; i++) {
		enum oh_reservation_status s = OH_RES_SUBMITTED;
		const char *w;

		w = oh_word_reservation((enum oh_reservation_status)i);
		assert_int_equal(oh_word_reservation_parse(&s, w), 0);
		assert_int_equal(s, i);
	}
	assert_string_equal(oh_word_availability(OH_AVAIL_UNKNOWN), "");

	return 0;
}

int test_word_op_text(void)
{
	assert_string_equal(oh_word_op_type_text(OH_OP_RELEASE), "release");
	assert_string_equal(oh_word_op_type_text(OH_OP_SEARCH), "search");
	assert_string_equal(oh_word_op_type_text(OH_OP_RESERVATION_PURCHASE),
			    "reservation-purchase");
	assert_string_equal(oh_word_op_status_text(OH_OP_NOT_STARTED),
			    "not-started");
	assert_string_equal(oh_word_op_status_text(OH_OP_FAILED), "failed");

	return 0;
}

/* As services write it, not as the paper has it */
int test_word_case(void)
{
	enum oh_op_status s = OH_OP_FAILED;
	enum oh_op_type t = OH_OP_SEARCH;

	assert_int_equal(oh_word_op_status_parse(&s, "NotStarted"), 0);
	assert_int_equal(s, OH_OP_NOT_STARTED);
	assert_int_equal(oh_word_op_type_parse(&t, "RELEASEPHONENUMBER"), 0);
	assert_int_equal(t, OH_OP_RELEASE);

	return 0;
}

int test_word_refuses(void)
{
	static const char *const v[] = {
		"", " ", "geo", "geographic ", "any", "toll free", NULL,
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		enum oh_type type = OH_TYPE_MOBILE;
		enum oh_assignment a;
		enum oh_capability c;
		enum oh_availability av;
		enum oh_op_status os;
		enum oh_op_type ot;
		enum oh_reservation_status rs;

		assert_int_equal(oh_word_type_parse(&type, v[i]), EBADMSG);
		assert_int_equal(type, OH_TYPE_MOBILE);
		assert_int_equal(oh_word_assignment_parse(&a, v[i]), EBADMSG);
		assert_int_equal(oh_word_capability_parse(&c, v[i]), EBADMSG);
		assert_int_equal(oh_word_availability_parse(&av, v[i]),
				 EBADMSG);
		assert_int_equal(oh_word_op_status_parse(&os, v[i]), EBADMSG);
		assert_int_equal(oh_word_op_type_parse(&ot, v[i]), EBADMSG);
		assert_int_equal(oh_word_reservation_parse(&rs, v[i]),
				 EBADMSG);
	}
	return 0;
}
