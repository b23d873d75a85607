/**
 * @file keyboard.c  Single keys of a terminal
 */
#include <errno.h>
#include <termios.h>
#include <unistd.h>
#include "base/compat.h"
#include "command/keyboard.h"

enum { KEYS = 64 };

struct oh_keyboard {
	struct termios was;
	bool           open;
	oh_keyboard_h *h;
	void          *arg;
};

static void destructor(void *data)
{
	struct oh_keyboard *k = data;

	if (!k->open)
		return;
	fd_close(STDIN_FILENO);
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &k->was);
}

static void read_handler(int flags, void *arg)
{
	struct oh_keyboard *k = arg;
	char keyv[KEYS];
	ssize_t n = read(STDIN_FILENO, keyv, sizeof(keyv));

	(void)flags;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	/* Whoever hears of a key may release the keyboard */
	mem_ref(k);
	if (n <= 0) {
		fd_close(STDIN_FILENO);
		k->h(OH_KEYBOARD_END, k->arg);
	}
	for (ssize_t i = 0; i < n && mem_nrefs(k) > 1; i++) {
		if (keyv[i] == OH_KEYBOARD_END ||
		    (keyv[i] > ' ' && keyv[i] < 0x7f))
			k->h(keyv[i], k->arg);
	}
	mem_deref(k);
}

/* Who is not in the foreground would be stopped for it */
static bool is_ours(void)
{
	return isatty(STDIN_FILENO) && tcgetpgrp(STDIN_FILENO) == getpgrp();
}

/**
 * Read the keys of our terminal
 *
 * @param kp  Returned, release with mem_deref(): the terminal is as before
 *            then; NULL if there is none
 * @param h   Called for each key
 * @param arg Handler argument
 *
 * @return 0 or an errno
 */
int oh_keyboard_open(struct oh_keyboard **kp, oh_keyboard_h *h, void *arg)
{
	struct oh_keyboard *k;
	struct termios raw;
	int err;

	*kp = NULL;
	if (!is_ours())
		return 0;
	k = mem_zalloc(sizeof(*k), destructor);
	if (!k)
		return ENOMEM;
	k->h   = h;
	k->arg = arg;
	err = tcgetattr(STDIN_FILENO, &k->was) ? errno : 0;
	if (!err) {
		raw = k->was;
		raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
		raw.c_cc[VMIN]  = 1;
		raw.c_cc[VTIME] = 0;
		err = tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) ? errno : 0;
	}
	if (!err) {
		k->open = true;
		err = fd_listen(STDIN_FILENO, FD_READ, read_handler, k);
	}
	if (err)
		mem_deref(k);
	else
		*kp = k;

	return err;
}
