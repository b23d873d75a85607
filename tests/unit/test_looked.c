/**
 * @file test_looked.c  What a number being typed would become
 */
#include "base/compat.h"
#include "test.h"
#include "phone/looked.h"

int test_looked_read(void)
{
	cJSON *o = cJSON_Parse("{\"ok\":true,\"number\":\"+14255550100\","
		"\"kind\":\"e164\",\"country\":\"US\",\"country_name\":"
		"\"United States\",\"route\":\"home\",\"trunk\":\"simulated\","
		"\"caller_id\":\"+14255550199\",\"rate\":\"0.0130 USD/min\","
		"\"verdict\":\"refused\",\"why\":\"pre\\u001bmium\","
		"\"hint\":\"allow it\"}");
	struct oh_looked l;

	oh_looked_read(&l, "425 555\x1b", o);
	assert_string_equal(l.asked, "425 555\xef\xbf\xbd");
	assert_string_equal(l.number, "+14255550100");
	assert_string_equal(l.country, "US, United States");
	assert_string_equal(l.route, "home");
	assert_string_equal(l.trunk, "simulated");
	assert_string_equal(l.caller_id, "+14255550199");
	assert_string_equal(l.rate, "0.0130 USD/min");
	assert_string_equal(l.why, "pre\xef\xbf\xbdmium");
	assert_string_equal(l.hint, "allow it");
	assert_int_equal(l.verdict, OH_LOOKED_REFUSED);
	cJSON_Delete(o);

	return 0;
}

int test_looked_bad(void)
{
	static const struct {
		const char            *reply;
		enum oh_looked_verdict verdict;
		const char            *country, *why;
	} casev[] = {
		{ "{\"ok\":true,\"verdict\":\"allowed\",\"country\":\"US\"}",
		  OH_LOOKED_ALLOWED, "US", "" },
		{ "{\"ok\":true,\"verdict\":\"emergency\"}",
		  OH_LOOKED_EMERGENCY, "", "" },
		{ "{\"ok\":true,\"verdict\":\"emergency-call\","
		  "\"address\":\"1 Main St\"}", OH_LOOKED_HELP, "", "" },
		{ "{\"ok\":true,\"verdict\":\"part\",\"why\":\"short\"}",
		  OH_LOOKED_PART, "", "short" },
		{ "{\"ok\":true,\"verdict\":\"sure\"}", OH_LOOKED_NOTHING,
		  "", "" },
		{ "{\"ok\":true,\"verdict\":7,\"number\":[],\"country\":{},"
		  "\"country_name\":\"X\"}", OH_LOOKED_NOTHING, "X", "" },
		{ "{\"ok\":false,\"error\":\"no such verb\"}",
		  OH_LOOKED_NOTHING, "", "no such verb" },
		{ "[]", OH_LOOKED_NOTHING, "", "" },
		{ "none", OH_LOOKED_NOTHING, "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		cJSON *o = cJSON_Parse(casev[i].reply);
		struct oh_looked l;

		memset(&l, 'x', sizeof(l));
		oh_looked_read(&l, "1", o);
		assert_int_equal(l.verdict, casev[i].verdict);
		assert_string_equal(l.country, casev[i].country);
		assert_string_equal(l.why, casev[i].why);
		assert_string_equal(l.number, "");
		cJSON_Delete(o);
	}

	return 0;
}
