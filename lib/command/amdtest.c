/**
 * @file amdtest.c  What `offhook amd-test` does: detection tried on files
 *
 * A file is listened to as a call would be. The first part of its name, up to
 * '-', says what it is; "beep" as another part, that a machine beeps in it.
 * Files of other names are listened to and not counted.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include "base/compat.h"
#include "base/scan.h"
#include "cli/exit.h"
#include "command/amdtest.h"
#include "command/config.h"
#include "command/detecting.h"
#include "media/source.h"

enum { SHOWN = 48, NAME_MAX_SIZE = 256 };

/** What a file can be, and be taken for */
enum class {
	HUMAN, MACHINE, FAX, BUSY, CONGESTION, SIT, UNKNOWN, CLASSES,
	UNLABELLED = CLASSES
};

static const char *const classv[CLASSES] = {
	"human", "machine", "fax", "busy", "congestion", "sit", "unknown",
};

/** One file */
struct heard {
	struct oh_finding verdict;     /* the last of who, or of a tone      */
	struct oh_finding beep;
};

struct tally {
	uint32_t countv[CLASSES][CLASSES];
	uint32_t filec;                /* those with a label                 */
	uint32_t right;
	uint32_t beeps;                /* in their names                     */
	uint32_t beeps_heard;
	uint32_t beeps_false;
};

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static enum class label_of(const char *path)
{
	const char *name = base_of(path);
	size_t len = strcspn(name, "-.");

	for (int i = 0; i < CLASSES; i++) {
		if (strlen(classv[i]) == len &&
		    0 == strncmp(classv[i], name, len))
			return (enum class)i;
	}

	return UNLABELLED;
}

static enum class class_of(enum oh_detected what)
{
	switch (what) {

	case OH_DETECTED_HUMAN:           return HUMAN;
	case OH_DETECTED_MACHINE:         return MACHINE;
	case OH_DETECTED_FAX:             return FAX;
	case OH_DETECTED_BUSY_TONE:       return BUSY;
	case OH_DETECTED_CONGESTION_TONE: return CONGESTION;
	case OH_DETECTED_SIT:
	case OH_DETECTED_SIT_VACANT:
	case OH_DETECTED_SIT_INTERCEPT:
	case OH_DETECTED_SIT_NO_CIRCUIT:
	case OH_DETECTED_SIT_REORDER:     return SIT;
	default:                          return UNKNOWN;
	}
}

/* A tone of the network ends the call: nothing after it counts */
static void on_finding(const struct oh_finding *f, void *arg)
{
	struct heard *h = arg;
	bool over = class_of(h->verdict.what) >= BUSY &&
		class_of(h->verdict.what) <= SIT;

	if (over)
		return;
	if (f->what == OH_DETECTED_BEEP)
		h->beep = *f;
	else if (f->what != OH_DETECTED_SILENCE)
		h->verdict = *f;
}

struct listening {
	struct oh_detect *detect;
	struct heard     *heard;
};

static int on_samples(const int16_t *sampv, size_t sampc, void *arg)
{
	struct listening *l = arg;

	oh_detect_feed(l->detect, sampv, sampc, on_finding, l->heard);

	return 0;
}

static int listen_to(struct heard *h, struct oh_app *app, const char *path,
		     const struct oh_detect_prm *prm)
{
	struct listening l = { .heard = h };
	struct oh_source src;
	const char *why = NULL;
	int err;

	memset(h, 0, sizeof(*h));
	h->verdict.what   = OH_DETECTED_UNKNOWN;
	h->verdict.reason = "";
	err = oh_source_open(&src, path, &why);
	if (err)
		return oh_app_fail(app, OH_EXIT_NO_INPUT, "%s: %s", path,
				   why && *why ? why : strerror(err));
	err = oh_detect_alloc(&l.detect, prm);
	if (!err)
		err = oh_source_decode(&src, OH_DETECT_RATE_HZ, on_samples,
				       &l);
	oh_source_close(&src);
	mem_deref(l.detect);

	return err ? oh_app_fail(app, err == ENOMEM ? OH_EXIT_SOFTWARE :
				 OH_EXIT_NO_INPUT, "%s: %s", path,
				 strerror(err)) : 0;
}

static void count(struct tally *t, const char *path, const struct heard *h)
{
	enum class want = label_of(path), got = class_of(h->verdict.what);
	bool beeps = strstr(base_of(path), "-beep") != NULL;
	bool heard = h->beep.what == OH_DETECTED_BEEP;

	if (want == UNLABELLED)
		return;
	t->countv[want][got]++;
	t->filec++;
	t->right       += want == got;
	t->beeps       += beeps;
	t->beeps_heard += beeps && heard;
	t->beeps_false += !beeps && heard;
}

static void print_file(const char *path, const struct heard *h)
{
	char name[NAME_MAX_SIZE];
	enum class want = label_of(path);
	const char *base = base_of(path);

	(void)oh_scan_safe(name, sizeof(name), base, strlen(base));
	printf("%-*s  %-15s  %-14s  %4.2f  %6.2f", SHOWN, name,
		  oh_detected_name(h->verdict.what), h->verdict.reason,
		  h->verdict.confidence, h->verdict.at_ms / 1000.0);
	if (h->beep.what == OH_DETECTED_BEEP)
		printf("  %6.2f", h->beep.at_ms / 1000.0);
	else
		printf("       -");
	printf("%s\n", want != UNLABELLED &&
		  want != class_of(h->verdict.what) ? "  WRONG" : "");
}

static void print_head(void)
{
	printf("%-*s  %-15s  %-14s  %4s  %6s  %6s\n", SHOWN, "file",
		  "heard", "reason", "conf", "at", "beep");
}

static void print_tally(const struct tally *t)
{
	printf("\n%-12s", "is / heard");
	for (int k = 0; k < CLASSES; k++)
		printf("  %10s", classv[k]);
	printf("\n");
	for (int i = 0; i < CLASSES; i++) {
		printf("%-12s", classv[i]);
		for (int k = 0; k < CLASSES; k++)
			printf("  %10u", t->countv[i][k]);
		printf("\n");
	}
	printf("right: %u of %u; beeps heard: %u of %u, and %u where "
		  "there is none\n", t->right, t->filec, t->beeps_heard,
		  t->beeps, t->beeps_false);
}

static int print_json(cJSON *obj, bool ok)
{
	char *line = ok ? cJSON_PrintUnformatted(obj) : NULL;

	cJSON_Delete(obj);
	if (!line)
		return ENOMEM;
	printf("%s\n", line);
	cJSON_free(line);

	return 0;
}

static double thousandths(double v)
{
	return (double)(int64_t)(v * 1000.0 + 0.5) / 1000.0;
}

static int print_file_json(const char *path, const struct heard *h)
{
	cJSON *o = cJSON_CreateObject();
	enum class want = label_of(path);
	char name[NAME_MAX_SIZE];
	bool ok, beep = h->beep.what == OH_DETECTED_BEEP;

	(void)oh_scan_safe(name, sizeof(name), path, strlen(path));
	ok = cJSON_AddStringToObject(o, "schema", "offhook.amd/1") &&
	     cJSON_AddStringToObject(o, "file", name) &&
	     cJSON_AddItemToObject(o, "label", want == UNLABELLED ?
		     cJSON_CreateNull() : cJSON_CreateString(classv[want])) &&
	     cJSON_AddStringToObject(o, "detected",
		     oh_detected_name(h->verdict.what)) &&
	     cJSON_AddItemToObject(o, "reason", *h->verdict.reason ?
		     cJSON_CreateString(h->verdict.reason) :
		     cJSON_CreateNull()) &&
	     cJSON_AddNumberToObject(o, "confidence",
		     thousandths(h->verdict.confidence)) &&
	     cJSON_AddNumberToObject(o, "seconds",
		     thousandths(h->verdict.at_ms / 1000.0)) &&
	     cJSON_AddItemToObject(o, "beep_at_ms", beep ?
		     cJSON_CreateNumber(h->beep.at_ms) : cJSON_CreateNull());

	return print_json(o, ok);
}

static int print_tally_json(const struct tally *t)
{
	cJSON *o = cJSON_CreateObject();
	cJSON *all = cJSON_AddObjectToObject(o, "confusion");
	bool ok = all && cJSON_AddStringToObject(o, "schema",
						 "offhook.amd-tally/1");

	for (int i = 0; i < CLASSES && ok; i++) {
		cJSON *row = cJSON_AddObjectToObject(all, classv[i]);

		for (int k = 0; k < CLASSES && ok; k++)
			ok = cJSON_AddNumberToObject(row, classv[k],
						     t->countv[i][k]);
	}
	ok = ok && cJSON_AddNumberToObject(o, "files", t->filec) &&
	     cJSON_AddNumberToObject(o, "right", t->right) &&
	     cJSON_AddNumberToObject(o, "beeps", t->beeps) &&
	     cJSON_AddNumberToObject(o, "beeps_heard", t->beeps_heard) &&
	     cJSON_AddNumberToObject(o, "beeps_false", t->beeps_false);

	return print_json(o, ok);
}

static int try_files(struct oh_app *app, const struct oh_detect_prm *prm,
		     const char *const *pathv, uint32_t pathc)
{
	bool json = oh_app_opts(app)->json;
	struct tally t = { .filec = 0 };
	struct heard h;
	int err = 0;

	if (!json)
		print_head();
	for (uint32_t i = 0; i < pathc && !err; i++) {
		int status = listen_to(&h, app, pathv[i], prm);

		if (status)
			return status;
		count(&t, pathv[i], &h);
		if (json)
			err = print_file_json(pathv[i], &h);
		else
			print_file(pathv[i], &h);
	}
	if (!err && json)
		err = print_tally_json(&t);
	else if (!err && t.filec)
		print_tally(&t);
	if (err)
		return oh_app_fail(app, OH_EXIT_SOFTWARE, "out of memory");

	return t.right == t.filec ? OH_EXIT_OK : OH_EXIT_FAILED;
}

/**
 * Listen to files as to calls, and print what was heard
 *
 * @param app   The command
 * @param pathv Sound files
 * @param pathc Their number
 *
 * @return 0: every file that says what it is was recognised; 1: not all
 *         were; 66: one cannot be read; 78: the configuration is wrong
 */
int oh_amdtest_run(struct oh_app *app, const char *const *pathv,
		   uint32_t pathc)
{
	struct oh_detect_prm prm;
	struct oh_conf *conf = NULL;
	int status;

	if (!pathc)
		return oh_app_fail(app, OH_EXIT_USAGE, "amd-test: no file");
	status = oh_config_load(&conf, app);
	if (!status) {
		oh_detecting_prm(&prm, conf);
		status = try_files(app, &prm, pathv, pathc);
	}
	mem_deref(conf);

	return status;
}
