/**
 * @file test_secret.c  Secrets from where they are kept
 */
#include "test.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "conf/conf.h"


static void check(const struct oh_conf_trunk *t, int want, const char *text)
{
	char buf[32] = "old";
	const char *why = "";
	int err = oh_conf_password(buf, sizeof(buf), t, &why);

	if (err != want)
		fail_msg("err %d (%s), not %d", err, why, want);
	if (!err) {
		assert_string_equal(buf, text);
		return;
	}
	if (!strstr(why, text))
		fail_msg("'%s', not '%s'", why, text);
	for (size_t i = 0; i < sizeof(buf); i++)
		assert_int_equal(buf[i], 0);
}


static void write_file(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}


int test_secret_file(void)
{
	static const struct {
		const char *text;
		mode_t mode;
		int err;
		const char *want;
	} v[] = {
	{"hunter2",           0600, 0, "hunter2"},
	{"hunter 2\r\nmore",  0400, 0, "hunter 2"},
	{"hunter2\n",         0640, 0, "hunter2"},
	{"hunter2\n",         0644, EACCES, "chmod 600"},
	{"hunter2\n",         0620, EACCES, "chmod 600"},
	{"",                  0600, EACCES, "empty"},
	{"\nhunter2",         0600, EACCES, "empty"},
	{"a\tb",              0600, EACCES, "control"},
	{"0123456789012345678901234567890123456789", 0600, EACCES,
	 "too long"},
	};
	char dir[] = "/tmp/offhook-unit-XXXXXX", path[64], conf[64];
	struct oh_conf_trunk t;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/pw", dir);
	snprintf(conf, sizeof(conf), "%s/offhook.conf", dir);
	oh_conf_trunk_init(&t);
	snprintf(t.password.file, sizeof(t.password.file), "%s", path);

	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		write_file(path, v[i].text, v[i].mode);
		check(&t, v[i].err, v[i].want);
	}

	/* From the configuration's folder */
	write_file(path, "relative", 0600);
	snprintf(t.password.file, sizeof(t.password.file), "pw");
	t.at.file = conf;
	check(&t, 0, "relative");

	(void)unlink(path);
	check(&t, EACCES, "does not exist");
	assert_int_equal(mkfifo(path, 0600), 0);
	check(&t, EACCES, "no regular file");
	(void)unlink(path);
	(void)rmdir(dir);

	return 0;
}


int test_secret_command(void)
{
	static const struct {
		const char *command;
		int err;
		const char *want;
	} v[] = {
	{"echo hunter2",                   0, "hunter2"},
	{"printf \"a b\\nc\"",             0, "a b"},
	{"false",                          EACCES, "command failed"},
	{"true",                           EACCES, "empty"},
	{"/nonexistent/pass",              EACCES, "cannot be run"},
	{"echo \"x",                       EACCES, "is none"},
	{"seq 100 999",                    0, "100"},
	{"printf %040d 1",                 EACCES, "too long"},
	};
	struct oh_conf_trunk t;

	oh_conf_trunk_init(&t);
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		snprintf(t.password.command, sizeof(t.password.command),
			 "%s", v[i].command);
		check(&t, v[i].err, v[i].want);
	}

	return 0;
}


int test_secret_env(void)
{
	struct oh_conf_trunk t;

	oh_conf_trunk_init(&t);
	check(&t, ENOENT, "no secret");

	snprintf(t.password.env, sizeof(t.password.env), "OFFHOOK_UNIT_PW");
	unsetenv("OFFHOOK_UNIT_PW");
	check(&t, EACCES, "not set");
	setenv("OFFHOOK_UNIT_PW", "hunter2", 1);
	check(&t, 0, "hunter2");
	setenv("OFFHOOK_UNIT_PW", "", 1);
	check(&t, EACCES, "empty");
	setenv("OFFHOOK_UNIT_PW", "0123456789012345678901234567890123", 1);
	check(&t, EACCES, "too long");
	unsetenv("OFFHOOK_UNIT_PW");

	return 0;
}


/* The first variable that has a connection string in it */
int test_secret_connection_env(void)
{
	static const char *const namev[] = {
		"OFFHOOK_CONNECTION_STRING",
		"COMMUNICATION_SERVICES_CONNECTION_STRING",
		"AZURE_COMMUNICATION_CONNECTION_STRING",
	};
	enum { NAMES = sizeof(namev) / sizeof(namev[0]) };
	char *oldv[NAMES];

	for (size_t i = 0; i < NAMES; i++) {
		oldv[i] = getenv(namev[i]);
		oldv[i] = oldv[i] ? strdup(oldv[i]) : NULL;
		unsetenv(namev[i]);
	}

	assert_null(oh_conf_connection_env());
	for (size_t i = NAMES; i-- > 0;) {
		setenv(namev[i], "endpoint=https://h/;accesskey=aa==", 1);
		assert_string_equal(oh_conf_connection_env(), namev[i]);
	}
	setenv(namev[0], "", 1);
	assert_string_equal(oh_conf_connection_env(), namev[1]);

	for (size_t i = 0; i < NAMES; i++) {
		if (oldv[i])
			setenv(namev[i], oldv[i], 1);
		else
			unsetenv(namev[i]);
		free(oldv[i]);
	}

	return 0;
}
