/**
 * @file test_redirect.c  Where a 3xx leads
 */
#include "base/compat.h"
#include "test.h"
#include "route/redirect.h"

static const struct { const char *contact, *number; } casev[] = {
	{ "sip:+14255550100@192.0.2.1", "+14255550100" },
	{ "sip:+14255550100@192.0.2.1:5070;transport=tcp", "+14255550100" },
	{ "sips:+14255550100@h;user=phone", "+14255550100" },
	{ "sip:+14255550100;npdi=yes@h", "+14255550100" },
	{ "sip:%2B14255550100@h", "+14255550100" },
	{ "sip:911@h", "911" },
	{ "sip:*67#@h", "*67#" },
	{ "tel:+1-425-555-0100;ext=1", "+1-425-555-0100" },
	{ "sip:alice@h", NULL },
	{ "sip:h", NULL },
	{ "sip:+1425@h?Route=x", NULL },
	{ "http://h/", NULL },
	{ "sip:;x@h", NULL },
	{ "", NULL },
	{ NULL, NULL },
};

int test_redirect_number(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		char buf[64] = "";
		int err = oh_redirect_number(buf, sizeof(buf),
					     casev[i].contact);

		if (err != (casev[i].number ? 0 : EBADMSG) ||
		    str_cmp(buf, casev[i].number ? casev[i].number : ""))
			fail_msg("%s: %d: %s", casev[i].contact, err, buf);
	}

	return 0;
}
