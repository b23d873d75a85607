/**
 * @file store.c  What the simulated carrier knows
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <unistd.h>
#include "base/clock.h"
#include "simrest/siprouting.h"
#include "simrest/store_priv.h"

static void destructor(void *arg)
{
	struct oh_store *s = arg;

	list_flush(&s->operationl);
	list_flush(&s->searchl);
	list_flush(&s->reservationl);
	list_flush(&s->pingl);
	cJSON_Delete(s->siprouting);
	oh_store_map_reset(&s->owned);
	oh_store_map_reset(&s->held);
	mem_deref(s->ownedv);
	mem_deref(s->path);
	if (s->lock >= 0)
		(void)close(s->lock);
}

static int open_file(struct oh_store *s, const char *path,
		     const char **whyp)
{
	int err;

	err = str_dup(&s->path, path);
	if (!err)
		err = oh_state_lock(s, whyp);
	if (!err)
		err = oh_state_load(s, whyp);

	return err;
}

/**
 * Open a store
 *
 * @param sp   Returned store; mem_deref
 * @param prm  Parameters; path is copied. The folder of the path must exist;
 *             the file is held with a lock for as long as the store lives
 * @param whyp Set to a static text with EBADMSG and EBUSY, else to ""
 *
 * @return 0, EINVAL, ENOMEM, EBUSY if another process has the file, EBADMSG
 *         if it is broken or no state of ours (it is never overwritten), or
 *         the errno of a system call
 */
int oh_store_open(struct oh_store **sp, const struct oh_store_prm *prm,
		  const char **whyp)
{
	struct oh_store *s;
	int err = 0;

	if (!sp || !prm || !whyp)
		return EINVAL;

	*whyp = "";
	s = mem_zalloc(sizeof(*s), destructor);
	if (!s)
		return ENOMEM;
	s->prm  = *prm;
	s->lock = -1;
	if (!s->prm.hold_ms)
		s->prm.hold_ms = OH_STORE_HOLD_MS;

	s->siprouting = oh_siprouting_empty();
	if (!s->siprouting)
		err = ENOMEM;
	if (!err && prm->path)
		err = open_file(s, prm->path, whyp);
	if (err) {
		mem_deref(s);
		return err;
	}
	s->prm.path = s->path;
	s->sold = false;
	*sp = s;

	return 0;
}

/**
 * Do what has come due: operations take effect, holds expire. Every call
 * begins with it
 *
 * The change handler is called last; it may ask the store, not release it.
 *
 * @param s Store
 */
void oh_store_settle(struct oh_store *s)
{
	uint64_t now = oh_clock_wall_us();

	if (now >= s->next_us) {
		s->next_us = UINT64_MAX;
		oh_store_operation_settle(s, now);
		oh_store_search_expire(s, now);
		oh_store_reservation_expire(s, now);
	}

	/* What has happened cannot be refused any more: if the disk is full,
	   the next call tries again. */
	if (s->dirty)
		(void)oh_store_commit(s);

	if (s->sold) {
		s->sold = false;
		if (s->prm.changeh)
			s->prm.changeh(s->prm.arg);
	}
}

/**
 * Have the store look again at some time
 *
 * @param s       Store
 * @param wall_us When [us since 1970]
 */
void oh_store_due(struct oh_store *s, uint64_t wall_us)
{
	if (wall_us < s->next_us)
		s->next_us = wall_us;
}

/**
 * Write a change to the file, if there is one
 *
 * @param s Store
 *
 * @return 0, ENOMEM or the errno of a system call: the old file is in place
 *         then, and the store is dirty
 */
int oh_store_commit(struct oh_store *s)
{
	int err = s->path ? oh_state_save(s) : 0;

	s->dirty = err != 0;

	return err;
}

/**
 * Tell for how long numbers are held
 *
 * @param s Store
 *
 * @return Time [us]
 */
uint64_t oh_store_hold_us(const struct oh_store *s)
{
	return 1000ull * s->prm.hold_ms;
}
