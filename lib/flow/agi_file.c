/**
 * @file agi_file.c  Sounds as AGI scripts name them
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include "base/compat.h"
#include "flow/agi_file.h"

/* What libsndfile knows by its content; the last ones by nothing but their
   name. First what a script has itself recorded. */
static const char *const suffixv[] = {
	"", ".wav", ".WAV", ".wav16", ".flac", ".ogg", ".opus", ".mp3", ".au",
};

/* Not "", and no component ".." */
static bool is_name(const char *s)
{
	if (!*s || s[strlen(s) - 1] == '/')
		return false;
	for (; s; s = strchr(s, '/')) {
		s += *s == '/';
		if (0 == strncmp(s, "..", 2) && (!s[2] || s[2] == '/'))
			return false;
	}

	return true;
}

static bool is_file(const char *path)
{
	struct stat st;

	return 0 == stat(path, &st) && S_ISREG(st.st_mode);
}

static int find_in(char path[OH_AGI_FILE_SIZE], const char *folder,
		   const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(suffixv); i++) {
		if (re_snprintf(path, OH_AGI_FILE_SIZE, "%s%s%s%s", folder,
				*folder ? "/" : "", name, suffixv[i]) < 0)
			return ERANGE;
		if (is_file(path))
			return 0;
	}

	return ENOENT;
}

/**
 * Find a sound
 *
 * @param path    Receives its path
 * @param folderv Where, in order; NULL at the end, "": the working directory
 * @param name    Name, with or without a suffix; one with a '/' at its
 *                beginning is sought nowhere else
 *
 * @return 0, EINVAL, EBADMSG (no name for a file), ENOENT, ERANGE (too long)
 */
int oh_agi_file_find(char path[OH_AGI_FILE_SIZE],
		     const char *const *folderv, const char *name)
{
	int err = ENOENT;

	if (!path || !folderv || !name)
		return EINVAL;
	if (!is_name(name))
		return EBADMSG;
	if (*name == '/')
		return find_in(path, "", name);
	for (; *folderv && err == ENOENT; folderv++)
		err = find_in(path, *folderv, name);

	return err;
}

/**
 * Print the path of a recording
 *
 * We write WAV alone: a file that is it has a name that says so.
 *
 * @param path   Receives it
 * @param name   Name without a suffix
 * @param format As the script calls it: "wav", "gsm"
 *
 * @return 0, EINVAL, EBADMSG (no name for a file), ERANGE (too long)
 */
int oh_agi_file_print(char path[OH_AGI_FILE_SIZE], const char *name,
		      const char *format)
{
	bool wav;

	if (!path || !name || !format)
		return EINVAL;
	if (!is_name(name))
		return EBADMSG;
	wav = 0 == strcasecmp(format, "wav");

	return re_snprintf(path, OH_AGI_FILE_SIZE, "%s.%s", name,
			   wav ? format : "wav") < 0 ? ERANGE : 0;
}
