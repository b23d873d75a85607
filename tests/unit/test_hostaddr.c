/**
 * @file test_hostaddr.c  Names as the system knows them
 */
#include "base/compat.h"
#include "sip/hostaddr.h"
#include "test.h"

enum { WAIT_MS = 10000 };

struct answer {
	bool done;
	int err;
	uint32_t addrc;
	struct sa first;
	struct oh_hostaddr *ha;     /* released in the handler */
};

static void answered(int err, const struct sa *addrv, uint32_t addrc,
		     void *arg)
{
	struct answer *a = arg;

	a->done  = true;
	a->err   = err;
	a->addrc = addrc;
	if (addrc)
		a->first = addrv[0];
	a->ha = mem_deref(a->ha);
}

static int ask(struct answer *a, const char *name)
{
	int err;

	err = oh_hostaddr_find(&a->ha, name, answered, a);
	if (err)
		return err;
	assert_false(a->done);
	err = test_loop_until(&a->done, WAIT_MS);
	a->ha = mem_deref(a->ha);

	return err;
}

int test_hostaddr_localhost(void)
{
	struct answer a = {0};
	struct sa lo;
	int err;

	err = ask(&a, "localhost");
	TEST_OK(err);
	assert_int_equal(a.err, 0);
	assert_int_equal(sa_set_str(&lo, "127.0.0.1", 0), 0);
	assert_true(sa_cmp(&a.first, &lo, SA_ADDR));

out:
	return err;
}

int test_hostaddr_no_such_name(void)
{
	struct answer a = {0};
	int err;

	err = ask(&a, "a..b");
	TEST_OK(err);
	assert_int_not_equal(a.err, 0);
	assert_int_equal(a.addrc, 0);

out:
	return err;
}

int test_hostaddr_cancel(void)
{
	struct answer a = {0};
	char name[300];
	int err;

	err = oh_hostaddr_find(&a.ha, "localhost", answered, &a);
	TEST_OK(err);
	a.ha = mem_deref(a.ha);
	err = ask(&a, "localhost");
	TEST_OK(err);

	memset(name, 'a', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(oh_hostaddr_find(&a.ha, name, answered, &a),
			 ENAMETOOLONG);

out:
	return err;
}
