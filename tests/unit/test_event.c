/**
 * @file test_event.c  Names of events
 */
#include "test.h"
#include "event/event.h"

int test_event_names(void)
{
	for (int t = 0; t < OH_EVENT_MAX; t++) {
		assert_non_null(oh_event_name(t));
		for (int u = 0; u < t; u++)
			assert_string_not_equal(oh_event_name(t),
						oh_event_name(u));
	}
	assert_string_equal(oh_event_name(OH_EVENT_READY), "ready");
	assert_string_equal(oh_event_name(OH_EVENT_SENT_DIGITS),
			    "sent-digits");
	assert_string_equal(oh_event_name(OH_EVENT_MAX), "unknown");
	assert_string_equal(oh_dtmf_name(OH_DTMF_EVENT), "rfc4733");
	assert_string_equal(oh_dtmf_name(77), "none");

	return 0;
}
