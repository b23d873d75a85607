/**
 * @file test_state.c  What survives the end of the simulator
 */
#include "base/compat.h"
#include <cjson/cJSON.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "store_fixture.h"
#include "temp.h"
#include "test.h"

static const char id[] = "0ff4d1d7-0000-4000-8000-000000000001";

static int open_again(struct store_fixture *f, struct temp *t)
{
	char old[OH_MODEL_ID];
	int err;

	str_ncpy(old, f->id, sizeof(old));
	f->s = mem_deref(f->s);
	err = store_open(f, temp_path(t, "state"));
	str_ncpy(f->id, old, sizeof(f->id));

	return err;
}

static int finish(struct store_fixture *f, struct temp *t, int err)
{
	(void)store_close(f, 0);
	temp_remove(t);

	return err;
}

/* An update that runs, a reservation, half of which cannot be had, a
   purchase that runs, a search that runs */
static int half_way(struct store_fixture *f, char buy[OH_MODEL_ID])
{
	struct oh_capabilities caps = { OH_CAPABLE_INBOUND, OH_CAPABLE_NONE };
	struct oh_available v[2];
	struct oh_store_change c = { .addv = v, .addc = 2 };
	int err;

	TEST_OK(err = store_own(f, "US", OH_TYPE_GEOGRAPHIC, 2));
	TEST_OK(err = oh_store_update(f->s, "+12065550100", &caps, NULL,
				      &f->op));
	store_item(&v[0], "+12125550100");
	store_item(&v[1], "+14255550100");
	TEST_OK(err = oh_store_reserve(f->s, id, &c));
	TEST_OK(err = store_search(f, "GB", OH_TYPE_GEOGRAPHIC, 1));
	store_expect(f, "");
	TEST_OK(err = oh_store_buy(f->s, f->id, false, NULL, &f->op));
	str_ncpy(buy, f->op->id, OH_MODEL_ID);
	TEST_OK(err = store_search(f, "DE", OH_TYPE_GEOGRAPHIC, 1));
	err = test_or_refused(0);

 out:
	return err;
}

int test_state_all(void)
{
	char buy[OH_MODEL_ID];
	struct store_fixture f;
	struct oh_owned owned;
	struct temp t;
	int err;

	temp_make(&t);
	TEST_OK(err = store_open(&f, temp_path(&t, "state")));
	TEST_OK(err = half_way(&f, buy));
	owned = *oh_store_at(f.s, 1);

	TEST_OK(err = open_again(&f, &t));
	assert_int_equal(oh_store_count(f.s), 2);
	assert_memory_equal(oh_store_at(f.s, 1), &owned, sizeof(owned));
	assert_int_equal(oh_store_find(f.s, "+12065550100")->caps.calling,
			 OH_CAPABLE_INBOUND);
	assert_int_equal(oh_store_operation(f.s, buy)->status, OH_OP_RUNNING);
	assert_int_equal(oh_store_reservation(f.s, id)->numberc, 2);
	assert_int_equal(oh_store_reservation(f.s, id)->numberv[1].status,
			 OH_AVAIL_ERROR);
	assert_false(oh_store_is_free(f.s, "+12125550100"));
	assert_false(oh_store_is_free(f.s, "+442079460000"));
	assert_int_equal(oh_store_offer(f.s, f.id)->numberc, 0);

	/* What was under way comes, what was held lapses */
	test_clock_add_us(STORE_OP_US);
	assert_non_null(oh_store_find(f.s, "+442079460000"));
	assert_int_equal(oh_store_offer(f.s, f.id)->numberc, 1);
	test_clock_add_us(STORE_HOLD_US);
	assert_true(oh_store_is_free(f.s, "+493023125000"));
	TEST_OK(err = test_or_refused(0));
	TEST_OK(err = open_again(&f, &t));
	assert_int_equal(oh_store_count(f.s), 3);
	assert_int_equal(oh_store_reservation(f.s, id)->numberv[0].status,
			 OH_AVAIL_EXPIRED);

 out:
	return finish(&f, &t, err);
}

/* Trunks and routes, each with a line of its own */
int test_state_siprouting(void)
{
	static const char text[] =
		"{\"domains\":{\"example.com\":{\"enabled\":true}},"
		"\"trunks\":{\"a.example\":{\"sipSignalingPort\":5061},"
		"\"b.example\":{\"sipSignalingPort\":5062,"
		"\"enabled\":false}},"
		"\"routes\":[{\"name\":\"1\",\"numberPattern\":\"^1\","
		"\"trunks\":[\"b.example\",\"a.example\"]},"
		"{\"name\":\"2\",\"numberPattern\":\"^2\","
		"\"trunks\":[]}]}";
	struct store_fixture f;
	char *printed;
	struct temp t;
	int err;

	temp_make(&t);
	TEST_OK(err = store_open(&f, temp_path(&t, "state")));
	TEST_OK(err = oh_store_siprouting_set(f.s, cJSON_Parse(text)));
	TEST_OK(err = open_again(&f, &t));
	printed = cJSON_PrintUnformatted(oh_store_siprouting(f.s));
	assert_string_equal(printed, text);
	cJSON_free(printed);
	err = test_or_refused(0);

 out:
	return finish(&f, &t, err);
}

int test_state_mode(void)
{
	struct store_fixture f;
	struct temp t;
	struct stat st;
	int err;

	temp_make(&t);
	TEST_OK(err = store_open(&f, temp_path(&t, "state")));
	TEST_OK(err = store_search(&f, "US", OH_TYPE_GEOGRAPHIC, 1));
	assert_int_equal(stat(temp_path(&t, "state"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stat(temp_path(&t, "state.lock"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(temp_count(&t), 2);

 out:
	return finish(&f, &t, err);
}

int test_state_lock(void)
{
	struct store_fixture f, g = { .s = NULL };
	struct temp t;
	int err;

	temp_make(&t);
	TEST_OK(err = store_open(&f, temp_path(&t, "state")));
	err = store_open(&g, temp_path(&t, "state"));
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EBUSY);
	assert_string_equal(g.why, "another pstn-sim uses it");
	TEST_OK(err = open_again(&f, &t));
	err = store_open(&g, temp_path(&t, "no/state"));
	assert_int_equal(err, test_or_refused(ENOENT));
	err = test_or_refused(0);

 out:
	return finish(&f, &t, err);
}

/* Each is refused with a reason, and stays as it is */
int test_state_broken(void)
{
#define HEAD  "{\"pstn-sim\":1}\n"
#define OWNED "{\"owned\":{\"id\":\"12065550100\",\"phoneNumber\":"      \
	"\"+12065550100\",\"countryCode\":\"US\",\"phoneNumberType\":"   \
	"\"geographic\",\"capabilities\":{\"calling\":\"none\",\"sms\":" \
	"\"none\"},\"assignmentType\":\"application\",\"purchaseDate\":" \
	"\"2026-01-02T03:04:05Z\",\"cost\":{\"amount\":1,"               \
	"\"currencyCode\":\"USD\",\"billingFrequency\":\"monthly\"}}}\n"
	static const char broken[] = "the file is broken";
	static const char foreign[] = "it was not written by pstn-sim";
	static const struct { const char *text, *why; } v[] = {
		{ "", foreign },
		{ "\n", foreign },
		{ "hello\n", foreign },
		{ "[trunk a]\nhost = b\n", foreign },
		{ "{\"pstn-sim\":\"1\"}\n{\"end\":0}\n", foreign },
		{ "{\"pstn-sim\":2}\n{\"end\":0}\n",
		  "it is of another version of pstn-sim" },
		{ "{\"pstn-sim\":1}", foreign },
		{ HEAD, broken },
		{ HEAD "{\"end\":0}", broken },
		{ HEAD "{\"end\":1}\n", broken },
		{ HEAD "{\"end\":0}\n\n", broken },
		{ HEAD "{}\n{\"end\":1}\n", broken },
		{ HEAD "{\"owned\":{}}\n{\"end\":1}\n", broken },
		{ HEAD "{\"search\":{}}\n{\"end\":1}\n", broken },
		{ HEAD "{\"operation\":1}\n{\"end\":1}\n", broken },
		{ HEAD "{\"reservation\":[]}\n{\"end\":1}\n", broken },
		{ HEAD OWNED "{\"end\":2}\n", broken },
		{ HEAD OWNED OWNED "{\"end\":2}\n", broken },
	};
	struct store_fixture f = { .s = NULL };
	struct temp t;
	int err = 0;

	temp_make(&t);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct stat st;

		temp_write(&t, "state", v[i].text, strlen(v[i].text));
		err = store_open(&f, temp_path(&t, "state"));
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, EBADMSG);
		assert_string_equal(f.why, v[i].why);
		assert_int_equal(stat(t.path, &st), 0);
		assert_int_equal(st.st_size, strlen(v[i].text));
	}
	temp_write(&t, "state", HEAD OWNED "{\"end\":1}\n",
		   strlen(HEAD OWNED "{\"end\":1}\n"));
	TEST_OK(err = store_open(&f, temp_path(&t, "state")));
	assert_int_equal(oh_store_count(f.s), 1);
	assert_int_equal(f.changes, 0);

 out:
	return finish(&f, &t, err);
}

int test_state_no_file(void)
{
	struct store_fixture f = { .s = NULL };
	struct temp t;
	int err;

	temp_make(&t);
	assert_int_equal(mkdir(temp_path(&t, "state"), 0700), 0);
	err = store_open(&f, temp_path(&t, "state"));
	if (err != ENOMEM) {
		assert_int_equal(err, EBADMSG);
		assert_string_equal(f.why, "it is no regular file");
		err = 0;
	}

	return finish(&f, &t, err);
}

/* What cannot be written has not happened. A folder stands in its way */
int test_state_unwritable(void)
{
	struct store_fixture f;
	struct oh_store_change c = { .addc = 0 };
	char search[OH_MODEL_ID];
	struct oh_available a;
	struct temp t;
	int err;

	temp_make(&t);
	TEST_OK(err = store_open(&f, temp_path(&t, "state")));
	TEST_OK(err = store_search(&f, "US", OH_TYPE_GEOGRAPHIC, 1));
	store_expect(&f, "");
	TEST_OK(err = test_or_refused(0));
	assert_int_equal(unlink(temp_path(&t, "state")), 0);
	assert_int_equal(mkdir(temp_path(&t, "state"), 0700), 0);

	err = oh_store_buy(f.s, f.id, false, NULL, &f.op);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EISDIR);
	str_ncpy(search, f.id, sizeof(search));
	err = store_search(&f, "GB", OH_TYPE_GEOGRAPHIC, 1);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EISDIR);
	assert_true(oh_store_is_free(f.s, "+442079460000"));
	store_item(&a, "+12125550100");
	c.addv = &a;
	c.addc = 1;
	err = oh_store_reserve(f.s, id, &c);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EISDIR);
	assert_null(oh_store_reservation(f.s, id));
	assert_true(oh_store_is_free(f.s, "+12125550100"));
	TEST_OK(err = test_or_refused(0));

	/* The search is still there to be bought */
	assert_int_equal(rmdir(temp_path(&t, "state")), 0);
	TEST_OK(err = oh_store_buy(f.s, search, false, NULL, &f.op));
	store_expect(&f, "");
	assert_int_equal(oh_store_count(f.s), 1);

 out:
	return finish(&f, &t, err);
}

/* Buys for ever; tells each number that is safely bought */
static void buy_on(const char *path, int fd)
{
	struct store_fixture f;

	if (store_open(&f, path))
		_exit(1);
	while (!store_own(&f, "GB", OH_TYPE_GEOGRAPHIC, 1)) {
		if (write(fd, "+", 1) != 1)
			break;
	}
	_exit(1);
}

static int kill_one(struct store_fixture *f, struct temp *t, unsigned after)
{
	unsigned told = 0;
	int fdv[2], status, err;
	char ch;
	pid_t pid;

	assert_int_equal(pipe(fdv), 0);
	pid = fork();
	if (pid == 0)
		buy_on(temp_path(t, "state"), fdv[1]);
	(void)close(fdv[1]);
	while (told < after && read(fdv[0], &ch, 1) == 1)
		told++;
	(void)kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	while (read(fdv[0], &ch, 1) == 1)
		told++;
	(void)close(fdv[0]);

	assert_true(WIFSIGNALED(status));
	err = store_open(f, temp_path(t, "state"));
	if (err)
		return err;

	/* The one it was at may be there or not, those told must be */
	assert_in_range(oh_store_count(f->s), told, told + 1);

	return 0;
}

/* kill -9 while it writes: the one state or the other */
int test_state_killed(void)
{
	struct store_fixture f = { .s = NULL };
	int err = 0;

	if (test_is_oom())
		return 0;
	for (unsigned after = 1; after <= 8 && !err; after++) {
		struct temp t;

		temp_make(&t);
		err = kill_one(&f, &t, after);
		err = finish(&f, &t, err);
	}

	return err;
}
