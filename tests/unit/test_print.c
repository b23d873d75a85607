/**
 * @file test_print.c  Sections as text that reads as it was meant
 */
#include "base/compat.h"
#include "conf/conf.h"
#include "conf/print.h"
#include "test.h"

static const struct {
	const char *text, *name;
} namev[] = {
	{ "sip.example.com", "sip.example.com" },
	{ "Front Desk (2)", "Front-Desk-2" },
	{ "  a  ", "a" },
	{ "2001:db8::1", "2001-db8-1" },
	{ "\xc3\xa9t\xc3\xa9", "t" },
	{ "", "unnamed" },
	{ "[]]\n", "unnamed" },
	{ "a--b", "a--b" },
};

int test_print_name(void)
{
	char name[OH_CONF_NAME];

	for (size_t i = 0; i < ARRAY_SIZE(namev); i++) {
		oh_conf_print_name(name, namev[i].text);
		assert_string_equal(name, namev[i].name);
	}

	return 0;
}

static const struct {
	const char *section, *key, *value;
	const char *line;            /* NULL: a comment */
} keyv[] = {
	{ "trunk", "server", "sip.example.com",
	  "server = sip.example.com\n" },
	{ "trunk", "server", "sip:example.com", NULL },
	{ "trunk", "display", "Front Desk; 2", "display = Front Desk; 2\n" },
	{ "trunk", "display", "Front Desk ; 2", NULL },
	{ "trunk", "display", "; x", NULL },
	{ "trunk", "display", " x", NULL },
	{ "trunk", "display", "x ", NULL },
	{ "trunk", "display", "", NULL },
	{ "trunk", "display", "a\nserver = evil.example", NULL },
	{ "trunk", "display", "a\rb", NULL },
	{ "trunk", "expires", "5", NULL },
	{ "trunk", "expires", "600", "expires = 600\n" },
	{ "trunk", "codecs", "PCMU opus", "codecs = PCMU opus\n" },
	{ "trunk", "codecs", "G729", NULL },
	{ "trunk", "password", "secret", NULL },
	{ "trunk", "no_such_key", "x", NULL },
	{ "nothing", "x", "x", NULL },
	{ "route", "pattern", "^\\+1(425|206)\\d{7}$",
	  "pattern = ^\\+1(425|206)\\d{7}$\n" },
	{ "route", "pattern", "^(", NULL },
	{ "route", "trunks", "", NULL },
	{ "dial", "country", "US", "country = US\n" },
};

static int key_run(size_t i)
{
	struct mbuf *mb = mbuf_alloc(64);
	bool ok = false;
	int err;

	if (!mb)
		return ENOMEM;
	err = oh_conf_print_key(mb, keyv[i].section, keyv[i].key,
				keyv[i].value, &ok);
	if (!err)
		err = mbuf_write_u8(mb, 0);
	if (!err) {
		const char *text = (const char *)mb->buf;

		assert_int_equal(ok, keyv[i].line != NULL);
		if (keyv[i].line)
			assert_string_equal(text, keyv[i].line);
		else
			assert_int_equal(strncmp(text, "# ", 2), 0);
		/* One line, whatever is in it */
		assert_ptr_equal(strchr(text, '\n') + 1,
				 text + strlen(text));
		assert_null(strchr(text, '\r'));
	}
	mem_deref(mb);

	return err;
}

int test_print_key(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(keyv) && !err; i++)
		err = key_run(i);

	return err;
}

/* What was written is what is read */
int test_print_again(void)
{
	struct mbuf *mb = mbuf_alloc(64);
	struct oh_conf *conf = NULL;
	int err = mb ? 0 : ENOMEM;

	TEST_OK(err);
	TEST_OK(err = oh_conf_print_note(mb, "%s", "from\x1b[2J\n[trunk x]"));
	TEST_OK(err = oh_conf_print_title(mb, "trunk", "a"));
	TEST_OK(err = oh_conf_print_key(mb, "trunk", "server", "a.example",
					NULL));
	TEST_OK(err = oh_conf_print_key(mb, "trunk", "display", "a;b #c = d",
					NULL));
	TEST_OK(err = mbuf_write_u8(mb, 0));
	TEST_OK(err = oh_conf_parse(&conf, "x", (const char *)mb->buf));
	assert_int_equal(conf->faultc, 0);
	assert_int_equal(conf->trunkc, 1);
	assert_string_equal(conf->trunkv[0].server, "a.example");
	assert_string_equal(conf->trunkv[0].display, "a;b #c = d");

 out:
	mem_deref(conf);
	mem_deref(mb);

	return err;
}
