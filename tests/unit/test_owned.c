/**
 * @file test_owned.c  The cache of our numbers
 */
#include "test.h"
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/path.h"
#include "carrier/owned.h"
#include "home.h"

#define LISTS ".cache/offhook/numbers/"

enum { MANY = 100000, CHANGES = 40, PATH = 256 };


static struct oh_owned make(const char *number, enum oh_capability calling,
			    enum oh_capability sms)
{
	struct oh_owned o = { .caps = { calling, sms } };

	str_ncpy(o.number, number, sizeof(o.number));

	return o;
}


static int add(struct oh_owned_writer *w, const char *number)
{
	struct oh_owned o = make(number, OH_CAPABLE_BOTH, OH_CAPABLE_NONE);

	return oh_owned_add(w, &o);
}


/* Writes a list of up to two numbers */
static int write_list(const char *carrier, const char *a, const char *b)
{
	struct oh_owned_writer *w = NULL;
	int err;

	err = oh_owned_begin(&w, carrier);
	TEST_OK(err);
	if (a)
		assert_int_equal(add(w, a), 0);
	if (b)
		assert_int_equal(add(w, b), 0);
	err = oh_owned_commit(w);
	TEST_OK(err);
 out:
	mem_deref(w);
	return err;
}


/* Where a number is: the carrier, or NULL */
static int check_find(const char *number, const char *carrier, bool any)
{
	struct oh_owned_info info;
	bool have = !any;
	int err;

	err = oh_owned_find(&info, number, &have);
	if (err == ENOMEM)
		return err;
	assert_int_equal(err, carrier ? 0 : ENOENT);
	assert_int_equal(have, any);
	if (carrier)
		assert_string_equal(info.carrier, carrier);

	return 0;
}


int test_owned_list(void)
{
	struct oh_owned_writer *w = NULL;
	struct oh_owned_info info;
	struct stat st;
	struct home h;
	int err;

	home_enter(&h);
	err = check_find("+14255550100", NULL, false);
	TEST_OK(err);
	test_clock_freeze(true);
	err = write_list("cloud", "+14255550100", "+442079460000");
	test_clock_freeze(false);
	TEST_OK(err);
	err = write_list("own", NULL, NULL);
	TEST_OK(err);
	assert_int_equal(stat(home_path(&h, LISTS "cloud.list"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	err = oh_owned_find(&info, "+442079460000", NULL);
	TEST_OK(err);
	assert_string_equal(info.carrier, "cloud");
	assert_int_equal(info.caps.calling, OH_CAPABLE_BOTH);
	assert_int_equal(info.caps.sms, OH_CAPABLE_NONE);
	assert_true(info.seen_us >= 1767323045000000ull &&
		    info.seen_us <  1767323045000000ull + 86400000000ull);
	err = check_find("+1425555010", NULL, true);
	TEST_OK(err);
	err = check_find("+142555501000", NULL, true);
	TEST_OK(err);

	/* A list that is given up changes nothing */
	err = oh_owned_begin(&w, "cloud");
	TEST_OK(err);
	assert_int_equal(add(w, "+1"), 0);
	w = mem_deref(w);
	err = check_find("+14255550100", "cloud", true);
	TEST_OK(err);
	err = write_list("cloud", "+14255550101", NULL);
	TEST_OK(err);
	err = check_find("+14255550100", NULL, true);
	TEST_OK(err);

 out:
	mem_deref(w);
	home_leave(&h);
	return err;
}


int test_owned_refused(void)
{
	static const char *const carrierv[] = {
		"", "a/b", "../x",
		"a-name-of-more-than-sixty-three-bytes-is-not-that-of-a-"
		"carrier-at-all",
	};
	struct oh_owned_writer *w = NULL;
	struct oh_owned o = make("4255550100", OH_CAPABLE_ANY,
				 OH_CAPABLE_ANY);
	struct home h;
	int err;

	home_enter(&h);
	for (size_t i = 0; i < ARRAY_SIZE(carrierv); i++)
		assert_int_equal(oh_owned_begin(&w, carrierv[i]), EINVAL);
	assert_int_equal(oh_owned_begin(NULL, "a"), EINVAL);
	assert_int_equal(oh_owned_change("a", "+1a", &o), EINVAL);
	assert_int_equal(oh_owned_change("", "+1", &o), EINVAL);
	assert_int_equal(oh_owned_find(NULL, "+1", NULL), EINVAL);
	assert_int_equal(oh_owned_walk(NULL, NULL), EINVAL);

	err = oh_owned_begin(&w, "a");
	TEST_OK(err);
	assert_int_equal(oh_owned_add(w, &o), EINVAL);
	o = make("+1", (enum oh_capability)9, OH_CAPABLE_ANY);
	assert_int_equal(oh_owned_add(w, &o), EINVAL);

 out:
	mem_deref(w);
	home_leave(&h);
	return err;
}


/** What a walk met, as one text */
struct met {
	char text[256];
	int  left;           /* stop after so many */
};

static bool met_handler(const char *number, const struct oh_owned_info *info,
			void *arg)
{
	struct met *m = arg;
	size_t n = strlen(m->text);

	snprintf(m->text + n, sizeof(m->text) - n, "%s:%s:%d%d ",
		 info->carrier, number, info->caps.calling, info->caps.sms);

	return --m->left > 0;
}


static int check_walk(int max, const char *want)
{
	struct met m = { .left = max };
	int err;

	err = oh_owned_walk(met_handler, &m);
	if (!err)
		assert_string_equal(m.text, want);

	return err;
}


int test_owned_walk(void)
{
	struct home h;
	int err;

	home_enter(&h);
	err = check_walk(9, "");
	TEST_OK(err);
	err = write_list("b.list", "+3", NULL);
	TEST_OK(err);
	err = write_list("a", "+1", "+2");
	TEST_OK(err);
	err = check_walk(9, "a:+1:41 a:+2:41 b.list:+3:41 ");
	TEST_OK(err);
	err = check_walk(1, "a:+1:41 ");
	TEST_OK(err);

 out:
	home_leave(&h);
	return err;
}


int test_owned_change(void)
{
	static const struct {
		const char *number;
		enum oh_capability calling;      /* ANY: released */
		const char *want;
	} v[] = {
	{"+9", OH_CAPABLE_ANY,      ""},
	{"+1", OH_CAPABLE_INBOUND,  "a:+1:20 "},
	{"+2", OH_CAPABLE_OUTBOUND, "a:+1:20 a:+2:30 "},
	{"+1", OH_CAPABLE_BOTH,     "a:+1:40 a:+2:30 "},
	{"+1", OH_CAPABLE_ANY,      "a:+2:30 "},
	{"+1", OH_CAPABLE_ANY,      "a:+2:30 "},
	{"+2", OH_CAPABLE_ANY,      ""},
	};
	struct home h;
	int err = 0;

	home_enter(&h);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		struct oh_owned o = make(v[i].number, v[i].calling,
					 OH_CAPABLE_ANY);

		err = oh_owned_change("a", v[i].number,
				      v[i].calling ? &o : NULL);
		TEST_OK(err);
		assert_int_equal(!access(home_path(&h, LISTS "a.list"), F_OK),
				 i > 0);
		err = check_walk(9, v[i].want);
		TEST_OK(err);
	}

 out:
	home_leave(&h);
	return err;
}


/* The time at which a list was read is not that of a change. */
int test_owned_seen(void)
{
	struct oh_owned o = make("+2", OH_CAPABLE_BOTH, OH_CAPABLE_BOTH);
	struct oh_owned_info info;
	struct home h;
	int err;

	home_enter(&h);
	home_write(&h, LISTS "a.list", "offhook-numbers 1 77\n+1 bn\nend 1\n");
	err = oh_owned_change("a", "+2", &o);
	TEST_OK(err);
	err = oh_owned_find(&info, "+2", NULL);
	TEST_OK(err);
	assert_int_equal(info.seen_us, 77);
	assert_int_equal(info.caps.sms, OH_CAPABLE_BOTH);

 out:
	home_leave(&h);
	return err;
}


#define HEAD "offhook-numbers 1 5\n"

int test_owned_broken(void)
{
	static const char *const textv[] = {
		"", "\n", "offhook-numbers 1 5", HEAD, HEAD "+7 bn\n",
		"offhook-numbers 2 5\n+7 bn\nend 1\n",
		"offhook-numbers 1 -5\n+7 bn\nend 1\n",
		"offhook-numbers 1 99999999999999999999\n+7 bn\nend 1\n",
		HEAD "+7 bn\nend 2\n", HEAD "+7 bn\nend 1", HEAD "+7 bn\nend",
		HEAD "+7 bn\nend 1\n\n", HEAD "+7 bn\nend 1\n+8 bn\n",
		HEAD "+7 bn\nend -1\n", HEAD "+7 bn\nend 4294967297\n",
		HEAD "+7 b\nend 1\n", HEAD "+7 bnx\nend 1\n",
		HEAD "+7 bx\nend 1\n", HEAD "7 bn\nend 1\n",
		HEAD "+7\nend 1\n", HEAD "+ bn\nend 1\n",
		HEAD "+7  bn\nend 1\n", HEAD "+7 bn \nend 1\n",
		HEAD "+7 bn\r\nend 1\n", HEAD "\n+7 bn\nend 1\n",
		HEAD "+1234567890123456 bn\n+7 bn\nend 2\n",
		HEAD "+7 bn\n0123456789012345678901234567890123456789"
			"01234567890123456789012345678901234567890\nend 2\n",
	};
	struct oh_owned o = make("+9", OH_CAPABLE_BOTH, OH_CAPABLE_NONE);
	struct home h;
	int err = 0;

	home_enter(&h);
	for (size_t i = 0; i < ARRAY_SIZE(textv); i++) {
		home_write(&h, LISTS "a.list", textv[i]);
		err = check_find("+7", NULL, false);
		TEST_OK(err);
	}
	err = check_walk(9, "");
	TEST_OK(err);

	/* The others count all the same, and a change begins anew. */
	err = write_list("b", "+7", NULL);
	TEST_OK(err);
	err = check_find("+7", "b", true);
	TEST_OK(err);
	err = oh_owned_change("a", "+9", &o);
	TEST_OK(err);
	err = check_walk(9, "a:+9:41 b:+7:41 ");
	TEST_OK(err);

 out:
	home_leave(&h);
	return err;
}


/* What a killed writer left goes; what another one writes now stays. */
int test_owned_leftover(void)
{
	struct oh_owned_writer *a = NULL, *b = NULL;
	struct home h;
	int err;

	home_enter(&h);
	home_write(&h, LISTS "a.list.offhook-AbCdEf", HEAD);
	home_write(&h, LISTS "a.list.note", "of somebody's");
	err = oh_owned_begin(&a, "a");
	TEST_OK(err);
	assert_int_equal(access(home_path(&h, LISTS "a.list.offhook-AbCdEf"),
				F_OK),
			 -1);
	assert_int_equal(access(home_path(&h, LISTS "a.list.note"), F_OK), 0);

	err = oh_owned_begin(&b, "a");
	TEST_OK(err);
	assert_int_equal(add(a, "+1"), 0);
	assert_int_equal(add(b, "+2"), 0);
	err = oh_owned_commit(b);
	TEST_OK(err);
	err = check_walk(9, "a:+2:41 ");
	TEST_OK(err);
	err = oh_owned_commit(a);
	TEST_OK(err);
	err = check_walk(9, "a:+1:41 ");
	TEST_OK(err);
	assert_int_equal(oh_owned_commit(a), EINVAL);

 out:
	mem_deref(a);
	mem_deref(b);
	home_leave(&h);
	return err;
}


/* Errors are told: a file stands where the folder should be. */
int test_owned_errors(void)
{
	struct oh_owned o = make("+1", OH_CAPABLE_BOTH, OH_CAPABLE_NONE);
	struct oh_owned_writer *w = NULL;
	struct oh_owned_info info;
	bool any = true;
	struct home h;
	int err;

	home_enter(&h);
	home_write(&h, ".cache/offhook/numbers", "");
	assert_int_equal(oh_owned_begin(&w, "a"), ENOTDIR);
	assert_int_equal(oh_owned_change("a", "+1", &o), ENOTDIR);
	err = oh_owned_find(&info, "+1", &any);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ENOTDIR);
	assert_false(any);
	(void)unlink(h.path);

	/* A list that cannot be opened may have the number. */
	home_write(&h, LISTS "b.list", HEAD "+2 bn\nend 1\n");
	assert_int_equal(symlink("/dev/null", home_path(&h, LISTS "a.list")),
			 0);
	err = oh_owned_find(&info, "+1", &any);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ELOOP);
	assert_true(any);
	err = check_find("+2", "b", true);

 out:
	home_leave(&h);
	return err;
}


/* A service without HOME: the home of the password database, or none */
int test_owned_no_home(void)
{
	struct oh_owned_info info;
	char buf[PATH];
	struct home h;
	int err, none;

	home_enter(&h);
	unsetenv("HOME");
	setenv("XDG_CACHE_HOME", h.dir, 1);
	err = write_list("a", "+1", NULL);
	TEST_OK(err);
	assert_int_equal(access(home_path(&h, "offhook/numbers/a.list"),
				F_OK), 0);
	unsetenv("XDG_CACHE_HOME");
	none = oh_path_print(buf, sizeof(buf), OH_PATH_CACHE, NULL);
	err = oh_owned_find(&info, "+1", NULL);
	if (none && err != ENOMEM)
		assert_int_equal(err, none);
	err = err == ENOMEM ? err : 0;

 out:
	home_leave(&h);
	return err;
}


static void change_many(const char *prefix)
{
	int err = 0;

	for (int i = 0; i < CHANGES && !err; i++) {
		struct oh_owned o = make("", OH_CAPABLE_BOTH,
					 OH_CAPABLE_NONE);

		snprintf(o.number, sizeof(o.number), "%s%d", prefix, i);
		err = oh_owned_change("a", o.number, &o);
	}
	_exit(err);
}


static bool count_handler(const char *number, const struct oh_owned_info *info,
			  void *arg)
{
	(void)number;
	(void)info;
	++*(unsigned *)arg;

	return true;
}


/* Two processes change the list at once: nothing is lost. */
int test_owned_two_writers(void)
{
	static const char *const prefixv[] = { "+1", "+2" };
	pid_t pidv[ARRAY_SIZE(prefixv)];
	unsigned count = 0;
	struct home h;
	int err;

	if (test_is_oom())
		return 0;

	home_enter(&h);
	for (size_t i = 0; i < ARRAY_SIZE(prefixv); i++) {
		pidv[i] = fork();
		assert_true(pidv[i] >= 0);
		if (pidv[i] == 0)
			change_many(prefixv[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(prefixv); i++) {
		int status = -1;

		assert_int_equal(waitpid(pidv[i], &status, 0), pidv[i]);
		assert_int_equal(status, 0);
	}
	err = oh_owned_walk(count_handler, &count);
	assert_int_equal(count, 2 * CHANGES);
	home_leave(&h);

	return err;
}


int test_owned_many(void)
{
	struct oh_owned_writer *w = NULL;
	unsigned count = 0;
	struct home h;
	int err;

	if (test_is_oom())
		return 0;

	home_enter(&h);
	err = oh_owned_begin(&w, "a");
	TEST_OK(err);
	for (int i = 0; i < MANY; i++) {
		char number[OH_NUMBER_SIZE];

		snprintf(number, sizeof(number), "+1%09d", i);
		assert_int_equal(add(w, number), 0);
	}
	err = oh_owned_commit(w);
	TEST_OK(err);
	err = check_find("+1000099999", "a", true);
	TEST_OK(err);
	err = check_find("+1000100000", NULL, true);
	TEST_OK(err);
	err = oh_owned_walk(count_handler, &count);
	TEST_OK(err);
	assert_int_equal(count, MANY);

 out:
	mem_deref(w);
	home_leave(&h);
	return err;
}
