/**
 * @file test_folder.c  The folder of one baresip
 */
#include "base/compat.h"
#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "handset/folder.h"
#include "home.h"
#include "test.h"

enum { PATH_SIZE = 4096 };

static const struct oh_device loop = {
	.name = "aubridge,x", .driver = "aubridge",
};

static const struct oh_folder_prm aubridge = {
	.modules = "/usr/lib/baresip/modules",
	.input   = &loop,
	.output  = &loop,
	.user    = "0123456789abcdef",
};

static unsigned count(const char *path)
{
	DIR *dir = opendir(path);
	unsigned n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);

	return n ? n - 2 : 0;
}

static void read_text(char *buf, size_t size, const char *dir,
		      const char *name)
{
	char path[PATH_SIZE + 32];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "r");
	assert_non_null(f);
	n = fread(buf, 1, size - 1, f);
	buf[n] = '\0';
	fclose(f);
}

int test_folder_make(void)
{
	struct oh_folder_prm secured = aubridge;
	char path[PATH_SIZE], text[4096];
	struct home home;
	struct stat st;

	home_enter(&home);
	setenv("XDG_RUNTIME_DIR", home.dir, 1);
	assert_int_equal(oh_folder_make(path, sizeof(path), &aubridge), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	read_text(text, sizeof(text), path, "config");
	assert_non_null(strstr(text, "\nsip_listen 127.0.0.1:0\n"));
	assert_non_null(strstr(text, "\naudio_source aubridge,x\n"));
	assert_non_null(strstr(text, "\ncall_max_calls 1\n"));
	assert_null(strstr(text, "ctrl_tcp"));
	assert_null(strstr(text, "sndfile"));
	assert_null(strstr(text, "g722"));
	read_text(text, sizeof(text), path, "accounts");
	assert_non_null(strstr(text, "<sip:0123456789abcdef@127.0.0.1>;"));
	assert_null(strstr(text, "mediaenc"));
	assert_non_null(strstr(text, ";audio_codecs=PCMU,PCMA;"));
	oh_folder_remove(path);
	assert_int_equal(access(path, F_OK), -1);
	oh_folder_remove("");
	secured.srtp = true;
	assert_int_equal(oh_folder_make(path, sizeof(path), &secured), 0);
	read_text(text, sizeof(text), path, "config");
	assert_non_null(strstr(text, "\nmodule srtp.so\n"));
	read_text(text, sizeof(text), path, "accounts");
	assert_non_null(strstr(text, ";mediaenc=srtp-mand\n"));
	home_leave(&home);

	return 0;
}

static size_t occurs(const char *text, const char *what)
{
	size_t n = 0;

	while ((text = strstr(text, what))) {
		n++;
		text += strlen(what);
	}

	return n;
}

/* Each driver once, and each device in its line, whatever its name */
int test_folder_devices(void)
{
	static const struct oh_device in = {
		.name = "aufile,/\"a\"#module_cons.so", .driver = "aufile",
	}, out = { .name = "alsa,plughw:1,0", .driver = "alsa" };
	struct oh_folder_prm two = aubridge;
	char path[PATH_SIZE], text[4096];
	struct home home;

	two.input  = &in;
	two.output = &out;
	home_enter(&home);
	setenv("XDG_RUNTIME_DIR", home.dir, 1);
	assert_int_equal(oh_folder_make(path, sizeof(path), &two), 0);
	read_text(text, sizeof(text), path, "config");
	assert_int_equal(occurs(text, "\naudio_source aufile,/\"a\"#module_"
				"cons.so\n"), 1);
	assert_int_equal(occurs(text, "\naudio_player alsa,plughw:1,0\n"), 1);
	assert_int_equal(occurs(text, "\nmodule alsa.so\n"), 1);
	assert_int_equal(occurs(text, "\nmodule aufile.so\n"), 1);
	assert_int_equal(occurs(text, "\nmodule aubridge.so\n"), 1);
	assert_int_equal(occurs(text, "\nmodule "), 4);
	oh_folder_remove(path);
	two.input = &out;
	assert_int_equal(oh_folder_make(path, sizeof(path), &two), 0);
	read_text(text, sizeof(text), path, "config");
	assert_int_equal(occurs(text, "\nmodule "), 3);
	home_leave(&home);

	return 0;
}

int test_folder_wide(void)
{
	struct oh_folder_prm wide = aubridge;
	char path[PATH_SIZE], text[4096];
	struct home home;

	wide.wide = true;
	home_enter(&home);
	setenv("XDG_RUNTIME_DIR", home.dir, 1);
	assert_int_equal(oh_folder_make(path, sizeof(path), &wide), 0);
	read_text(text, sizeof(text), path, "config");
	assert_non_null(strstr(text, "\nmodule g722.so\n"));
	read_text(text, sizeof(text), path, "accounts");
	assert_non_null(strstr(text,
			       ";audio_codecs=G722/16000/1,PCMU,PCMA;"));
	home_leave(&home);

	return 0;
}

/* Whom nobody could tell to clean up; ours stay */
int test_folder_sweep(void)
{
	char path[PATH_SIZE], again[PATH_SIZE];
	struct home home;
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	home_enter(&home);
	setenv("XDG_RUNTIME_DIR", home.dir, 1);
	assert_int_equal(oh_folder_make(path, sizeof(path), &aubridge), 0);
	snprintf(again, sizeof(again), "%s/offhook/handset-%d-0", home.dir,
		 (int)pid);
	assert_int_equal(mkdir(again, 0700), 0);
	snprintf(again, sizeof(again), "offhook/handset-%d-0/config",
		 (int)pid);
	home_write(&home, again, "x");
	snprintf(again, sizeof(again), "%s/offhook", home.dir);
	assert_int_equal(count(again), 2);
	assert_int_equal(oh_folder_make(again, sizeof(again), &aubridge), 0);
	assert_int_equal(access(path, F_OK), 0);
	snprintf(path, sizeof(path), "%s/offhook", home.dir);
	assert_int_equal(count(path), 2);
	home_leave(&home);

	return 0;
}
