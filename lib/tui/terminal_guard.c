/**
 * @file terminal_guard.c  A crash leaves the terminal as it was found
 *
 * A signal handler can be told nothing: this is the one place of the screen
 * with state of the whole process. Everything that handler needs is prepared
 * beforehand; in it tcsetattr() and write() are called, which may be.
 */
#include <errno.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>
#include "base/compat.h"
#include "tui/terminal_priv.h"
#include <term.h>

enum { LEAVE_SIZE = 256 };

static const int fatalv[] = {
	SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSYS,
};

enum { FATALS = sizeof(fatalv) / sizeof(fatalv[0]) };

static struct {
	volatile sig_atomic_t on;
	int              fd;
	struct termios   was;
	char             leave[LEAVE_SIZE];
	size_t           len;
	struct sigaction wasv[FATALS];
} guard;

/**
 * Write what leaves the screen: for when there is no ncurses, or no room for
 * what it has to say
 */
void oh_terminal_guard_leave(void)
{
	if (guard.on && write(guard.fd, guard.leave, guard.len) < 0)
		errno = 0;                   /* nobody to tell */
}

static void die(int sig)
{
	if (guard.on) {
		(void)tcsetattr(guard.fd, TCSANOW, &guard.was);
		oh_terminal_guard_leave();
		guard.on = 0;
	}
	/* SA_RESETHAND: this time it is what it always was */
	(void)raise(sig);
}

/* A capability without its padding: there is nobody left to wait */
static void add(const char *cap)
{
	if (!cap || cap == (const char *)-1)
		return;
	while (*cap && guard.len + 1 < sizeof(guard.leave)) {
		const char *end = 0 == strncmp(cap, "$<", 2) ?
			strchr(cap, '>') : NULL;

		if (end)
			cap = end + 1;
		else
			guard.leave[guard.len++] = *cap++;
	}
}

static char *cap_of(const char *name)
{
	char buf[16];

	str_ncpy(buf, name, sizeof(buf));       /* it wants a char * */

	return tigetstr(buf);
}

/**
 * Have the terminal restored if the process dies of its own fault. The
 * terminal's description must be set up, and its modes as they are found
 *
 * @param fd    Terminal; writing there should not wait
 * @param mouse Whether it will be asked to tell of clicks
 *
 * @return 0, EBUSY if one is guarded already, or what the system said
 */
int oh_terminal_guard(int fd, bool mouse)
{
	struct sigaction sa = { .sa_handler = die };

	if (guard.on)
		return EBUSY;
	if (tcgetattr(fd, &guard.was))
		return errno;

	guard.fd  = fd;
	guard.len = 0;
	add("\033[?2004l");
	if (mouse)
		add(OH_TERMINAL_MOUSE_OFF);
	add(cap_of("sgr0"));
	add(cap_of("cnorm"));
	add(cap_of("rmkx"));
	add(cap_of("rmcup"));
	sigemptyset(&sa.sa_mask);
	sa.sa_flags = (int)SA_RESETHAND | SA_NODEFER;
	guard.on = 1;
	for (size_t i = 0; i < FATALS; i++)
		(void)sigaction(fatalv[i], &sa, &guard.wasv[i]);

	return 0;
}

/** The terminal has been given back: signals mean what they did before */
void oh_terminal_unguard(void)
{
	if (!guard.on)
		return;
	guard.on = 0;
	for (size_t i = 0; i < FATALS; i++)
		(void)sigaction(fatalv[i], &guard.wasv[i], NULL);
}
