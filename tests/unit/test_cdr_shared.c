/**
 * @file test_cdr_shared.c  Call records of several processes
 */
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include "base/compat.h"
#include "cdr_fixture.h"
#include "cdr/store_priv.h"
#include "test.h"

static bool one_handler(const struct oh_cdr_usage *usage, char *why,
			size_t size, void *arg)
{
	(void)why;
	(void)size;
	(void)arg;

	return usage->now < 1;
}

static void status_handler(int err, const char *why, void *arg)
{
	(void)why;
	*(int *)arg = err;
}

/* In a process of its own: begins a call, says so, waits for the gate to
   close, and is gone without having ended it. Exit status: errno of begin */
static void child_begin(struct temp *t, int told, int gate)
{
	const struct oh_cdr_prm prm = { .path = temp_path(t, "calls.db") };
	struct oh_cdr_begin_prm begin_prm;
	struct oh_cdr_call *call;
	struct oh_result res;
	struct oh_cdr *c;
	int err, begun = -1;
	char byte;

	cdr_make_result(&res, "a", "+14255550101");
	begin_prm = (struct oh_cdr_begin_prm){
		.res = &res, .decideh = one_handler,
		.begunh = status_handler, .arg = &begun,
	};
	err = oh_cdr_open(&c, &prm);
	if (!err)
		err = oh_cdr_begin(&call, c, &begin_prm);
	if (!err)
		err = oh_cdr_flush(c, FLUSH_MS);
	(void)write(told, "", 1);
	(void)read(gate, &byte, 1);
	_exit(err ? err : begun);
}

static int status_of(pid_t pid)
{
	int status = 0;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));

	return WEXITSTATUS(status);
}

/* Two processes at once, one call allowed: one begins. Both die with it up,
   and the next one finds that. */
int test_cdr_processes(void)
{
	struct oh_cdr *c = NULL;
	int gate[2], told[2], a, b, err;
	pid_t pidv[2];
	struct temp t;
	char byte;

	if (test_is_oom())
		return 0;
	temp_make(&t);
	assert_int_equal(pipe(gate), 0);
	assert_int_equal(pipe(told), 0);
	for (unsigned i = 0; i < 2; i++) {
		pidv[i] = fork();
		if (!pidv[i]) {
			(void)close(gate[1]);
			child_begin(&t, told[1], gate[0]);
		}
	}
	(void)close(gate[0]);
	(void)close(told[1]);
	/* Both have their answer before either is gone */
	assert_int_equal(read(told[0], &byte, 1), 1);
	assert_int_equal(read(told[0], &byte, 1), 1);
	(void)close(told[0]);
	(void)close(gate[1]);
	a = status_of(pidv[0]);
	b = status_of(pidv[1]);
	assert_int_equal(a + b, EACCES);
	assert_true(a == 0 || b == 0);
	assert_string_equal(cdr_ask(&t, "SELECT count(*) FROM calls WHERE pid "
				"IS NOT NULL"), "1");

	TEST_OK(err = cdr_open(&c, &t));
	TEST_OK(err = oh_cdr_add(c, &(struct oh_result){ .id = "x" }, 0));
	TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
	assert_string_equal(cdr_ask(&t, "SELECT disposition || "
				"(\"end\" = start) || "
				"(note LIKE 'process % was gone%') FROM "
				"calls WHERE id <> 'x' AND pid IS NULL"),
			    "LOST11");

 out:
	mem_deref(c);
	temp_remove(&t);

	return err;
}

/* A process of that number runs, but it is another one */
int test_cdr_recycled(void)
{
	struct oh_cdr *c = NULL;
	struct temp t;
	char sql[256];
	int err;

	temp_make(&t);
	TEST_OK(err = cdr_open(&c, &t));
	TEST_OK(err = oh_cdr_add(c, &(struct oh_result){ .id = "x" }, 0));
	TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
	c = mem_deref(c);
	(void)snprintf(sql, sizeof(sql), "UPDATE calls SET pid = %d, "
		       "born = 1, start = 5, answer = 1000005", getpid());
	cdr_exec(&t, sql);
	TEST_OK(err = cdr_open(&c, &t));
	TEST_OK(err = oh_cdr_add(c, &(struct oh_result){ .id = "y" }, 0));
	TEST_OK(err = oh_cdr_flush(c, FLUSH_MS));
	assert_string_equal(cdr_ask(&t, "SELECT disposition || duration FROM "
				"calls WHERE id = 'x'"), "LOST1.0");

 out:
	mem_deref(c);
	temp_remove(&t);

	return err;
}

/* A process whose calls are up says that it lives; once it is gone they are
   counted until then, and no longer */
int test_cdr_lost(void)
{
	static const char spent[] = "SELECT ms || ' ' || micro || ' ' || "
		"currency FROM spent WHERE day = 20010909 AND trunk = 'a'";
	struct oh_cdr c = { .opened_us = 0 };
	struct oh_db db;
	struct temp t;
	int err;

	temp_make(&t);
	str_ncpy(c.path, temp_path(&t, "calls.db"), sizeof(c.path));
	TEST_OK(err = oh_db_open(&db, &c));
	TEST_OK(err = oh_lost_beat(&db, 1));
	assert_false(db.beats);
	/* Answered at 1000000000 s, seen 90 s later, 0.60 a minute */
	(void)cdr_ask(&t, "SELECT 1");
	cdr_exec(&t, "INSERT INTO calls (id, pid, born, start, answer, "
		 "direction, trunk, currency, rate) VALUES "
		 "('up', 1, 1, 999999990000000, 1000000000000000, 'out', 'a', "
		 "'USD', 600000), ('in', 1, 1, 999999990000000, "
		 "1000000000000000, 'in', 'a', NULL, NULL), ('rings', 1, 1, "
		 "999999990000000, NULL, 'out', 'a', 'USD', 600000)");
	(void)oh_db_run(&db, OH_DB_BEGIN);
	(void)oh_db_run(&db, OH_DB_COMMIT);
	db.me = (struct oh_holder){ 1, 1 };
	TEST_OK(err = oh_lost_beat(&db, 1000000090000000));
	assert_true(db.beats);
	TEST_OK(err = oh_lost_look(&db, 1000009999000000));
	assert_string_equal(cdr_ask(&t, spent), "90000 900000 USD");
	assert_string_equal(cdr_ask(&t, "SELECT disposition || duration || "
				    "'/' || billsec || '/' || cost FROM calls "
				    "WHERE id = 'up'"),
			    "LOST100.0/90.0/900000");
	assert_string_equal(cdr_ask(&t, "SELECT billsec || '/' || "
				    "ifnull(cost, '-') FROM calls WHERE "
				    "id = 'in'"), "90.0/-");
	assert_string_equal(cdr_ask(&t, "SELECT duration || '/' || billsec "
				    "FROM calls WHERE id = 'rings'"),
			    "0.0/0.0");
	assert_string_equal(cdr_ask(&t, "SELECT count(*) FROM holders"), "0");
	TEST_OK(err = oh_lost_look(&db, 1000009999000000));
	assert_string_equal(cdr_ask(&t, spent), "90000 900000 USD");

 out:
	oh_db_close(&db);
	temp_remove(&t);

	return err;
}

/* In a process of its own */
static void child_write(struct temp *t, unsigned n)
{
	struct oh_cdr *c;
	int err = cdr_open(&c, t);

	for (unsigned i = 0; i < n && !err; i++) {
		struct oh_cdr_begin_prm prm;
		struct oh_cdr_call *call;
		struct oh_result res;

		cdr_make_result(&res, "a", "+14255550101");
		prm = (struct oh_cdr_begin_prm){ .res = &res };
		err = oh_cdr_begin(&call, c, &prm);
		if (err)
			break;
		cdr_end_result(&res);
		err = oh_cdr_end(call, &res, 0);
		mem_deref(call);
	}
	if (!err)
		err = oh_cdr_flush(c, FLUSH_MS);
	if (!err && *oh_cdr_fault(c))
		err = EIO;
	_exit(err);
}

int test_cdr_writers(void)
{
	enum { WRITERS = 4, CALLS = 250 };
	pid_t pidv[WRITERS];
	struct temp t;

	if (test_is_oom())
		return 0;
	temp_make(&t);
	for (unsigned i = 0; i < WRITERS; i++) {
		pidv[i] = fork();
		if (!pidv[i])
			child_write(&t, CALLS);
	}
	for (unsigned i = 0; i < WRITERS; i++)
		assert_int_equal(status_of(pidv[i]), 0);
	assert_string_equal(cdr_ask(&t, "SELECT count(*) || ' ' || sum(pid IS "
				"NULL) FROM calls"), "1000 1000");
	assert_string_equal(cdr_ask(&t, "SELECT sum(calls) FROM spent"),
			    "1000");
	temp_remove(&t);

	return 0;
}

static void count_handler(void *arg)
{
	++*(unsigned *)arg;
}

static int add_some(struct oh_cdr *c, unsigned n)
{
	int err = 0;

	for (unsigned i = 0; i < n && !err; i++) {
		struct oh_result res;

		cdr_make_result(&res, "a", "+14255550101");
		cdr_end_result(&res);
		err = oh_cdr_add(c, &res, 0);
	}

	return err ? err : oh_cdr_flush(c, FLUSH_MS);
}

/* In a process of its own, whose files must not grow: told, never stuck; and
   told when they may grow again */
static void child_full(struct temp *t)
{
	const struct rlimit limit = { 150000, RLIM_INFINITY };
	const struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };
	unsigned told = 0;
	struct oh_cdr *c;
	int err = cdr_open(&c, t);

	if (!err)
		err = oh_cdr_flush(c, FLUSH_MS);
	oh_cdr_watch(c, count_handler, &told);
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)setrlimit(RLIMIT_FSIZE, &limit);
	if (!err)
		err = add_some(c, 1000);
	if (!err)
		err = *oh_cdr_fault(c) && told == 1 ? 0 : EPROTO;
	(void)setrlimit(RLIMIT_FSIZE, &none);
	if (!err)
		err = add_some(c, 1);
	if (!err)
		err = !*oh_cdr_fault(c) && told == 2 ? EACCES : EBADMSG;
	mem_deref(c);
	_exit(err);
}

int test_cdr_full(void)
{
	struct temp t;
	pid_t pid;

	if (test_is_oom())
		return 0;
	temp_make(&t);
	pid = fork();
	if (!pid)
		child_full(&t);
	assert_int_equal(status_of(pid), EACCES);
	assert_string_equal(cdr_ask(&t, "PRAGMA integrity_check"), "ok");
	temp_remove(&t);

	return 0;
}
