/**
 * @file stub.c  No handset: until lib/handset is there
 */
#include <errno.h>
#include "station/station_priv.h"

struct oh_talk {
	bool muted;
};

int oh_talk_alloc(struct oh_talk **tp, const struct oh_talk_prm *prm)
{
	(void)prm;
	*tp = mem_zalloc(sizeof(**tp), NULL);
	return *tp ? 0 : ENOMEM;
}

const struct oh_handset *oh_talk_handset(const struct oh_talk *t)
{
	(void)t;
	return NULL;
}

int oh_talk_add(struct oh_talk *t, struct oh_live *lv)
{
	(void)t;
	(void)lv;
	return ENXIO;
}

void oh_talk_drop(struct oh_talk *t, const struct oh_live *lv)
{
	(void)t;
	(void)lv;
}

bool oh_talk_has(const struct oh_talk *t, const struct oh_live *lv)
{
	(void)t;
	(void)lv;
	return false;
}

void oh_talk_mute(struct oh_talk *t, bool on)
{
	t->muted = on;
}

bool oh_talk_is_muted(const struct oh_talk *t)
{
	return t->muted;
}

void oh_talk_close(struct oh_talk *t, void (*closedh)(void *arg), void *arg)
{
	(void)t;
	closedh(arg);
}

enum oh_handset_kind oh_handset_kind(const struct oh_handset *h)
{
	(void)h;
	return OH_HANDSET_NONE;
}

enum oh_handset_state oh_handset_state(const struct oh_handset *h)
{
	(void)h;
	return OH_HANDSET_DOWN;
}

const char *oh_handset_state_name(enum oh_handset_state state)
{
	(void)state;
	return "down";
}

const char *oh_handset_why(const struct oh_handset *h)
{
	(void)h;
	return "";
}
