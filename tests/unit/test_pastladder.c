/**
 * @file test_pastladder.c  The messages of a call that no process has any more
 */
#include <sys/stat.h>
#include "base/compat.h"
#include "test.h"
#include "command/pastladder.h"
#include "phone/wire.h"
#include "cdr_fixture.h"

#define TO "  \xe2\x86\x92  "
#define FROM "  \xe2\x86\x90  "

static const struct {
	const char *json;
	bool wanted, text;
} wantv[] = {
	{ "{\"do\":\"save-ladder\",\"call\":\"a\",\"path\":\"/x\","
	  "\"format\":\"text\"}", true, true },
	{ "{\"do\":\"save-ladder\",\"call\":\"a\",\"path\":\"/x\","
	  "\"format\":\"pcap\"}", true, false },
	{ "{\"do\":\"save-ladder\",\"path\":\"/x\"}", false, false },
	{ "{\"do\":\"hangup\",\"call\":\"a\"}", false, false },
	{ "{}", false, false },
};

int test_pastladder_wants(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(wantv); i++) {
		cJSON *o = cJSON_Parse(wantv[i].json);
		struct oh_pastladder p;

		assert_int_equal(oh_pastladder_wants(&p, o), wantv[i].wanted);
		if (wantv[i].wanted) {
			assert_string_equal(p.call, "a");
			assert_string_equal(p.path, "/x");
			assert_int_equal(p.text, wantv[i].text);
		}
		cJSON_Delete(o);
	}

	return 0;
}

int test_pastladder_is_over(void)
{
	static const struct {
		const char *json;
		bool over;
	} v[] = {
		{ "{\"ok\":false,\"status\":19}", true },
		{ "{\"ok\":false,\"status\":73}", false },
		{ "{\"ok\":false}", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		cJSON *o = cJSON_Parse(v[i].json);

		assert_int_equal(oh_pastladder_is_over(o), v[i].over);
		cJSON_Delete(o);
	}
	assert_true(oh_pastladder_is_over(NULL));

	return 0;
}

/* A call that was traced, and one that was not */
static int record(struct temp *t)
{
	static const char *const idv[] = { "traced", "plain" };
	struct oh_cdr *c = NULL;
	struct oh_result res;
	int err = cdr_open(&c, t);

	for (size_t i = 0; i < ARRAY_SIZE(idv) && !err; i++) {
		cdr_make_result(&res, "sim", "+14255550100");
		str_ncpy(res.id, idv[i], sizeof(res.id));
		cdr_end_result(&res);
		err = oh_cdr_add(c, &res, 0);
	}
	if (!err)
		err = oh_cdr_flush(c, FLUSH_MS);
	mem_deref(c);
	if (!err)
		cdr_exec(t, "UPDATE calls SET ladder = '1 via a\n  0.000" TO
			 "INVITE sip:x  (sdp)\n  0.003" FROM "100 Trying\n'"
			 " WHERE id = 'traced'");

	return err;
}

static void is_saved(const char *path)
{
	char buf[256];
	struct stat st;
	FILE *f = fopen(path, "r");
	size_t n;

	assert_non_null(f);
	n = fread(buf, 1, sizeof(buf) - 1, f);
	buf[n] = '\0';
	(void)fclose(f);
	assert_string_equal(buf, "# call traced, from its record: a line of "
			    "each message\n"
			    "  0.000  sent to a  INVITE sip:x  (sdp)\n"
			    "  0.003  received from a  100 Trying\n");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static int save(char why[OH_PASTLADDER_WHY], struct temp *t,
		const char *call, bool text, const struct oh_conf *conf)
{
	struct oh_pastladder p = { .text = text };

	str_ncpy(p.call, call, sizeof(p.call));
	str_ncpy(p.path, temp_path(t, "l.txt"), sizeof(p.path));

	return oh_pastladder_save(why, &p, conf);
}

int test_pastladder_save(void)
{
	struct oh_conf *conf = mem_zalloc(sizeof(*conf), NULL);
	char why[OH_PASTLADDER_WHY];
	struct temp t;
	int err;

	temp_make(&t);
	TEST_OK(err = conf ? 0 : ENOMEM);
	TEST_OK(err = record(&t));
	str_ncpy(conf->cdr.file, temp_path(&t, "calls.db"),
		 sizeof(conf->cdr.file));
	TEST_OK(err = save(why, &t, "traced", true, conf));
	is_saved(temp_path(&t, "l.txt"));
	err = save(why, &t, "traced", true, conf);
	if (err != EEXIST)
		TEST_OK(err);
	assert_int_equal(err, EEXIST);
	assert_non_null(strstr(why, "l.txt: File exists"));
	err = save(why, &t, "traced", false, conf);
	if (err != ENOTSUP)
		TEST_OK(err);
	assert_int_equal(err, ENOTSUP);
	assert_non_null(strstr(why, "save it as text"));
	err = save(why, &t, "plain", true, conf);
	if (err != ENOENT)
		TEST_OK(err);
	assert_int_equal(err, ENOENT);
	assert_string_equal(why, OH_PASTLADDER_NONE);
	err = 0;
out:
	mem_deref(conf);
	temp_remove(&t);

	return err;
}
