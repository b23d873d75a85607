/**
 * @file test_people.c  Contacts of ours and of baresip's
 */
#include <errno.h>
#include "base/compat.h"
#include "command/people.h"
#include "home.h"
#include "phone/contacts.h"
#include "phone/history.h"
#include "test.h"

int test_people_contacts(void);
int test_people_again(void);
int test_people_history(void);

struct told {
	unsigned n;
	char     last[512];
};

static void tell(const char *line, void *arg)
{
	struct told *t = arg;

	t->n++;
	str_ncpy(t->last, line, sizeof(t->last));
}

/* Both files; bad lines are told, a file that is not there is not, unless it
   was asked for */
int test_people_contacts(void)
{
	struct oh_contacts *c = NULL;
	struct oh_conf *conf = NULL;
	struct told t = { .n = 0 };
	struct home h;
	int err;

	home_enter(&h);
	err = oh_conf_parse(&conf, "/x/offhook.conf", "");
	TEST_OK(err);
	err = oh_people_contacts(&c, conf, tell, &t);
	TEST_OK(err);
	assert_int_equal(oh_contacts_count(c), 0);
	assert_int_equal(t.n, 0);
	c = mem_deref(c);

	home_write(&h, ".config/offhook/contacts",
		   "\"Ann\" <+14255550100>\n<<<>>>\n");
	home_write(&h, ".baresip/contacts",
		   "\"Bob\" <sip:bob@example.com>\n");
	err = oh_people_contacts(&c, conf, tell, &t);
	TEST_OK(err);
	assert_int_equal(oh_contacts_count(c), 2);
	assert_non_null(oh_contacts_named(c, "Bob"));
	assert_string_equal(oh_contacts_find(c, "+14255550100")->name, "Ann");
	assert_int_equal(t.n, 1);
	assert_non_null(strstr(t.last, "1 line:"));
	c = mem_deref(c);

	str_ncpy(conf->phone.contacts, "people",
		 sizeof(conf->phone.contacts));
	err = oh_people_contacts(&c, conf, tell, &t);
	TEST_OK(err);
	assert_int_equal(oh_contacts_count(c), 1);
	assert_int_equal(t.n, 2);
	assert_non_null(strstr(t.last, "people: No such file"));
 out:
	mem_deref(c);
	mem_deref(conf);
	home_leave(&h);

	return err;
}

/* Somebody who is written down meanwhile is known; nothing is read twice */
int test_people_again(void)
{
	struct oh_people_seen seen = { .v = { { 0 } } };
	struct oh_contacts *c = NULL;
	struct oh_conf *conf = NULL;
	struct told t = { .n = 0 };
	struct home h;
	int err;

	home_enter(&h);
	TEST_OK(err = oh_conf_parse(&conf, "/x/offhook.conf", ""));
	(void)oh_people_look(&seen, conf);
	TEST_OK(err = oh_people_contacts(&c, conf, tell, &t));
	assert_false(oh_people_again(c, &seen, conf, tell, &t));
	home_write(&h, ".config/offhook/contacts",
		   "\"Ann\" <+14255550100>\n");
	if (!oh_people_again(c, &seen, conf, tell, &t))
		TEST_OK(err = ENOMEM);         /* refused: the next time */
	assert_non_null(oh_contacts_named(c, "Ann"));
	assert_false(oh_people_again(c, &seen, conf, tell, &t));
	home_write(&h, ".baresip/contacts", "\"Bob\" <+14255550101>\n");
	if (!oh_people_again(c, &seen, conf, tell, &t))
		TEST_OK(err = ENOMEM);
	assert_int_equal(oh_contacts_count(c), 2);
	assert_int_equal(t.n, 0);
 out:
	mem_deref(c);
	mem_deref(conf);
	home_leave(&h);

	return err;
}

int test_people_history(void)
{
	struct oh_history *hist = NULL;
	struct oh_conf *conf = NULL;
	struct home h;
	int err;

	home_enter(&h);
	err = oh_conf_parse(&conf, "offhook.conf", "");
	TEST_OK(err);
	err = oh_history_alloc(&hist);
	TEST_OK(err);
	err = oh_people_history(hist, conf, NULL);
	TEST_OK(err);
	assert_int_equal(oh_history_count(hist), 0);
	assert_in_range(oh_people_utc_offset(1000000) + 86400, 0, 2 * 86400);
 out:
	mem_deref(hist);
	mem_deref(conf);
	home_leave(&h);

	return err;
}
