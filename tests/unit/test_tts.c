/**
 * @file test_tts.c  Words to a sound file, through a program
 */
#include "base/compat.h"
#include <sndfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include "media/tts.h"
#include "temp.h"
#include "test.h"

int test_tts_arguments_arrive_intact(void);
int test_tts_is_cached(void);
int test_tts_refuses(void);
int test_tts_program_fails(void);
int test_tts_two_at_once(void);
int test_tts_default(void);

struct world {
	struct temp temp;
	char command[512];
	char path[512];
	struct oh_tts_prm prm;
};

/* A speaker of ours: notes its arguments and "speaks" a copy of a WAV file */
static const char speaker[] =
	"#!/bin/sh\n"
	"for a; do printf '<%s>' \"$a\"; done >>\"$0.args\"\n"
	"printf '\\n' >>\"$0.args\"\n"
	"cat \"$0.wav\" >\"$1\"\n";

static void make_script(struct world *w, const char *name, const char *body)
{
	temp_write(&w->temp, name, body, strlen(body));
	assert_int_equal(chmod(w->temp.path, 0700), 0);
}

static void world_init(struct world *w)
{
	SF_INFO info = {
		.samplerate = 8000, .channels = 1,
		.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16,
	};
	static const short sampv[800];
	SNDFILE *sf;

	memset(w, 0, sizeof(*w));
	temp_make(&w->temp);
	make_script(w, "speak", speaker);
	(void)snprintf(w->command, sizeof(w->command),
		       "%s {file} {voice} -- {text} \"two words\"",
		       w->temp.path);
	sf = sf_open(temp_path(&w->temp, "speak.wav"), SFM_WRITE, &info);
	assert_non_null(sf);
	sf_writef_short(sf, sampv, 800);
	sf_close(sf);
	w->prm.command = w->command;
	w->prm.cache_dir = w->temp.dir;
}

/* The arguments of the last call, without the first one, the file */
static const char *last_args(struct world *w)
{
	static char line[8192];
	FILE *f = fopen(temp_path(&w->temp, "speak.args"), "r");
	char *p;

	line[0] = '\0';
	while (f && fgets(line, sizeof(line), f))
		;
	if (f)
		fclose(f);
	p = strchr(line, '>');

	return p ? p + 1 : "";
}

static int speak(struct world *w, const char *text, const char **whyp)
{
	return oh_tts_speak(w->path, sizeof(w->path), &w->prm, text, whyp);
}

int test_tts_arguments_arrive_intact(void)
{
	static const struct {
		const char *text, *want;
	} v[] = {
		{ "Hello, world.", "Hello, world." },
		{ "it's \"quoted\" \\ ", "it's \"quoted\" \\ " },
		{ "$(touch pwned) `id` $HOME ; rm -rf & | > x",
		  "$(touch pwned) `id` $HOME ; rm -rf & | > x" },
		{ "-w /etc/passwd", "-w /etc/passwd" },
		{ "{voice} {file} {text}", "{voice} {file} {text}" },
		{ "one\ntwo\tthree", "one two three" },
		{ "*", "*" },
		{ "Gr\xc3\xbc\xc3\x9f Gott", "Gr\xc3\xbc\xc3\x9f Gott" },
	};
	char want[512];
	struct world w;
	int err = 0;

	world_init(&w);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		err = speak(&w, v[i].text, NULL);
		TEST_OK(err);
		(void)snprintf(want, sizeof(want),
			       "<en-us><--><%s><two words>\n", v[i].want);
		assert_string_equal(last_args(&w), want);
		assert_int_equal(access(w.path, R_OK), 0);
	}

 out:
	temp_remove(&w.temp);
	return err;
}

/* Same words: the file made before. Other words, voice: another file. */
int test_tts_is_cached(void)
{
	char first[512];
	struct world w;
	size_t files;
	int err;

	world_init(&w);
	err = speak(&w, "Hello", NULL);
	TEST_OK(err);
	(void)snprintf(first, sizeof(first), "%s", w.path);
	files = temp_count(&w.temp);
	make_script(&w, "speak", "#!/bin/sh\nexit 1\n");
	err = speak(&w, "Hello", NULL);
	TEST_OK(err);
	assert_string_equal(w.path, first);
	assert_int_equal(temp_count(&w.temp), files);

	make_script(&w, "speak", speaker);
	w.prm.voice = "de";
	err = speak(&w, "Hello", NULL);
	TEST_OK(err);
	assert_string_not_equal(w.path, first);
	assert_non_null(strstr(last_args(&w), "<de>"));

	/* A file that is broken is made anew. */
	temp_write(&w.temp, strrchr(w.path, '/') + 1, "junk", 4);
	err = speak(&w, "Hello", NULL);
	TEST_OK(err);
	assert_int_equal(temp_count(&w.temp), files + 1);

 out:
	temp_remove(&w.temp);
	return err;
}

int test_tts_refuses(void)
{
	static char lengthy[OH_TTS_TEXT_MAX + 2];
	static const struct {
		const char *command, *text;
		int err;
		const char *why;
	} v[] = {
		{ NULL, "", EINVAL, "there is nothing to say" },
		{ NULL, " \n", EINVAL, "there is nothing to say" },
		{ NULL, "a\033[2J", EBADMSG,
		  "the text has control characters" },
		{ NULL, lengthy, ERANGE, "the text is too long" },
		{ "espeak-ng {text}", "a", EINVAL,
		  "tts_command lacks {text} or {file}" },
		{ "x \"{text} {file}", "a", EINVAL,
		  "tts_command cannot be used" },
		{ "/no/such/program {text} {file}", "a", ENOENT,
		  "tts_command: no such program" },
	};
	struct world w;
	size_t files;
	int err = 0;

	world_init(&w);
	memset(lengthy, 'a', OH_TTS_TEXT_MAX + 1);
	files = temp_count(&w.temp);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++) {
		const char *why = "unset";

		w.prm.command = v[i].command ? v[i].command : w.command;
		err = speak(&w, v[i].text, &why);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, v[i].err);
		assert_string_equal(why, v[i].why);
		assert_int_equal(temp_count(&w.temp), files);
	}
	w.prm.command = w.command;
	w.prm.cache_dir = "/no/such/folder";
	assert_int_equal(speak(&w, "a", NULL), ENOENT);
	err = 0;

 out:
	temp_remove(&w.temp);
	return err;
}

static const struct {
	const char *body;
	int err;
	const char *why;
} failurev[] = {
	{ "#!/bin/sh\nexit 3\n", EPROTO, "tts_command failed" },
	{ "#!/bin/sh\nkill -9 $$\n", EPROTO, "tts_command failed" },
	{ "#!/bin/sh\nexit 0\n", EPROTO,
	  "tts_command made no sound file" },
	{ "#!/bin/sh\necho oops >\"$1\"\n", EPROTO,
	  "tts_command made no sound file" },
	{ "#!/bin/sh\nrm \"$1\"\n", EPROTO,
	  "tts_command made no sound file" },
	{ "#!/bin/sh\nexec sleep 60\n", ETIMEDOUT,
	  "tts_command took too long" },
};

static void make_failure(struct world *w, size_t i)
{
	w->prm.timeout_ms = failurev[i].err == ETIMEDOUT ? 300 : 10000;
	make_script(w, "speak", failurev[i].body);
}

int test_tts_program_fails(void)
{
	struct world w;
	size_t files;
	int err = 0;

	world_init(&w);
	files = temp_count(&w.temp);
	for (size_t i = 0; i < ARRAY_SIZE(failurev); i++) {
		const char *why = "unset";

		make_failure(&w, i);
		err = speak(&w, "Hello", &why);
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, failurev[i].err);
		assert_string_equal(why, failurev[i].why);
		assert_int_equal(temp_count(&w.temp), files);
	}
	err = 0;

 out:
	temp_remove(&w.temp);
	return err;
}

/** What a text begun came to */
struct spoken {
	struct oh_tts *t;
	bool done;
	int err;
	char path[512];
	const char *why;
};

static void on_spoken(int err, const char *path, const char *why, void *arg)
{
	struct spoken *sp = arg;

	sp->done = true;
	sp->err  = err;
	sp->why  = why;
	(void)snprintf(sp->path, sizeof(sp->path), "%s", path ? path : "");
	/* Allowed in here */
	sp->t = mem_deref(sp->t);
}

static int speak_in_loop(struct world *w, struct spoken *sp,
			 const char *text)
{
	int err;

	memset(sp, 0, sizeof(*sp));
	err = oh_tts_start(&sp->t, &w->prm, text, &sp->why, on_spoken, sp);
	if (err)
		return err;
	assert_false(sp->done);
	err = test_loop_until(&sp->done, 15000);
	sp->t = mem_deref(sp->t);

	return err ? err : sp->err;
}

int test_tts_begun(void)
{
	struct spoken sp, again;
	struct world w;
	int err;

	world_init(&w);
	err = speak_in_loop(&w, &sp, "Hello; $HOME");
	TEST_OK(err);
	assert_null(sp.why);
	assert_string_equal(last_args(&w),
			    "<en-us><--><Hello; $HOME><two words>\n");
	assert_int_equal(access(sp.path, R_OK), 0);

	/* Made before: told in the loop all the same */
	make_script(&w, "speak", "#!/bin/sh\nexit 1\n");
	err = speak_in_loop(&w, &again, "Hello; $HOME");
	TEST_OK(err);
	assert_string_equal(again.path, sp.path);

 out:
	temp_remove(&w.temp);
	return err;
}

int test_tts_begun_in_vain(void)
{
	struct world w;
	struct spoken sp;
	size_t files;
	int err = 0;

	world_init(&w);
	files = temp_count(&w.temp);
	for (size_t i = 0; i < ARRAY_SIZE(failurev); i++) {
		make_failure(&w, i);
		err = speak_in_loop(&w, &sp, "Hello");
		if (err == ENOMEM)
			goto out;
		assert_int_equal(err, failurev[i].err);
		assert_string_equal(sp.why, failurev[i].why);
		assert_string_equal(sp.path, "");
		assert_int_equal(temp_count(&w.temp), files);
	}
	/* What is known at once is said at once. */
	err = oh_tts_start(&sp.t, &w.prm, " ", &sp.why, on_spoken, &sp);
	assert_int_equal(err, EINVAL);
	assert_string_equal(sp.why, "there is nothing to say");
	err = 0;

 out:
	temp_remove(&w.temp);
	return err;
}

/* Given up: the program and its file go away, nobody is told. */
int test_tts_given_up(void)
{
	struct spoken sp = { .done = false };
	struct world w;
	size_t files;
	int err;

	world_init(&w);
	make_script(&w, "speak", "#!/bin/sh\nexec sleep 60\n");
	files = temp_count(&w.temp);
	err = oh_tts_start(&sp.t, &w.prm, "Hello", NULL, on_spoken, &sp);
	TEST_OK(err);
	assert_int_equal(temp_count(&w.temp), files + 1);
	sp.t = mem_deref(sp.t);
	assert_int_equal(temp_count(&w.temp), files);
	assert_int_equal(-1, waitpid(-1, NULL, WNOHANG));
	assert_false(sp.done);

 out:
	temp_remove(&w.temp);
	return err;
}

/* Two processes want the same words at once: both get a whole file. */
int test_tts_two_at_once(void)
{
	struct world w;
	int status, err;
	pid_t pid;

	world_init(&w);
	pid = fork();
	assert_true(pid >= 0);
	err = speak(&w, "Hello", NULL);
	if (pid == 0)
		_exit(err);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	TEST_OK(err);
	err = WEXITSTATUS(status);
	TEST_OK(err);
	/* speak, speak.wav, speak.args and one result */
	assert_int_equal(temp_count(&w.temp), 4);
	err = speak(&w, "Hello", NULL);
	TEST_OK(err);

 out:
	temp_remove(&w.temp);
	return err;
}

/* No command: espeak-ng, if it is there. */
int test_tts_default(void)
{
	static const char espeak[] =
		"#!/bin/sh\n"
		"PATH=/usr/bin:/bin\n"
		"cd \"${0%/*}\"\n"
		"printf '>' >speak.args\n"
		"for a; do printf '<%s>' \"$a\"; done >>speak.args\n"
		"cat speak.wav >\"$4\"\n";
	const char *why = NULL;
	char path[4096];
	struct world w;
	int err;

	world_init(&w);
	(void)snprintf(path, sizeof(path), "%s", getenv("PATH"));
	setenv("PATH", w.temp.dir, 1);
	w.prm.command = "";
	err = speak(&w, "-x", &why);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ENOENT);
	assert_string_equal(why, "no tts_command and espeak-ng is not "
				 "installed");
	make_script(&w, "espeak-ng", espeak);
	err = speak(&w, "-x", &why);
	TEST_OK(err);
	assert_null(why);
	assert_non_null(strstr(last_args(&w), "<-v><en-us><-w><"));
	assert_non_null(strstr(last_args(&w), "><--><-x>"));

 out:
	setenv("PATH", path, 1);
	temp_remove(&w.temp);
	return err;
}
