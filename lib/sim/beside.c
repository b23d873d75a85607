/**
 * @file beside.c  The simulated network for commands without configuration
 *
 *      command                         pstn-sim --while-connected
 *         | connect ------------------> door: joined, done
 *         |    or nobody there:
 *         | lock
 *         | connect again (another command may have been quicker)
 *         | start --------------------> opens its door
 *         | <-- "ready" on its stdout -- |
 *         | connect ------------------> greeting: a number of our own
 *         | unlock
 */
#include "base/compat.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <cjson/cJSON.h>
#include "base/child.h"
#include "base/clock.h"
#include "base/path.h"
#include "sim/beside.h"
#include "sim/door.h"

enum {
	WAIT_MS   = 5000,     /* for everything together */
	RETRY_MS  = 5,
	PATH_SIZE = 4096,
};

#define STATE_NAME "pstn-sim.json"

struct oh_sim_beside {
	int fd;
};

static void destructor(void *arg)
{
	struct oh_sim_beside *b = arg;

	if (b->fd >= 0)
		(void)close(b->fd);
}

static int left_ms(uint64_t until)
{
	uint64_t now = oh_clock_us();

	return now < until ? (int)((until - now) / 1000) : 0;
}

/* One line, without its end; EPIPE if it never comes */
static int read_line(char *buf, size_t size, int fd, uint64_t until)
{
	size_t len = 0;

	while (len < size - 1) {
		struct pollfd pfd = { .fd = fd, .events = POLLIN };
		int n = poll(&pfd, 1, left_ms(until));
		ssize_t got;

		if (n == 0)
			return ETIMEDOUT;
		if (n < 0 && errno == EINTR)
			continue;
		got = read(fd, buf + len, 1);
		if (got <= 0)
			return EPIPE;
		if (buf[len] == '\n') {
			buf[len] = '\0';
			return 0;
		}
		len++;
	}

	return EBADMSG;
}

/* It goes into SIP headers: whoever greets us, nothing else may. */
static bool is_number(const char *s)
{
	return s && *s == '+' && s[1] &&
		s[1 + strspn(s + 1, "0123456789")] == '\0';
}

static int parse_greeting(struct oh_sim_beside_info *info, const char *line)
{
	cJSON *o = cJSON_Parse(line);
	const char *sip, *number, *rest;
	struct sa sa;
	int err = EBADMSG;

	sip = cJSON_GetStringValue(cJSON_GetObjectItem(o, "sip"));
	number = cJSON_GetStringValue(cJSON_GetObjectItem(o, "number"));
	rest = cJSON_GetStringValue(cJSON_GetObjectItem(o, "rest"));
	if (!sip || !is_number(number) ||
	    strlen(number) >= sizeof(info->number) ||
	    (rest && strlen(rest) >= sizeof(info->rest)))
		goto out;

	if (sa_decode(&sa, sip, strlen(sip)) || !sa_port(&sa))
		goto out;

	str_ncpy(info->number, number, sizeof(info->number));
	str_ncpy(info->rest, rest ? rest : "", sizeof(info->rest));
	info->port = sa_port(&sa);
	err = sa_ntop(&sa, info->host, sizeof(info->host));

 out:
	cJSON_Delete(o);

	return err;
}

/*
 * ENOENT: nobody is there. One that is stopped takes no visitor, and its
 * queue may be full: a connect() that blocks would block for ever.
 */
static int knock(int fd, const struct sockaddr_un *path, uint64_t until)
{
	while (connect(fd, (const struct sockaddr *)path, sizeof(*path))) {
		if (errno != EAGAIN)
			return ENOENT;
		if (!left_ms(until))
			return ETIMEDOUT;
		(void)poll(NULL, 0, RETRY_MS);
	}

	return 0;
}

/* ENOENT: there is no network to join */
static int join(int *fdp, struct oh_sim_beside_info *info, uint64_t until)
{
	struct sockaddr_un path = { .sun_family = AF_UNIX };
	char line[OH_SIM_DOOR_GREETING_SIZE];
	int fd, err;

	err = oh_path_print(path.sun_path, sizeof(path.sun_path),
			    OH_PATH_RUNTIME, OH_SIM_DOOR_SOCKET);
	if (err)
		return err;

	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return errno;

	err = knock(fd, &path, until);
	if (err)
		goto out;

	err = read_line(line, sizeof(line), fd, until);
	if (err) {
		/* It was about to end, or has no number for us */
		err = err == EPIPE ? ENOENT : err;
		goto out;
	}

	err = parse_greeting(info, line);

 out:
	if (err)
		(void)close(fd);
	else
		*fdp = fd;

	return err;
}

static int lock_start(int *fdp, uint64_t until)
{
	char path[PATH_SIZE];
	int fd, err;

	err = oh_path_make(path, sizeof(path), OH_PATH_RUNTIME,
			   OH_SIM_DOOR_START);
	if (err)
		return err;

	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;

	while (flock(fd, LOCK_EX | LOCK_NB)) {
		err = errno == EWOULDBLOCK && left_ms(until) ? 0 :
		      errno == EWOULDBLOCK ? ETIMEDOUT : errno;
		if (err) {
			(void)close(fd);
			return err;
		}
		(void)poll(NULL, 0, RETRY_MS);
	}
	*fdp = fd;

	return 0;
}

/*
 * Start the program and wait until it is ready. It is not ours alone, so it
 * outlives us when others are connected.
 */
static int start(uint64_t until)
{
	char path[PATH_SIZE], line[OH_SIM_DOOR_GREETING_SIZE];
	char state[PATH_SIZE];
	const char *argv[] = { path, "--while-connected", "--quiet",
			       "--listen", "127.0.0.1:0",
			       "--rest", "127.0.0.1:0", "--state", state,
			       NULL };
	enum { STATE_AT = 7 };
	struct oh_child ch;
	int err;

	if (oh_path_beside(path, sizeof(path), "pstn-sim"))
		str_ncpy(path, "pstn-sim", sizeof(path));   /* by PATH */

	/* What was bought is there the next time; without a home it is not */
	if (oh_path_make(state, sizeof(state), OH_PATH_STATE, STATE_NAME))
		argv[STATE_AT] = NULL;
	err = oh_child_start(&ch, argv, false);
	if (err)
		return err;

	err = read_line(line, sizeof(line), ch.out, until);
	if (err)
		oh_child_stop(&ch);
	else
		(void)close(ch.out);

	return err;
}

static int start_or_join(struct oh_sim_beside *b,
			 struct oh_sim_beside_info *info, const char **whyp)
{
	uint64_t until = oh_clock_us() + WAIT_MS * 1000ull;
	int lock, err;

	err = join(&b->fd, info, until);
	*whyp = err == ETIMEDOUT || err == EBADMSG ?
		"the simulated network that runs does not answer" :
		strerror(err);
	if (err != ENOENT)
		return err;

	*whyp = "cannot lock the start of the simulated network";
	err = lock_start(&lock, until);
	if (err)
		return err;

	err = join(&b->fd, info, until);
	if (err == ENOENT) {
		err = start(until);
		*whyp = err == ENOENT ?
			"pstn-sim is neither beside this program nor in PATH":
			"pstn-sim did not start";
		info->started = !err;
		/* EPIPE: one that nobody started for us was quicker */
		if (!err || err == EPIPE)
			err = join(&b->fd, info, until);
	}
	(void)close(lock);

	return err;
}

/**
 * Find the simulated network of this user, or start it
 *
 * Waits, at most 5 s: for the time before the main loop runs.
 *
 * @param bp   Set on success; mem_deref lets go of the network
 * @param info Receives where it is and which number is ours there
 * @param whyp Set to a static text on failure
 *
 * @return 0, EINVAL, ENOMEM, ENOENT no program to start, ETIMEDOUT, EPIPE
 *         if it ended at once, EBADMSG, or an error of the run-time folder
 */
int oh_sim_beside(struct oh_sim_beside **bp, struct oh_sim_beside_info *info,
		  const char **whyp)
{
	struct oh_sim_beside *b;
	int err;

	if (!bp || !info || !whyp)
		return EINVAL;

	memset(info, 0, sizeof(*info));
	*whyp = "out of memory";
	b = mem_zalloc(sizeof(*b), destructor);
	if (!b)
		return ENOMEM;
	b->fd = -1;

	err = start_or_join(b, info, whyp);
	if (err) {
		mem_deref(b);
		return err;
	}
	*whyp = NULL;
	*bp = b;

	return 0;
}
