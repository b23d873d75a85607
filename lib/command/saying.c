/**
 * @file saying.c  Words, digits, numbers and letters made into prompts
 */
#include <errno.h>
#include <libgen.h>
#include "base/compat.h"
#include "base/path.h"
#include "cli/exit.h"
#include "command/saying.h"
#include "media/tts.h"
#include "speech/pieces.h"
#include "speech/speech.h"

enum { PATH_SIZE = 1024 };

static const struct kind {
	char        tag;
	const char *option;
	bool        recorded;            /* in pieces                      */
	enum oh_speech_kind speech;
} kindv[] = {
	{ OH_SAYING_PLAY,   "play",       false, 0                },
	{ OH_SAYING_TEXT,   "say",        false, 0                },
	{ OH_SAYING_DIGITS, "say-digits", true,  OH_SPEECH_DIGITS },
	{ OH_SAYING_NUMBER, "say-number", true,  OH_SPEECH_NUMBER },
	{ OH_SAYING_SPELL,  "spell",      true,  OH_SPEECH_SPELL  },
};

static const struct kind *find_kind(char tag)
{
	size_t i = ARRAY_SIZE(kindv) - 1;

	while (i && kindv[i].tag != tag)
		i--;

	return &kindv[i];
}

static int make_writable(char *dir, size_t size, enum oh_path where)
{
	int err = oh_path_make(dir, size, where, "speech/any");

	if (err)
		return err;
	(void)dirname(dir);

	return access(dir, W_OK | X_OK) ? errno : 0;
}

/**
 * Find or make the folder for what is spoken
 *
 * Users that are there for a service often have no home, and an alarm must
 * be spoken all the same: then it lies beside the sockets.
 *
 * @param dir  Receives its path
 * @param size Size of it
 *
 * @return 0 or an errno of the file system
 */
int oh_saying_folder(char *dir, size_t size)
{
	int err = make_writable(dir, size, OH_PATH_CACHE);

	return err ? make_writable(dir, size, OH_PATH_RUNTIME) : 0;
}

static int speak(char path[PATH_SIZE], struct oh_app *app,
		 const struct oh_conf *conf, const char *text)
{
	char folder[PATH_SIZE];
	struct oh_tts_prm prm = {
		.command   = conf->tts_command,
		.voice     = conf->voice,
		.cache_dir = folder,
	};
	const char *why = NULL;
	int err;

	err = oh_saying_folder(folder, sizeof(folder));
	if (err)
		return oh_app_fail(app, OH_EXIT_CANT_CREATE,
				   "--say: no folder for what is spoken: %s",
				   strerror(err));
	err = oh_tts_speak(path, PATH_SIZE, &prm, text, &why);

	return err ? oh_app_fail(app, OH_EXIT_CONFIG, "--say: %s",
				 why ? why : strerror(err)) : 0;
}

static int open_file(struct oh_prompt **prp, struct oh_app *app,
		     struct oh_desk *desk, const char *path)
{
	const char *why = "";
	int err = oh_prompt_open(prp, oh_desk_prompts(desk), path, &why);

	return err ? oh_app_fail(app, OH_EXIT_NO_INPUT, "%s: %s", path,
				 why && *why ? why : strerror(err)) : 0;
}

/* Whoever has set a voice has said in which language. */
static const char *voice_language(const struct oh_desk *desk)
{
	const char *voice = oh_desk_conf(desk)->voice;

	return *voice ? oh_pieces_language(voice) : "en";
}

static int open_recorded(struct oh_prompt **prp, struct oh_app *app,
			 struct oh_desk *desk, const struct kind *kind,
			 const struct oh_speech_text *t)
{
	const char *why = NULL;
	size_t pos = 0;
	int err;

	if (!t->lang)
		return oh_app_fail(app, OH_EXIT_USAGE, "--%s: no recordings "
				   "in the language of voice '%s': "
				   "--language en, de, fr or es",
				   kind->option, oh_desk_conf(desk)->voice);
	err = oh_speech_prompt(prp, oh_desk_prompts(desk), t, &pos, &why);
	if (err == ENOENT)
		return oh_app_fail(app, OH_EXIT_USAGE, "--language '%s': %s",
				   t->lang, why);
	if (err == EBADMSG)
		return oh_app_fail(app, OH_EXIT_USAGE,
				   "--%s '%s': %s at character %zu",
				   kind->option, t->text, why, pos + 1);

	return err ? oh_app_fail(app, OH_EXIT_USAGE, "--%s '%s': %s",
				 kind->option, t->text,
				 why ? why : strerror(err)) : 0;
}

/**
 * Make a prompt of an option's value
 *
 * @param prp  Returned, release with oh_prompt_unref()
 * @param app  The command, for messages
 * @param desk Configuration and prompt cache
 * @param tag  Which option, OH_SAYING_x
 * @param text Its value
 * @param lang Of recorded pieces; NULL: that of the voice
 *
 * @return 0 or the exit status; what is wrong has been printed
 */
int oh_saying_prompt(struct oh_prompt **prp, struct oh_app *app,
		     struct oh_desk *desk, char tag, const char *text,
		     const char *lang)
{
	const struct kind *kind = find_kind(tag);
	char spoken[PATH_SIZE];
	int status;

	if (!*text)
		return oh_app_fail(app, OH_EXIT_USAGE, "--%s: it is empty",
				   kind->option);
	if (kind->recorded)
		return open_recorded(prp, app, desk, kind,
				     &(struct oh_speech_text){
			.kind = kind->speech,
			.lang = lang ? lang : voice_language(desk),
			.text = text,
		});
	if (tag == OH_SAYING_PLAY)
		return open_file(prp, app, desk, text);

	status = speak(spoken, app, oh_desk_conf(desk), text);

	return status ? status : open_file(prp, app, desk, spoken);
}

/** Whether any of the options is said by recorded pieces */
bool oh_saying_is_recorded(const struct oh_opt_list *prompts)
{
	for (uint32_t i = 0; i < prompts->c; i++) {
		if (find_kind(prompts->tag[i])->recorded)
			return true;
	}

	return false;
}
