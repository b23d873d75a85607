/**
 * @file status.c  How a telephone stands, told to its screens
 */
#include <errno.h>
#include "cdr/store.h"
#include "station/station_priv.h"

/* Whose number is shown to those we call, as far as it is known before */
static const char *shown_number(const struct oh_station *st)
{
	const struct oh_conf *conf = st->prm.conf;
	const struct oh_conf_trunk *t;

	if (*st->caller_id)
		return st->caller_id;
	t = oh_conf_trunk_find(conf, *st->trunk ? st->trunk : conf->trunk);
	if (!t && conf->trunkc == 1)
		t = &conf->trunkv[0];

	return t ? t->caller_id : "";
}

static bool add_word(cJSON *list, const char *word)
{
	cJSON *s = cJSON_CreateString(word);

	if (s && cJSON_AddItemToArray(list, s))
		return true;
	cJSON_Delete(s);

	return false;
}

static bool add_uris(cJSON *o, const struct oh_station *st)
{
	cJSON *list = cJSON_AddArrayToObject(o, "uri");
	bool ok = list;

	for (uint32_t i = 0; ok && i < st->uric; i++)
		ok = add_word(list, st->uriv[i]);

	return ok;
}

static bool add_trunks(cJSON *o, const struct oh_station *st)
{
	const struct oh_conf *conf = st->prm.conf;
	cJSON *list = cJSON_AddArrayToObject(o, "trunks");
	bool ok = list;

	for (uint32_t i = 0; ok && i < conf->trunkc; i++)
		ok = add_word(list, conf->trunkv[i].name);

	return ok;
}

static bool add_numbers(cJSON *o, const struct oh_station *st)
{
	cJSON *list = cJSON_AddArrayToObject(o, "numbers");
	bool ok = list;

	for (uint32_t i = 0; ok && i < st->prm.ownc; i++)
		ok = add_word(list, st->prm.ownv[i]);

	return ok;
}

static bool add_auto(cJSON *o, const struct oh_station *st)
{
	cJSON *list = cJSON_AddArrayToObject(o, "auto_answer");
	bool ok = list;

	for (uint32_t i = 0; ok && i < st->autoc; i++)
		ok = add_word(list, st->autov[i]);

	return ok;
}

static bool add_talking(cJSON *o, const struct oh_station *st)
{
	cJSON *list = cJSON_AddArrayToObject(o, "talking");
	bool ok = list;

	for (struct le *le = list_head(&st->calll); ok && le; le = le->next) {
		const struct station_call *sc = le->data;

		if (oh_station_talks(sc))
			ok = add_word(list, sc->id);
	}

	return ok;
}

/* "baresip", "none", or the URI of the phone on the desk */
static const char *handset_name(const struct oh_station *st)
{
	switch (oh_handset_kind(oh_talk_handset(st->talk))) {

	case OH_HANDSET_BARESIP: return "baresip";
	case OH_HANDSET_PHONE:   return st->prm.talk.handset.conf;
	case OH_HANDSET_NONE:
	default:                 return "none";
	}
}

static bool add_handset(cJSON *o, const struct oh_station *st)
{
	const struct oh_handset *h = oh_talk_handset(st->talk);

	return cJSON_AddStringToObject(o, "handset", handset_name(st)) &&
	       cJSON_AddStringToObject(o, "handset_state",
			oh_handset_state_name(oh_handset_state(h))) &&
	       cJSON_AddStringToObject(o, "handset_why", oh_handset_why(h));
}

static const char *records_fault(const struct oh_station *st)
{
	return st->prm.cdr_err ? strerror(st->prm.cdr_err)
			       : oh_cdr_fault(st->prm.cdr);
}

/* What it can be told apart by comes first: "event" or "ok" */
static bool add_all(cJSON *o, const struct oh_station *st)
{
	return cJSON_AddStringToObject(o, "number", shown_number(st)) &&
	       cJSON_AddStringToObject(o, "caller_id", st->caller_id) &&
	       cJSON_AddStringToObject(o, "trunk", st->trunk) &&
	       add_uris(o, st) && add_handset(o, st) &&
	       cJSON_AddStringToObject(o, "records_fault",
				       records_fault(st)) &&
	       cJSON_AddBoolToObject(o, "dnd", st->dnd) &&
	       cJSON_AddBoolToObject(o, "muted",
				     oh_talk_is_muted(st->talk)) &&
	       cJSON_AddNumberToObject(o, "screens",
				       list_count(&st->screenl)) &&
	       add_trunks(o, st) && add_numbers(o, st) &&
	       add_auto(o, st) && add_talking(o, st);
}

/* {}: how it stands now */
int oh_station_do_status(struct oh_ask *ask, void *arg)
{
	const struct oh_station *st = arg;
	cJSON *o = cJSON_CreateObject();

	if (!cJSON_AddTrueToObject(o, "ok") || !add_all(o, st)) {
		cJSON_Delete(o);
		o = NULL;
	}
	oh_ask_reply(ask, o);

	return 0;
}

static char *print_event(const struct oh_station *st)
{
	cJSON *o = cJSON_CreateObject();
	char *line = NULL;

	if (cJSON_AddStringToObject(o, "event", "phone") && add_all(o, st))
		line = cJSON_PrintUnformatted(o);
	cJSON_Delete(o);

	return line;
}

/* Whatever has changed since: one line, if it reads otherwise */
static void tell(void *arg)
{
	struct oh_station *st = arg;
	char *line = print_event(st), *told = NULL;

	if (line && str_cmp(line, st->told) && !str_dup(&told, line)) {
		mem_deref(st->told);
		st->told = told;
		oh_ctl_tell(st->prm.ctl, NULL, line);
	}
	cJSON_free(line);
}

/** Something of it may have changed: its screens are told, from the loop */
void oh_station_changed(struct oh_station *st)
{
	if (!tmr_isrunning(&st->tell_tmr))
		tmr_start(&st->tell_tmr, 0, tell, st);
}
