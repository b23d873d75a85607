/**
 * @file test_conf_phone.c  The section [phone]
 */
#include "base/compat.h"
#include "conf/conf.h"
#include "test.h"

int test_conf_phone(void)
{
	static const char text[] =
		"[phone]\nhandset = sip:desk@192.0.2.7;transport=tcp\n"
		"audio_device = alsa,plughw:1,0\n"
		"audio_input = jack,mic\naudio_output = oss,/dev/dsp1\n"
		"contacts = people\nauto_answer = +14255550100 "
		"+14255550101\ndo_not_disturb = yes\nanswer = no\n"
		"ring = 25\nlines = ascii\nmouse = yes\nbell = no\n"
		"notify = no\n";
	struct oh_conf *c = NULL;
	const struct oh_conf_phone *p;
	int err = oh_conf_parse(&c, "t", text);

	TEST_OK(err);
	p = &c->phone;
	assert_int_equal(c->faultc, 0);
	assert_string_equal(p->handset, "sip:desk@192.0.2.7;transport=tcp");
	assert_string_equal(p->audio_device, "alsa,plughw:1,0");
	assert_string_equal(p->audio_input, "jack,mic");
	assert_string_equal(p->audio_output, "oss,/dev/dsp1");
	assert_string_equal(p->contacts, "people");
	assert_string_equal(p->auto_answer, "+14255550100 +14255550101");
	assert_true(p->do_not_disturb && p->mouse);
	assert_false(p->answer || p->bell || p->notify);
	assert_int_equal(p->ring_ms, 25000);
	assert_int_equal(p->lines, OH_CONF_LINES_ASCII);
 out:
	mem_deref(c);
	return err;
}

int test_conf_phone_default(void)
{
	struct oh_conf *c = NULL;
	const struct oh_conf_phone *p;
	int err = oh_conf_parse(&c, "t", "[phone]\n");

	TEST_OK(err);
	p = &c->phone;
	assert_string_equal(p->handset, "");
	assert_string_equal(p->audio_device, "");
	assert_string_equal(p->audio_input, "");
	assert_string_equal(p->audio_output, "");
	assert_true(p->answer && p->bell && p->notify);
	assert_false(p->do_not_disturb || p->mouse);
	assert_int_equal(p->ring_ms, 60000);
	assert_int_equal(p->lines, OH_CONF_LINES_AUTO);
 out:
	mem_deref(c);
	return err;
}

int test_conf_phone_faults(void)
{
	static const char *const badv[] = {
		"handset = desk", "handset = sip:", "handset = sip:@",
		"handset = sips:desk@192.0.2.7", "handset = sip:a b@c",
		"handset = sip:a@b>", "audio_device = ,default",
		"audio_device = Alsa,x", "audio_device = ../x,y",
		"audio_device =", "audio_device = aufile,/a b.wav",
		"audio_input = alsa/x", "audio_output = \"alsa\",x",
		"auto_answer = 5550100",
		"lines = round", "ring = 0", "ring = 601", "bell = loud",
		"contacts = ~/people", "volume = 3",
	};
	static const char *const goodv[] = {
		"handset = BARESIP", "handset = none",
		"handset = sip:192.0.2.7:5070", "handset = sip:desk@[::1]",
		"audio_device = alsa", "audio_input = aufile,/a\"b.wav",
		"audio_output = alsa,plughw:1,0",
	};
	char text[128];
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(badv) + ARRAY_SIZE(goodv); i++) {
		bool bad = i < ARRAY_SIZE(badv);
		struct oh_conf *c = NULL;

		(void)re_snprintf(text, sizeof(text), "[phone]\n%s\n",
				  bad ? badv[i]
				      : goodv[i - ARRAY_SIZE(badv)]);
		err = oh_conf_parse(&c, "t", text);
		TEST_OK(err);
		if (c->faultc != bad)
			fail_msg("%s: %u faults", text, c->faultc);
		mem_deref(c);
	}
 out:
	return err;
}
