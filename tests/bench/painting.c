/**
 * @file painting.c  What a full screen costs, and how soon a key is on it
 *
 *     painting [-n CALLS] -- COMMAND...
 *     painting -w SECONDS -- COMMAND...
 *
 * Levels of so many calls, ten times a second, go through board, screen and
 * terminal into a pseudo terminal: CPU of it all. Then COMMAND, a dialer, is
 * run on another one; digits are typed, and awaited there.
 *
 * With -w only COMMAND is run, and nothing is typed: its CPU for so long,
 * from when it shows its screen, of a core.
 *
 * Prints one JSON object.
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/compat.h"
#include "phone/contacts.h"
#include "phone/history.h"
#include "tui/screen.h"
#include "tui/terminal.h"

enum {
	SECONDS   = 30,
	HZ        = 10,
	COLUMNS   = 120,
	ROWS      = 40,
	ROUNDS    = 100,
	START_MS  = 15000,
	KEY_MS    = 2000,
	PAUSE_MS  = 40,
	SETTLE_US = 1000000,     /* all calls are read, and shown       */
	LINE_SIZE = 64 * 1024,
};

struct models {
	struct oh_board    *board;
	struct oh_contacts *contacts;
	struct oh_history  *history;
	struct oh_keys     *keys;
	struct oh_screen   *screen;
	struct oh_cells    *cells;
	struct oh_terminal *terminal;
	unsigned            calls;
};

static void on_order(const char *line, void *arg)
{
	(void)line;
	(void)arg;
}

static void on_key(uint32_t key, int mx, int my, void *arg)
{
	(void)key;
	(void)mx;
	(void)my;
	(void)arg;
}

static void on_any(void *arg)
{
	(void)arg;
}

static int open_pty(int *masterp, int *slavep)
{
	const struct winsize ws = { .ws_col = COLUMNS, .ws_row = ROWS };
	char name[128];

	*masterp = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*masterp < 0 || grantpt(*masterp) || unlockpt(*masterp) ||
	    ptsname_r(*masterp, name, sizeof(name)))
		return errno ? errno : ENXIO;
	*slavep = open(name, O_RDWR | O_NOCTTY);
	if (*slavep < 0 || ioctl(*slavep, TIOCSWINSZ, &ws))
		return errno;

	return 0;
}

/* What has come within ms; -1: nothing more will */
static ssize_t take(int fd, char *buf, size_t size, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (poll(&p, 1, ms) <= 0)
		return 0;

	return read(fd, buf, size);
}

static int make(struct models *m, int slave)
{
	const struct oh_terminal_prm tprm = {
		.in = slave, .out = slave, .term = "xterm", .colors = -1,
		.keyh = on_key, .pasteh = (void (*)(const char *, void *))
			on_order, .sizeh = on_any, .stoph = on_any,
		.goneh = on_any,
	};
	struct oh_screen_prm prm = { .orderh = on_order };
	int err = oh_board_alloc(&m->board, NULL, NULL);

	if (!err)
		err = oh_contacts_alloc(&m->contacts);
	if (!err)
		err = oh_history_alloc(&m->history);
	if (!err)
		err = oh_keys_alloc(&m->keys);
	prm.board    = m->board;
	prm.contacts = m->contacts;
	prm.history  = m->history;
	prm.keys     = m->keys;
	if (!err)
		err = oh_screen_alloc(&m->screen, &prm);
	if (!err)
		err = oh_cells_alloc(&m->cells, COLUMNS, ROWS);

	return err ? err : oh_terminal_open(&m->terminal, &tprm);
}

static void feed(struct models *m, const char *line, uint64_t now_ms)
{
	cJSON *o = cJSON_Parse(line);

	(void)oh_board_line(m->board, 1, o, now_ms);
	cJSON_Delete(o);
}

static void begin_calls(struct models *m)
{
	cJSON *hello = cJSON_Parse("{\"command\":\"phoned\",\"pid\":1}");
	char line[512];

	(void)oh_board_add_peer(m->board, 1, hello);
	cJSON_Delete(hello);
	for (unsigned i = 0; i < m->calls; i++) {
		(void)re_snprintf(line, sizeof(line), "{\"event\":\"dialing\","
			"\"call\":\"01a2-%04u\",\"number\":\"+1425555%04u\","
			"\"from\":\"+14255550150\",\"trunk\":\"sim\"}", i, i);
		feed(m, line, 1);
		(void)re_snprintf(line, sizeof(line), "{\"event\":\"answered"
			"\",\"call\":\"01a2-%04u\",\"codec\":\"PCMU/8000\"}",
			i);
		feed(m, line, 2);
	}
}

static void print_levels(char *line, size_t size, const struct models *m,
			 unsigned turn)
{
	int n = re_snprintf(line, size, "{\"event\":\"meters\",\"calls\":[");

	for (unsigned i = 0; i < m->calls && n > 0; i++)
		n += re_snprintf(line + n, size - (size_t)n, "%s{\"call\":"
			"\"01a2-%04u\",\"us\":-%u.5,\"them\":-%u.1,\"mos\":"
			"4.3,\"loss\":0.0,\"jitter\":1.2,\"rtt\":20.0,"
			"\"muted\":false,\"recording\":false,"
			"\"talking\":false}", i ? "," : "", i,
			10 + (i * 7 + turn * 13) % 50,
			10 + (i * 11 + turn * 5) % 50);
	(void)re_snprintf(line + n, size - (size_t)n, "]}");
}

static uint64_t cpu_us(void)
{
	struct rusage u;

	(void)getrusage(RUSAGE_SELF, &u);

	return (uint64_t)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 +
		(uint64_t)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

/* Of a core [%]; what feeding costs besides is in it */
static double spend(struct models *m, int master)
{
	static const uint64_t step_ms = 1000 / HZ;
	char *line = mem_alloc(LINE_SIZE, NULL), buf[4096];
	uint64_t used = 0, now = 1000;

	for (unsigned t = 0; line && t < SECONDS * HZ; t++, now += step_ms) {
		uint64_t from;

		print_levels(line, LINE_SIZE, m, t);
		from = cpu_us();
		feed(m, line, now);
		oh_screen_update(m->screen, now);
		oh_screen_paint(m->screen, m->cells, now, now * 1000);
		oh_terminal_draw(m->terminal, m->cells);
		used += cpu_us() - from;
		while (take(master, buf, sizeof(buf), 0) > 0)
			;
	}
	mem_deref(line);

	return (double)used / 10000.0 / SECONDS;
}

/* ---------------------------------------------------------- a key, shown */

static pid_t run_on(int slave, char **argv)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	(void)setsid();
	(void)ioctl(slave, TIOCSCTTY, 0);
	(void)dup2(slave, STDIN_FILENO);
	(void)dup2(slave, STDOUT_FILENO);
	(void)setenv("TERM", "xterm", 1);
	(void)execvp(argv[0], argv);
	_exit(127);
}

static bool await(int master, const char *text, int ms)
{
	const uint64_t until = oh_clock_us() + (uint64_t)ms * 1000;
	char buf[16384];
	size_t n = 0;

	while (oh_clock_us() < until && n + 1 < sizeof(buf)) {
		ssize_t got = take(master, buf + n, sizeof(buf) - 1 - n, 10);

		if (got < 0)
			return false;
		n += (size_t)got;
		buf[n] = '\0';
		if (strstr(buf, text))
			return true;
	}

	return false;
}

static void drain(int master, int ms)
{
	char buf[4096];

	while (take(master, buf, sizeof(buf), ms) > 0)
		;
}

/* Milliseconds of the slowest, and how many came at all */
static double press(int master, unsigned *seenp)
{
	static const char digitv[] = "0123456789";
	double worst = 0;

	for (unsigned i = 0; i < ROUNDS; i++) {
		const char key[2] = { digitv[i % 10], '\0' };
		uint64_t from = oh_clock_us();
		double ms;

		if (i % 10 == 0 && write(master, "\025", 1) == 1)
			drain(master, PAUSE_MS);
		from = oh_clock_us();
		if (write(master, key, 1) != 1 ||
		    !await(master, key, KEY_MS))
			continue;
		ms = (double)(oh_clock_us() - from) / 1000.0;
		worst = ms > worst ? ms : worst;
		++*seenp;
		drain(master, PAUSE_MS);
	}

	return worst;
}

static double show_keys(char **argv, unsigned *seenp)
{
	int master = -1, slave = -1;
	double worst;
	pid_t pid;

	if (open_pty(&master, &slave))
		return 0;
	pid = run_on(slave, argv);
	(void)close(slave);
	if (!await(master, "Leave", START_MS))
		(void)fprintf(stderr, "painting: no screen\n");
	drain(master, 500);
	worst = press(master, seenp);
	(void)kill(pid, SIGTERM);
	drain(master, 1000);
	(void)waitpid(pid, NULL, 0);
	(void)close(master);

	return worst;
}

/* ------------------------------------------------- a screen looked at */

/* CPU of a process so far [us]; its clock ticks are too coarse */
static uint64_t cpu_of(pid_t pid)
{
	struct timespec ts;
	clockid_t id;

	if (clock_getcpuclockid(pid, &id) || clock_gettime(id, &ts))
		return 0;

	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

/* All that it shows is read, or it would have to wait */
static size_t look_on(int master, uint64_t until_us)
{
	char buf[16384];
	size_t n = 0;

	while (oh_clock_us() < until_us) {
		ssize_t got = take(master, buf, sizeof(buf), 10);

		if (got < 0)
			break;
		n += (size_t)got;
	}

	return n;
}

static int watch(unsigned seconds, char **argv)
{
	int master = -1, slave = -1;
	uint64_t from_us, cpu_us0, spent_us;
	size_t bytes;
	pid_t pid;

	if (open_pty(&master, &slave))
		return 1;
	pid = run_on(slave, argv);
	(void)close(slave);
	if (!await(master, "Leave", START_MS))
		(void)fprintf(stderr, "painting: no screen\n");
	(void)look_on(master, oh_clock_us() + SETTLE_US);
	cpu_us0  = cpu_of(pid);
	from_us  = oh_clock_us();
	bytes    = look_on(master, from_us + seconds * UINT64_C(1000000));
	spent_us = cpu_of(pid) - cpu_us0;
	printf("{\"pct\":%.3f,\"bytes\":%zu}\n", (double)spent_us * 100.0 /
	       (double)(oh_clock_us() - from_us), bytes);
	(void)kill(pid, SIGTERM);
	drain(master, 1000);
	(void)waitpid(pid, NULL, 0);
	(void)close(master);

	return spent_us && bytes ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct models m = { .calls = 100 };
	int master = -1, slave = -1, opt, err;
	unsigned seen = 0, seconds = 0;
	double pct, worst;

	while ((opt = getopt(argc, argv, "n:w:")) != -1) {
		if (opt == 'w')
			seconds = (unsigned)strtoul(optarg, NULL, 10);
		else if (opt == 'n')
			m.calls = (unsigned)strtoul(optarg, NULL, 10);
	}
	if (seconds && optind < argc)
		return watch(seconds, &argv[optind]);
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	err = libre_init();
	if (!err)
		err = open_pty(&master, &slave);
	if (!err)
		err = make(&m, slave);
	if (err || optind >= argc) {
		(void)fprintf(stderr, "painting: %s\n", strerror(err));
		return 1;
	}
	begin_calls(&m);
	pct = spend(&m, master);
	m.terminal = mem_deref(m.terminal);
	worst = show_keys(&argv[optind], &seen);
	printf("{\"calls\":%u,\"pct\":%.3f,\"key_ms\":%.2f,\"keys\":%u}\n",
	       m.calls, pct, worst, seen);

	return seen == ROUNDS ? 0 : 1;
}
