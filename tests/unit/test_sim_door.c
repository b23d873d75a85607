/**
 * @file test_sim_door.c  How commands find the network of this user
 */
#include "base/compat.h"
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include "test.h"
#include "sim/beside.h"
#include "sim/door.h"

struct home {
	char dir[64];
	char *old_dir;
	char *old_path;
};

static char *keep(const char *name)
{
	const char *v = getenv(name);

	return v ? strdup(v) : NULL;
}

static void give_back(const char *name, char *v)
{
	if (v)
		setenv(name, v, 1);
	else
		unsetenv(name);
	free(v);
}

/* A run-time folder of our own, and no pstn-sim in PATH */
static void home_open(struct home *h)
{
	snprintf(h->dir, sizeof(h->dir), "/tmp/offhook-test-XXXXXX");
	assert_non_null(mkdtemp(h->dir));
	h->old_dir = keep("XDG_RUNTIME_DIR");
	h->old_path = keep("PATH");
	setenv("XDG_RUNTIME_DIR", h->dir, 1);
	setenv("PATH", h->dir, 1);
}

static void home_remove(const struct home *h, const char *name)
{
	char path[100];

	snprintf(path, sizeof(path), "%s/%s", h->dir, name);
	(void)remove(path);
}

static void home_close(struct home *h)
{
	home_remove(h, "offhook/" OH_SIM_DOOR_SOCKET);
	home_remove(h, "offhook/" OH_SIM_DOOR_LOCK);
	home_remove(h, "offhook/" OH_SIM_DOOR_START);
	home_remove(h, "offhook");
	home_remove(h, "pstn-sim");
	rmdir(h->dir);
	give_back("XDG_RUNTIME_DIR", h->old_dir);
	give_back("PATH", h->old_path);
}

/* A network's process: a loop of its own, until its door is empty */
struct owner {
	pthread_t thread;
	pthread_barrier_t open;
	struct oh_sim_door *door;
	char left[256];
	int err;
};

static void left(const char *number, void *arg)
{
	struct owner *o = arg;
	size_t len = strlen(o->left);

	snprintf(o->left + len, sizeof(o->left) - len, "%s ", number);
}

static void empty(void *arg)
{
	(void)arg;
	re_cancel();
}

static void *own(void *arg)
{
	struct owner *o = arg;
	struct oh_sim_door_prm prm = {
		.leaveh = left, .emptyh = empty, .arg = o,
	};
	struct sa sip;

	sa_set_str(&sip, "127.0.0.1", 5099);
	prm.sip = &sip;
	o->err = re_thread_init();
	if (!o->err)
		o->err = oh_sim_door_open(&o->door, &prm);
	pthread_barrier_wait(&o->open);
	if (!o->err)
		o->err = re_main(NULL);
	o->door = mem_deref(o->door);
	re_thread_close();

	return NULL;
}

static int owner_start(struct owner *o)
{
	memset(o, 0, sizeof(*o));
	assert_int_equal(pthread_barrier_init(&o->open, NULL, 2), 0);
	assert_int_equal(pthread_create(&o->thread, NULL, own, o), 0);
	pthread_barrier_wait(&o->open);
	pthread_barrier_destroy(&o->open);
	if (o->err)
		pthread_join(o->thread, NULL);

	return o->err;
}

/* So that an owner who waits for somebody does not wait for ever */
static void come_and_go(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	(void)connect(fd, (struct sockaddr *)&sun, sizeof(sun));
	close(fd);
}

/* Two come, the first goes; its number becomes free and is given again */
static int come_twice(struct oh_sim_beside *v[3])
{
	struct oh_sim_beside_info info;
	const char *why;
	int err;

	err = oh_sim_beside(&v[0], &info, &why);
	if (err)
		return err;
	assert_false(info.started);
	assert_string_equal(info.host, "127.0.0.1");
	assert_int_equal(info.port, 5099);
	assert_string_equal(info.number, "+14255550150");

	err = oh_sim_beside(&v[1], &info, &why);
	if (err)
		return err;
	assert_string_equal(info.number, "+14255550151");

	/* The other thread may learn of it a little later */
	v[0] = mem_deref(v[0]);
	do {
		v[2] = mem_deref(v[2]);
		err = oh_sim_beside(&v[2], &info, &why);
	} while (!err && 0 == strcmp(info.number, "+14255550152"));
	if (!err)
		assert_string_equal(info.number, "+14255550150");

	return err;
}

int test_sim_door_join(void)
{
	struct oh_sim_beside *v[3] = { NULL, NULL, NULL };
	struct owner o;
	struct home h;
	struct stat st;
	char path[100];
	int err;

	home_open(&h);
	err = owner_start(&o);
	if (err)
		goto out;
	snprintf(path, sizeof(path), "%s/offhook/" OH_SIM_DOOR_SOCKET, h.dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	err = come_twice(v);
	if (!v[0] && !v[1] && !v[2])
		come_and_go(path);
	for (size_t i = 0; i < ARRAY_SIZE(v); i++)
		mem_deref(v[i]);
	pthread_join(o.thread, NULL);
	if (!err) {
		assert_non_null(strstr(o.left, "+14255550150"));
		assert_non_null(strstr(o.left, "+14255550151"));
		assert_int_equal(stat(path, &st), -1);
	}
 out:
	home_close(&h);

	return test_or_refused(err);
}

/* One door for a user; what a killed network left behind is swept away */
int test_sim_door_lock(void)
{
	struct oh_sim_door *a = NULL, *b = NULL;
	struct oh_sim_door_prm prm = { .sip = NULL };
	struct sa sip;
	struct home h;
	char path[100];
	FILE *f;
	int err;

	home_open(&h);
	sa_set_str(&sip, "127.0.0.1", 5099);
	assert_int_equal(oh_sim_door_open(&a, &prm), EINVAL);
	prm.sip = &sip;

	snprintf(path, sizeof(path), "%s/offhook", h.dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/offhook/" OH_SIM_DOOR_SOCKET, h.dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fclose(f);

	err = oh_sim_door_open(&a, &prm);
	TEST_OK(err);

	err = oh_sim_door_open(&b, &prm);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, EADDRINUSE);

	a = mem_deref(a);
	err = oh_sim_door_open(&b, &prm);
	TEST_OK(err);

 out:
	mem_deref(a);
	mem_deref(b);
	home_close(&h);

	return err;
}

/* Nobody to join, and nothing to start, or something useless */
int test_sim_door_none(void)
{
	static const char script[] = "#!/bin/sh\nexit 7\n";
	struct oh_sim_beside *b = NULL;
	struct oh_sim_beside_info info;
	const char *why = NULL;
	struct home h;
	char path[100];
	FILE *f;
	int err;

	home_open(&h);
	err = oh_sim_beside(&b, &info, &why);
	if (err == ENOMEM)
		goto out;
	assert_int_equal(err, ENOENT);
	assert_string_equal(why, "pstn-sim is neither beside this program "
				 "nor in PATH");

	snprintf(path, sizeof(path), "%s/pstn-sim", h.dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fwrite(script, 1, sizeof(script) - 1, f);
	fclose(f);
	assert_int_equal(chmod(path, 0700), 0);
	err = oh_sim_beside(&b, &info, &why);
	if (err == ENOMEM)
		goto out;
	assert_int_not_equal(err, 0);
	assert_string_equal(why, "pstn-sim did not start");
	assert_null(b);
	err = 0;

 out:
	home_close(&h);

	return err;
}
