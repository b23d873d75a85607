/**
 * @file test_contacts.c  Names and numbers of people
 */
#include "base/compat.h"
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"
#include "phone/contacts.h"
#include "temp.h"

/** A line, and what it is read as */
static const struct {
	const char *line;
	const char *name;      /* NULL: it is none */
	const char *number;
} linev[] = {
	{ "\"Anna Bell\" <sip:+14255550100@example.com>",
	  "Anna Bell", "+14255550100" },
	{ "\"Night desk\" <+14255550110>", "Night desk", "+14255550110" },
	{ "  Bob   <tel:+1-425-555-0122;ext=9>  \r", "Bob", "+14255550122" },
	{ "\"Eve\" <sip:eve@example.com;transport=tcp>;presence=p2p;"
	  "access=allow", "Eve", "sip:eve@example.com;transport=tcp" },
	{ "<sip:dora@example.com>", "sip:dora@example.com",
	  "sip:dora@example.com" },
	{ "+442079460000", "+442079460000", "+442079460000" },
	{ "\"At home\" (425) 555-0133", "At home", "+14255550133" },
	{ "\"A \\\"B\\\" C\" <+14255550144>", "A \"B\" C", "+14255550144" },
	{ "\"\" <+14255550155>", "+14255550155", "+14255550155" },
	{ "\"Police\" <911>", "Police", "911" },
	{ "\"\xc3\x84nne\" <+14255550166>", "\xc3\x84nne", "+14255550166" },
	{ "\"x\x1b[2J\xe2\x80\xaey\xff\" <+14255550177>",
	  "x\xef\xbf\xbd[2J\xef\xbf\xbdy\xef\xbf\xbd", "+14255550177" },
	/* None */
	{ "\"Anna <+14255550100>", NULL, NULL },
	{ "\"Anna\"", NULL, NULL },
	{ "\"Anna\" <>", NULL, NULL },
	{ "\"Anna\" <+14255550100", NULL, NULL },
	{ "Anna", NULL, NULL },
	{ "\"Anna\" <what>", NULL, NULL },
	{ "\"Anna\" <http://example.com/>", NULL, NULL },
	{ "\\", NULL, NULL },
	{ "\"\\", NULL, NULL },
	{ "<", NULL, NULL },
};

int test_contacts_line(void)
{
	struct oh_contacts *c = NULL;
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(linev); i++) {
		const struct oh_contact *who;
		uint32_t bad = 0;

		TEST_OK(err = oh_contacts_alloc(&c));
		TEST_OK(err = oh_contacts_parse(c, linev[i].line,
						strlen(linev[i].line), "US",
						&bad));
		who = oh_contacts_at(c, 0);
		assert_int_equal(bad, !linev[i].name);
		assert_int_equal(oh_contacts_count(c), linev[i].name != NULL);
		if (linev[i].name) {
			assert_string_equal(who->name, linev[i].name);
			assert_string_equal(who->number, linev[i].number);
		}
		c = mem_deref(c);
	}
 out:
	mem_deref(c);

	return err;
}

/* As baresip writes it when it is first started, and one has added to it */
static const char baresip[] =
	"#\n"
	"# SIP contacts\n"
	"#\n"
	"# Displayname <sip:user@domain>;addr-params\n"
	"#\n"
	"#  addr-params:\n"
	"#    ;presence={none,p2p}\n"
	"#    ;access={allow,block}\n"
	"#\n"
	"\n"
	"\n"
	"\"Echo Server\" <sip:echo@creytiv.com>\n"
	"\"Anna Bell\" <sip:+14255550100@sip.example.com>;presence=p2p\n"
	"\"Bob Carter\" <sip:+14255550122@sip.example.com>;access=allow\n"
	"\"Bob Dole\" <sip:+14255550133@sip.example.com>\n"
	"\"Bob Dole\" <sip:+14255550144@sip.example.com>\n"
	"# Access rules\n"
	"#\"Catch All\" <sip:*@*>;access=block\n"
	"\"Good Friend\" <sip:good@friend.com>;access=allow\n";

int test_contacts_find(void)
{
	static const struct {
		const char *name, *number;     /* NULL: nobody */
	} casev[] = {
		{ "Anna Bell", "+14255550100" },
		{ "anna", "+14255550100" },
		{ "BOB C", "+14255550122" },
		{ "bob", NULL },
		{ "Bob Dole", "+14255550133" },
		{ "good", "sip:good@friend.com" },
		{ "bell", NULL }, { "", NULL }, { "Anna Bella", NULL },
	}, numberv[] = {
		{ "Anna Bell", "+14255550100" },
		{ "Anna Bell", "(425) 555-0100" },
		{ "Anna Bell", "14255550100" },
		{ "Anna Bell", "sip:+14255550100@10.0.0.1" },
		{ "Echo Server", "sip:echo@creytiv.com" },
		{ NULL, "+14255550199" }, { NULL, "" }, { NULL, "bob" },
	};
	struct oh_contacts *c = NULL;
	const struct oh_contact *who;
	uint32_t bad = 0;
	int err;

	TEST_OK(err = oh_contacts_alloc(&c));
	assert_null(oh_contacts_find(c, "+14255550100"));
	assert_null(oh_contacts_named(c, "anna"));
	TEST_OK(err = oh_contacts_parse(c, baresip, strlen(baresip), "US",
					&bad));
	assert_int_equal(bad, 0);
	assert_int_equal(oh_contacts_count(c), 6);
	assert_null(oh_contacts_at(c, 6));
	for (size_t i = 0; i < ARRAY_SIZE(casev); i++) {
		who = oh_contacts_named(c, casev[i].name);
		assert_int_equal(who != NULL, casev[i].number != NULL);
		if (who)
			assert_string_equal(who->number, casev[i].number);
	}
	for (size_t i = 0; i < ARRAY_SIZE(numberv); i++) {
		who = oh_contacts_find(c, numberv[i].number);
		assert_int_equal(who != NULL, numberv[i].name != NULL);
		if (who)
			assert_string_equal(who->name, numberv[i].name);
	}
 out:
	mem_deref(c);

	return err;
}

int test_contacts_read(void)
{
	static const char more[] =
		"\"Z\" <+1425\0" "5550188>\nx\n\"Y\" <112>";
	struct oh_contacts *c = NULL;
	uint32_t bad = 0;
	struct temp t;
	int err;

	temp_make(&t);
	TEST_OK(err = oh_contacts_alloc(&c));
	temp_write(&t, "contacts", baresip, strlen(baresip));
	TEST_OK(err = oh_contacts_read(c, temp_path(&t, "contacts"), "US",
				       &bad));
	assert_int_equal(oh_contacts_count(c), 6);
	/* Another file, beside the first; without an end of line; NUL in it */
	temp_write(&t, "more", more, sizeof(more) - 1);
	TEST_OK(err = oh_contacts_read(c, temp_path(&t, "more"), "", &bad));
	assert_int_equal(oh_contacts_count(c), 7);
	assert_int_equal(bad, 2);
	assert_string_equal(oh_contacts_at(c, 6)->name, "Y");
	temp_write(&t, "empty", "", 0);
	TEST_OK(err = oh_contacts_read(c, temp_path(&t, "empty"), "", NULL));
 out:
	mem_deref(c);
	temp_remove(&t);

	return err;
}

/* Not a file; one nobody writes to; one that is too big */
int test_contacts_hostile(void)
{
	struct oh_contacts *c = NULL;
	struct temp t;
	int err;

	temp_make(&t);
	TEST_OK(err = oh_contacts_alloc(&c));
	assert_int_equal(oh_contacts_read(c, temp_path(&t, "none"), "", NULL),
			 ENOENT);
	assert_int_equal(oh_contacts_read(c, t.dir, "", NULL), EBADMSG);
	assert_int_equal(mkfifo(temp_path(&t, "pipe"), 0600), 0);
	assert_int_equal(oh_contacts_read(c, temp_path(&t, "pipe"), "", NULL),
			 EBADMSG);
	temp_write(&t, "big", "", 0);
	assert_int_equal(truncate(temp_path(&t, "big"),
				  OH_CONTACTS_BYTES_MAX + 1), 0);
	assert_int_equal(oh_contacts_read(c, temp_path(&t, "big"), "", NULL),
			 EFBIG);
	assert_int_equal(oh_contacts_count(c), 0);
 out:
	mem_deref(c);
	temp_remove(&t);

	return err;
}

int test_contacts_many(void)
{
	enum { LINES = OH_CONTACTS_MAX + 3, LEN = 14 };
	struct oh_contacts *c = NULL;
	char *text = NULL;
	uint32_t bad = 0;
	int err = 0;

	if (test_is_oom())
		return 0;
	text = mem_alloc(LINES * LEN + 1, NULL);
	assert_non_null(text);
	for (unsigned i = 0; i < LINES; i++)
		(void)re_snprintf(&text[i * LEN], LEN + 1, "+4930555%05u\n",
				  i);
	TEST_OK(err = oh_contacts_alloc(&c));
	TEST_OK(err = oh_contacts_parse(c, text, LINES * LEN, "", &bad));
	assert_int_equal(oh_contacts_count(c), OH_CONTACTS_MAX);
	assert_int_equal(bad, 3);
 out:
	mem_deref(text);
	mem_deref(c);

	return err;
}
