/**
 * @file folder.c  The folder of one baresip
 *
 *     handset-<our pid>-<random>/config, accounts, contacts
 *
 * In it stands whom to call to listen in: 0700, and new for each start.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/compat.h"
#include "base/path.h"
#include "handset/folder.h"

enum { PATH_SIZE = 4096, NAME_SIZE = 64, TEXT_SIZE = 4096 };

static const char prefix[] = "handset-";

/* -------------------------------------------------------------- removing */

/**
 * Remove a folder and the files in it; it has no folders in it
 *
 * @param path Folder, or ""
 */
void oh_folder_remove(const char *path)
{
	struct dirent *de;
	DIR *dir;

	if (!*path)
		return;
	dir = opendir(path);
	if (!dir)
		return;
	/* Files alone can be unlinked: "." and ".." stay */
	while ((de = readdir(dir)))
		(void)unlinkat(dirfd(dir), de->d_name, 0);
	(void)closedir(dir);
	(void)rmdir(path);
}

/* Whose name is that of a process which is no more */
static bool is_left(const char *name)
{
	int pid;

	return 0 == strncmp(name, prefix, sizeof(prefix) - 1) &&
		sscanf(name + sizeof(prefix) - 1, "%d-", &pid) == 1 &&
		pid > 0 && kill(pid, 0) && errno == ESRCH;
}

static void sweep(const char *parent)
{
	char path[PATH_SIZE];
	struct dirent *de;
	DIR *dir = opendir(parent);

	if (!dir)
		return;
	while ((de = readdir(dir))) {
		if (is_left(de->d_name) &&
		    snprintf(path, sizeof(path), "%s/%s", parent,
			     de->d_name) < PATH_SIZE &&
		    0 == oh_path_check(path))
			oh_folder_remove(path);
	}
	(void)closedir(dir);
}

/* ---------------------------------------------------------------- making */

static int write_file(const char *dir, const char *name, const char *text)
{
	char path[PATH_SIZE];
	size_t len = strlen(text);
	int fd, err = 0;

	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >= PATH_SIZE)
		return ERANGE;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
		  S_IRUSR | S_IWUSR);
	if (fd < 0)
		return errno;
	if (write(fd, text, len) != (ssize_t)len)
		err = errno ? errno : EIO;
	if (close(fd) && !err)
		err = errno;

	return err;
}

/* Each once; there is always one to which nobody listens, for alerts */
static int print_drivers(struct re_printf *pf,
			 const struct oh_folder_prm *prm)
{
	static const char nobody[] = "aubridge";
	const char *in = prm->input->driver, *out = prm->output->driver;
	int err = re_hprintf(pf, "module %s.so\n", nobody);

	if (!err && strcmp(in, nobody))
		err = re_hprintf(pf, "module %s.so\n", in);
	if (!err && strcmp(out, nobody) && strcmp(out, in))
		err = re_hprintf(pf, "module %s.so\n", out);

	return err;
}

/* It plays nothing of its own, takes one call, and does not listen to other
   machines; how many frames it waits for is what a network's jitter wants. */
static int write_config(const char *dir, const struct oh_folder_prm *prm)
{
	const char *dump = prm->dump;
	char text[TEXT_SIZE];

	if (re_snprintf(text, sizeof(text),
			"poll_method epoll\n"
			"sip_listen 127.0.0.1:0\n"
			"net_interface 127.0.0.1\n"
			"call_max_calls 1\n"
			"call_local_timeout 10\n"
			"audio_path %s\n"
			"audio_player %s\n"
			"audio_source %s\n"
			"audio_alert aubridge,alert\n"
			"rtp_ports 16384-32766\n"
			"jitter_buffer_delay 2-10\n"
			"rtp_timeout 10\n"
			"statmode_default off\n"
			"module_path %s\n"
			"module g711.so\n"
			"%H%s%s%s%s%s"
			"module_tmp account.so\n"
			"module_app menu.so\n",
			dir, prm->output->name, prm->input->name,
			prm->modules, print_drivers, prm,
			prm->srtp ? "module srtp.so\n" : "",
			prm->wide ? "module g722.so\n" : "",
			dump ? "module sndfile.so\nsnd_path " : "",
			dump ? dump : "", dump ? "\n" : "") < 0)
		return ERANGE;

	return write_file(dir, "config", text);
}

static int write_account(const char *dir, const struct oh_folder_prm *prm)
{
	char text[TEXT_SIZE];

	if (re_snprintf(text, sizeof(text), "<sip:%s@127.0.0.1>;regint=0;"
			"answermode=auto;audio_codecs=%sPCMU,PCMA;"
			"ptime=20%s\n",
			prm->user, prm->wide ? "G722/16000/1," : "",
			prm->srtp ? ";mediaenc=srtp-mand" : "") < 0)
		return ERANGE;

	return write_file(dir, "accounts", text);
}

/**
 * Make the folder of a baresip
 *
 * @param path Receives it; "" after an error
 * @param size Its size
 * @param prm  What baresip is told; no line ends in it
 *
 * @return 0 or an errno; nothing is left of it then
 */
int oh_folder_make(char *path, size_t size, const struct oh_folder_prm *prm)
{
	char parent[PATH_SIZE], name[NAME_SIZE];
	int err;

	path[0] = '\0';
	err = oh_path_make(parent, sizeof(parent), OH_PATH_RUNTIME, NULL);
	if (err)
		return err;
	sweep(parent);
	(void)snprintf(name, sizeof(name), "%s%d-%016" PRIx64, prefix,
		       (int)getpid(), rand_u64());
	if ((size_t)snprintf(path, size, "%s/%s", parent, name) >= size)
		err = ERANGE;
	else if (mkdir(path, S_IRWXU))
		err = errno;
	if (err) {
		path[0] = '\0';
		return err;
	}
	err = write_config(path, prm);
	if (!err)
		err = write_account(path, prm);
	if (!err)
		err = write_file(path, "contacts", "");
	if (err) {
		oh_folder_remove(path);
		path[0] = '\0';
	}

	return err;
}
