/**
 * @file test_phrase.c  What a SIP status says in words
 */
#include "test.h"
#include "sip/phrase.h"

int test_phrase(void)
{
	assert_string_equal(oh_phrase(302), "Moved Temporarily");
	assert_string_equal(oh_phrase(486), "Busy Here");
	assert_string_equal(oh_phrase(608), "Rejected");
	assert_string_equal(oh_phrase(100), "Trying");
	assert_string_equal(oh_phrase(199), "Session Progress");
	assert_string_equal(oh_phrase(200), "OK");
	assert_string_equal(oh_phrase(699), "Refused");
	assert_string_equal(oh_phrase(0), "Refused");

	return 0;
}
