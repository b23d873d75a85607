/**
 * @file test_beside.c  A network beside us that is not what it should be
 */
#include "base/compat.h"
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include "test.h"
#include "temp.h"
#include "sim/beside.h"
#include "sim/door.h"

/** Somebody who sits at the door's name */
struct impostor {
	struct temp temp;
	char *old_dir;
	int fd;
	const char *greeting;
	pthread_t thread;
	atomic_bool over;
};

static void sit(struct impostor *im)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	const char *dir = getenv("XDG_RUNTIME_DIR");

	im->old_dir = dir ? strdup(dir) : NULL;
	temp_make(&im->temp);
	setenv("XDG_RUNTIME_DIR", im->temp.dir, 1);
	assert_int_equal(mkdir(temp_path(&im->temp, "offhook"), 0700), 0);
	str_ncpy(sun.sun_path,
		 temp_path(&im->temp, "offhook/" OH_SIM_DOOR_SOCKET),
		 sizeof(sun.sun_path));
	im->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(im->fd, (void *)&sun, sizeof(sun)), 0);
	assert_int_equal(listen(im->fd, 0), 0);
}

static void leave(struct impostor *im)
{
	(void)close(im->fd);
	(void)remove(temp_path(&im->temp, "offhook/" OH_SIM_DOOR_SOCKET));
	(void)remove(temp_path(&im->temp, "offhook"));
	temp_remove(&im->temp);
	if (im->old_dir)
		setenv("XDG_RUNTIME_DIR", im->old_dir, 1);
	else
		unsetenv("XDG_RUNTIME_DIR");
	free(im->old_dir);
}

static void *greet(void *arg)
{
	struct impostor *im = arg;
	int fd = accept(im->fd, NULL, NULL);

	if (fd < 0)
		return NULL;
	(void)!write(fd, im->greeting, strlen(im->greeting));
	(void)shutdown(fd, SHUT_WR);
	(void)close(fd);

	return NULL;
}

/* What it says goes into the headers of what we send */
int test_beside_greeting(void)
{
	static const char *const greetingv[] = {
		"\n", "[]\n", "{}\n", "{\"sip\":1,\"number\":2}\n",
		"{\"sip\":\"127.0.0.1:5060\"}\n",
		"{\"sip\":\"evil.example:5060\",\"number\":\"+1425555\"}\n",
		"{\"sip\":\"127.0.0.1\",\"number\":\"+14255550150\"}\n",
		"{\"sip\":\"127.0.0.1:0\",\"number\":\"+14255550150\"}\n",
		"{\"sip\":\"127.0.0.1:5060\",\"number\":\"\"}\n",
		"{\"sip\":\"127.0.0.1:5060\",\"number\":\"+\"}\n",
		"{\"sip\":\"127.0.0.1:5060\",\"number\":\"+1>\\r\\nX: y\"}\n",
		"{\"sip\":\"127.0.0.1:5060\",\"number\":\"+1;tag=\\\"\"}\n",
	};
	struct oh_sim_beside *b = NULL;
	struct oh_sim_beside_info info;
	struct impostor im;
	const char *why;
	int err = 0;

	sit(&im);
	for (size_t i = 0; i < ARRAY_SIZE(greetingv) && !err; i++) {
		im.greeting = greetingv[i];
		assert_int_equal(pthread_create(&im.thread, NULL, greet, &im),
				 0);
		err = oh_sim_beside(&b, &info, &why);
		(void)shutdown(im.fd, err == ENOMEM ? SHUT_RDWR : SHUT_WR);
		pthread_join(im.thread, NULL);
		if (test_or_refused(0))
			break;
		assert_int_equal(err, EBADMSG);
		assert_null(b);
		err = 0;
	}
	leave(&im);

	return test_or_refused(err);
}

static void *hurry(void *arg)
{
	const struct timespec nap = { .tv_nsec = 1000000 };
	struct impostor *im = arg;

	while (!atomic_load(&im->over)) {
		test_clock_add_us(500000);
		(void)nanosleep(&nap, NULL);
	}

	return NULL;
}

/* A stopped network admits nobody: its queue fills, then connect() waits */
int test_beside_stopped(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	struct oh_sim_beside *b = NULL;
	struct oh_sim_beside_info info;
	const char *why = NULL;
	struct impostor im;
	int fd, err;

	sit(&im);
	str_ncpy(sun.sun_path,
		 temp_path(&im.temp, "offhook/" OH_SIM_DOOR_SOCKET),
		 sizeof(sun.sun_path));
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (void *)&sun, sizeof(sun)), 0);

	test_clock_freeze(true);
	atomic_init(&im.over, false);
	assert_int_equal(pthread_create(&im.thread, NULL, hurry, &im), 0);
	err = oh_sim_beside(&b, &info, &why);
	atomic_store(&im.over, true);
	pthread_join(im.thread, NULL);
	test_clock_freeze(false);
	(void)close(fd);
	leave(&im);
	if (err == ENOMEM)
		return err;

	assert_int_equal(err, ETIMEDOUT);
	assert_string_equal(why, "the simulated network that runs does not "
				 "answer");
	assert_null(b);

	return 0;
}
