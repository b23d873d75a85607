/**
 * @file test_telling.c  Events in plain words
 */
#include "base/compat.h"
#include "test.h"
#include "phone/telling.h"

static const struct {
	const char *event;
	const char *text;      /* NULL: not worth a line */
	bool        alert;
} casev[] = {
	{ "{}", NULL, false },
	{ "null", NULL, false },
	{ "{\"event\":7}", NULL, false },
	{ "{\"event\":\"trying\"}", NULL, false },
	{ "{\"event\":\"dialing\"}", "calling Anna", false },
	{ "{\"event\":\"dialing\",\"trunk\":\"sim\"}",
	  "calling Anna by sim", false },
	{ "{\"event\":\"dialing\",\"trunk\":\"\"}", "calling Anna", false },
	{ "{\"event\":\"incoming\"}", "Anna calls", false },
	{ "{\"event\":\"refused\",\"guard\":\"premium\",\"hint\":\"allow "
	  "it\"}", "Anna is not called: premium; allow it", true },
	{ "{\"event\":\"refused\"}", "Anna is not called", true },
	{ "{\"event\":\"answered\",\"codec\":\"PCMU/8000\"}",
	  "Anna is on the line (PCMU/8000)", false },
	{ "{\"event\":\"secured\",\"srtp\":\"null\"}",
	  "Anna: the audio is in the clear now", true },
	{ "{\"event\":\"secured\",\"srtp\":\"X\"}",
	  "Anna: the audio is encrypted (X)", false },
	{ "{\"event\":\"played\",\"ok\":false}",
	  "playing to Anna was stopped", false },
	{ "{\"event\":\"played\",\"ok\":true}", "played to Anna", false },
	{ "{\"event\":\"recorded\",\"ok\":true,\"seconds\":2.5,\"path\":"
	  "\"/a.wav\"}", "recorded Anna, 2.5 s, into /a.wav", false },
	{ "{\"event\":\"recorded\",\"ok\":false,\"error\":\"disk full\"}",
	  "the recording of Anna is not complete: disk full", true },
	{ "{\"event\":\"held\",\"by\":\"them\"}",
	  "Anna has put us on hold", false },
	{ "{\"event\":\"held\",\"by\":\"us\"}", "Anna is on hold", false },
	{ "{\"event\":\"transferred\",\"ok\":false,\"target\":\"+1\","
	  "\"sip_status\":486}",
	  "nothing came of the transfer to +1 (486)", true },
	{ "{\"event\":\"silent\",\"seconds\":5}",
	  "nothing is heard of Anna for 5 s", true },
	{ "{\"event\":\"ended\"}", "the call with Anna is over", false },
	{ "{\"event\":\"ended\",\"cause\":\"done\"}",
	  "the call with Anna is over", false },
	{ "{\"event\":\"ended\",\"cause\":\"busy\",\"reason\":\"Busy "
	  "Here\"}", "Anna is busy: Busy Here", true },
	{ "{\"event\":\"ended\",\"cause\":\"network\",\"error\":\"Connection"
	  " refused\"}", "the call with Anna has ended: network, "
	  "Connection refused", true },
	{ "{\"event\":\"ended\",\"cause\":[]}",
	  "the call with Anna is over", false },
	{ "{\"event\":\"ended\",\"cause\":\"x\",\"reason\":\"\\u001b[2J"
	  "\\u202e{who}[\"}", "the call with Anna has ended: x, "
	  "\xef\xbf\xbd[2J\xef\xbf\xbd{who}[", true },
};

int test_telling_print(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		cJSON *o = cJSON_Parse(casev[i].event);
		bool alert = !casev[i].alert;
		char buf[160] = "";

		assert_int_equal(oh_telling_print(buf, sizeof(buf), o, "Anna",
						  &alert),
				 casev[i].text != NULL);
		assert_string_equal(buf, casev[i].text ? casev[i].text : "");
		if (casev[i].text)
			assert_int_equal(alert, casev[i].alert);
		cJSON_Delete(o);
	}

	return 0;
}

int test_telling_who(void)
{
	cJSON *o = cJSON_Parse("{\"event\":\"ringing\"}");
	char buf[160];

	assert_true(oh_telling_print(buf, sizeof(buf), o, "", NULL));
	assert_string_equal(buf, "it rings at the far end");
	assert_true(oh_telling_print(buf, sizeof(buf), o, NULL, NULL));
	assert_true(oh_telling_print(buf, sizeof(buf), o, "a\nb", NULL));
	assert_string_equal(buf, "it rings at a\xef\xbf\xbd" "b");
	assert_true(oh_telling_print(buf, 9, o, "x", NULL));
	assert_string_equal(buf, "it rings");
	cJSON_Delete(o);

	return 0;
}

/* However long a text is, and however many there are */
int test_telling_long(void)
{
	char *text = mem_alloc(60001, NULL), buf[160];
	cJSON *o = cJSON_CreateObject();

	if (!text)
		goto out;
	memset(text, 'x', 60000);
	text[60000] = '\0';
	cJSON_AddStringToObject(o, "event", "ended");
	cJSON_AddStringToObject(o, "cause", text);
	cJSON_AddStringToObject(o, "reason", text);
	cJSON_AddStringToObject(o, "error", text);
	assert_true(oh_telling_print(buf, sizeof(buf), o, text, NULL));
	assert_int_equal(strlen(buf), sizeof(buf) - 1);
 out:
	cJSON_Delete(o);
	mem_deref(text);

	return text ? 0 : ENOMEM;
}
